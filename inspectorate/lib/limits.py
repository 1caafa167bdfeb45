"""Budgets for what costs much or invites guessing: so many in so many seconds, counted in the cache (T17, T21).

A budget that guards a door fails closed where the cache is gone; one that guards reading fails open (T67).
"""
import functools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import RedisError

from .security import client_ip

CACHE_FAULTS = (OSError, RedisError)
RETRY_SECONDS = 30  # advice where the cache itself cannot be asked


class Spent(Exception):
    """The budget is used up; `seconds` says when to come back."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Budget:
    """`limit` uses in `seconds` for each key, counted from the first use."""

    name: str
    limit: int
    seconds: int
    fails_closed: bool = False

    def take(self, who: Any) -> None:
        """Count one use by `who`; raises Spent where there is none left."""
        try:
            ends, count = self._count(who)
        except CACHE_FAULTS:
            if self.fails_closed:
                raise Spent(RETRY_SECONDS) from None
            return
        if count > self.limit:
            raise Spent(max(1, int(ends - time.time()) + 1))

    def give_back(self, who: Any) -> None:
        """Take one use off again: it was not what the budget is for (a sign-in that succeeded)."""
        try:
            if ends := cache.get(self._key(who)):
                cache.decr(f"{self._key(who)}:{ends}")
        except (*CACHE_FAULTS, ValueError):
            return  # the span is over, or the cache is gone: nothing is counted then

    def _count(self, who: Any) -> tuple[float, int]:
        key = self._key(who)
        fresh = time.time() + self.seconds
        ends: float = cache.get_or_set(key, fresh, self.seconds) or fresh
        counter = f"{key}:{ends}"
        cache.add(counter, 0, self.seconds + RETRY_SECONDS)
        return ends, cache.incr(counter)

    def _key(self, who: Any) -> str:
        return f"budget:{self.name}:{who}"


SIGN_IN_ADDRESS = Budget("sign-in-address", 50, 3600, fails_closed=True)
CODE_ADDRESS = Budget("code-address", 30, 3600, fails_closed=True)
SECOND_FACTOR = Budget("second-factor", 10, 900, fails_closed=True)
PASSWORD_CHECK = Budget("password-check", 10, 900, fails_closed=True)
EXPORT = Budget("export", 5, 600)
PDF = Budget("pdf", 20, 60)
SEARCH = Budget("search", 60, 60)


def limited(budget: Budget, methods: tuple[str, ...] = ("GET", "HEAD", "POST")) -> Callable:
    """Decorate a view that costs much: each account may call it as often as `budget` says, then gets 429."""

    def decorate(view: Callable) -> Callable:
        @functools.wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if request.method in methods:
                    budget.take(who(request))
            except Spent as spent:
                return too_many(request, spent.seconds)
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def who(request: HttpRequest) -> str:
    """Return whose budget a request uses: the account's, else the address's."""
    user = getattr(request, "user", None)
    return f"user-{user.pk}" if user is not None and user.pk else f"address-{client_ip(request)}"


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Answer 429 with the time to wait, as page and as header."""
    response = render(request, "429.html", {"seconds": seconds, "minutes": -(-seconds // 60)}, status=429)
    response["Retry-After"] = str(seconds)
    return response
