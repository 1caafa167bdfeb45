"""The second factor: an authenticator (TOTP) and recovery codes; required of those who approve, publish or grant."""
import secrets

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from inspectorate.lib.security import secret_bytes
from inspectorate.register.models import Account, Post, User
from inspectorate.register.rights import require
from inspectorate.register.states import SECOND_FACTOR
from inspectorate.trail.workflow import Actor, RuleRefused, record

from .actors import Person

RECOVERY_CODES = 10
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no l, o, i, 0, 1: they are read wrongly from paper
RECOVERY_LENGTH = 12


def needs_second_factor(post: Post | None) -> bool:
    """Return whether the post may act only with a second factor."""
    return post is not None and post.role in SECOND_FACTOR


def has_second_factor(user: User) -> bool:
    """Return whether the person has a confirmed authenticator."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def confirm_device(user: User, *, by: Actor, secret: str, token: str) -> tuple[TOTPDevice, list[str]]:
    """Take an authenticator into use once its first code is right; return it and fresh recovery codes.

    Any authenticator before it ends. Raises RuleRefused where the code is wrong; nothing is changed then.
    """
    with transaction.atomic():
        device = TOTPDevice(user=user, name="totp", key=secret_bytes(secret).hex(), confirmed=True)
        device.save()
        if not device.verify_token(token):
            raise RuleRefused(_("This code is not right. Check the time of your phone and enter the next code."))
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        codes = _recovery_codes(user)
        record(user, "confirm_device", by=by)
    return device, codes


def verify_second_factor(user: User, *, token: str) -> Device | None:
    """Return the device that accepts a code of the authenticator or a recovery code, else None.

    Each device slows down by itself after wrong codes, and no code is taken twice.
    """
    plain = "".join(token.split()).lower()
    devices = TOTPDevice.objects.filter(user=user, confirmed=True) if plain.isdecimal() else _static(user)
    device = next((found for item in devices if (found := verify_token(user, item.persistent_id, plain))), None)
    if device:
        record(user, "verify_second_factor", by=Person.of(user), device=device.name)
    return device


def new_recovery_codes(user: User, *, by: Actor) -> list[str]:
    """Replace the recovery codes and return the new ones, shown once."""
    with transaction.atomic():
        codes = _recovery_codes(user)
        record(user, "new_recovery_codes", by=by)
    return codes


def remove_second_factor(user: User, *, by: Actor) -> None:
    """Give up one's own second factor; refused while a post requires it."""
    if Post.objects.current().filter(user=user, role__in=SECOND_FACTOR).exists():
        raise RuleRefused(_("One of your posts approves, publishes or grants; it requires the second factor."))
    _remove(user)
    record(user, "remove_second_factor", by=by)


def reset_second_factor(account: Account, *, by: Post, note: str) -> Account:
    """Take a lost authenticator off an account; its holder enrols a new one at the next sign-in."""
    require(by, "reset_second_factor", account)
    if account.pk == by.user_id:
        raise RuleRefused(_("Nobody resets the own second factor here: ask the other administrator."))
    with transaction.atomic():
        _remove(account.user)
        account.user.sessions.all().delete()
        record(account, "reset_second_factor", by=by, note=note)
    return account


def demo_device(user: User, secret: str) -> TOTPDevice:
    """Give a demonstration account an authenticator with a known base32 secret (`lib.security.totp` computes it)."""
    if not settings.DEMONSTRATION or settings.IS_PRODUCTION or not user.is_demonstration:
        raise RuleRefused(_("Known secrets are for demonstration accounts only."))
    TOTPDevice.objects.filter(user=user).delete()
    return TOTPDevice.objects.create(user=user, name="demonstration", key=secret_bytes(secret).hex(), confirmed=True)


def _static(user: User) -> list[StaticDevice]:
    return list(StaticDevice.objects.filter(user=user, confirmed=True))


def _remove(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    codes = [_recovery_code() for _number in range(RECOVERY_CODES)]
    device.token_set.bulk_create(device.token_set.model(device=device, token=code) for code in codes)
    return codes


def _recovery_code() -> str:
    return "".join(secrets.choice(RECOVERY_ALPHABET) for _letter in range(RECOVERY_LENGTH))
