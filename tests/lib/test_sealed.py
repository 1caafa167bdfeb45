import pytest
from cryptography.fernet import Fernet, InvalidToken

from inspectorate.lib.sealed import SealedField, masked, seal

MOBILE = "13845678901"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""), (MOBILE, "138****8901"), ("1234567", "123****4567"), ("123456", "****"),
        ("0453-6171234", "045****1234"),
    ],
)
def test_masked_text_hides_its_middle(text, shown):
    assert masked(text) == shown


def test_sealed_text_shows_itself_masked_everywhere():
    """R-PUB-12: a reader who does not ask for the plain text never gets it."""
    sealed = seal(MOBILE)
    assert MOBILE not in f"{sealed} {sealed!r} {sealed.token}"
    assert sealed.reveal() == MOBILE


def test_sealed_tokens_of_one_text_differ_but_are_equal():
    assert seal(MOBILE).token != seal(MOBILE).token
    assert seal(MOBILE) == seal(MOBILE)
    assert seal(MOBILE) != seal("13900000000")
    assert seal(MOBILE) != MOBILE


def test_stored_value_carries_no_plain_text_and_comes_back():
    field = SealedField()
    stored = field.get_prep_value(MOBILE)
    assert MOBILE not in stored
    assert field.to_python(stored).reveal() == MOBILE


def test_empty_text_is_stored_empty():
    assert SealedField().get_prep_value("") == ""
    assert not seal(None)
    assert seal("").reveal() == ""


def test_old_key_still_opens_after_rotation(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.FIELD_KEYS = [old]
    sealed = seal(MOBILE)
    settings.FIELD_KEYS = [new, old]
    assert sealed.reveal() == MOBILE


def test_lost_key_hides_the_whole_text(settings):
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    sealed = seal(MOBILE)
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    assert str(sealed) == "****"
    with pytest.raises(InvalidToken):
        sealed.reveal()


def test_sealed_field_refuses_uniqueness_and_search():
    class Named(SealedField):
        pass

    field = Named(unique=True)
    field.set_attributes_from_name("mobile")
    assert "lib.E001" in {error.id for error in field.check()}
    assert SealedField().get_lookup("icontains") is None
