"""Both languages are complete, and the script that says so can tell."""

import polib
import pytest


@pytest.fixture
def messages(script):
    return script("messages")


def entry(msgid, msgstr="", **more):
    return polib.POEntry(msgid=msgid, msgstr=msgstr, comment="part.po", **more)


def test_every_text_of_the_product_has_its_chinese(messages):
    assert messages.check() == []


def test_text_without_chinese_is_reported(messages):
    known = [entry("Case", "案件")]
    wanted = [entry("Case"), entry("Plan", occurrences=[("views.py", "3")])]
    assert list(messages.untranslated(wanted, known)) == ["no Chinese: 'Plan' (views.py:3)"]


def test_same_text_in_another_context_is_another_message(messages):
    known = [entry("May", "五月")]
    assert list(messages.untranslated([entry("May", msgctxt="permission")], known))


@pytest.mark.parametrize(
    ("faulty", "reason"),
    [
        (entry("Case", ""), "fuzzy or empty"),
        (entry("Case", "案件", flags=["fuzzy"]), "fuzzy or empty"),
        (entry("%(count)s cases", "案件"), "placeholders"),
        (entry("{name} signed", "{nam}已签发"), "placeholders"),
    ],
)
def test_faulty_entry_is_reported(messages, faulty, reason):
    assert [line.partition(":")[0].startswith(reason) for line in messages.faulty([faulty])] == [True]


def test_two_translations_of_one_text_are_reported(messages):
    both = [entry("Case", "案件"), entry("Case", "个案")]
    assert len(list(messages.faulty(both))) == 1


def test_catalogues_answer_in_both_languages(messages, tmp_path):
    days = entry("%(n)s day", msgid_plural="%(n)s days", msgstr_plural={0: "%(n)s天"})
    entries = messages.merged([entry("Case", "案件"), days, entry("Case", "案件")])
    messages.write("zh_Hans", entries, tmp_path)
    messages.write("en", map(messages.english, entries), tmp_path)
    chinese = polib.mofile(str(tmp_path / "locale/zh_Hans/LC_MESSAGES/django.mo"))
    english = polib.mofile(str(tmp_path / "locale/en/LC_MESSAGES/django.mo"))
    assert chinese.find("Case").msgstr == "案件"
    assert chinese.find("%(n)s day").msgstr_plural == {0: "%(n)s天"}
    assert english.find("%(n)s day").msgstr_plural == {0: "%(n)s day", 1: "%(n)s days"}
