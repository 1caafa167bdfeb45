"""The one signal of publication: an upper app notes on its own row that the public copy is out.

Sent inside the transaction of the release with `publication` and `by`.
"""
from django.dispatch import Signal

publication_released = Signal()
