"""The one signal of duties: an upper app follows a prolonged date on its own row.

Sent inside the transaction of the answer with `duty` and `by`.
"""

from django.dispatch import Signal

duty_prolonged = Signal()
