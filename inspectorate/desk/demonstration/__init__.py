"""The demonstration city: the real structure of Mudanjiang, invented schools and people, inspections in every state."""
