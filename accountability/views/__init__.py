"""Pages of the accountability chain."""
