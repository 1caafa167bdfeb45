"""The version of everything public: kept pages are keyed by it, so a withdrawal empties all doors at once."""
import uuid
from contextlib import suppress

from django.core.cache import cache
from django.db import transaction

from inspectorate.lib.limits import CACHE_FAULTS

KEY = "publication:doors"
SECONDS = 24 * 3600


def doors_version() -> str:
    """Return the version of the public pages in force."""
    fresh = uuid.uuid4().hex
    with suppress(*CACHE_FAULTS):
        return str(cache.get_or_set(KEY, fresh, SECONDS))
    return fresh  # without the cache no page is kept, and every one is read anew (T67)


def renew_doors() -> None:
    """Make every kept public page stale once the transaction is through (T89)."""
    transaction.on_commit(lambda: cache.set(KEY, uuid.uuid4().hex, SECONDS))
