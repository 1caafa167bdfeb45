"""What the apps above know of an area: an annual plan is written beside known figures (S05).

Sent with `area` and `year`; a receiver answers with (label, number) pairs. The numbers are read, never typed.
"""
from django.dispatch import Signal

figures_asked = Signal()
