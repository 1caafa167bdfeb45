"""The one signal of the documents: an upper app answers a step of its paper (a receipt starts its clock).

Sent inside the step's transaction with `document`, `verb` ("issue", "dispatch", "receive", "void", …), `by` (post or
None), `dispatch` (the sending concerned, or None) and `on` (the day the step counts from): a receiver that refuses
undoes the step.
"""

from django.dispatch import Signal

document_advanced = Signal()
