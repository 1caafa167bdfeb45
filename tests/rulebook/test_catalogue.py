"""The catalogue against a list of the field's rules that was drawn up by hand."""
import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from inspectorate.rulebook.catalogue import BY_GROUP, RULES, SOURCES, find
from inspectorate.rulebook.states import Confidence, Group, Kind, Operator, Unit

LISTED = Path(__file__).parent.parent / "data" / "rule_ids.csv"
HOUSE = "OFFICE"  # the office's own lead times stand behind no rule of the field


def listed():
    with LISTED.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def numbers_of(rule_id):
    """Return the default numbers of a rule's entries in the order of the catalogue, as the list writes them."""
    values = [
        rule.default for rule in RULES.values()
        if rule.id == rule_id and not rule.choices and rule.default is not None and rule.kind != Kind.FLAG
    ]
    return ";".join("+".join(map(str, value)) if isinstance(value, tuple) else str(value) for value in values)


def test_list_names_every_rule_once():
    ids = [row["id"] for row in listed()]
    assert len(ids) == len(set(ids)) > 280


def test_rules_with_numbers_are_in_the_catalogue_and_no_others():
    """Every rule of the field that carries a number has its entries."""
    numbered = {row["id"] for row in listed() if row["has_numbers"] == "yes"}
    assert {rule.id for rule in RULES.values()} - {HOUSE} == numbered


def test_numbers_of_the_catalogue_are_those_of_the_list():
    """The defaults, rule by rule, as they were read from the documents."""
    assert {row["id"]: numbers_of(row["id"]) for row in listed()} == {row["id"]: row["defaults"] for row in listed()}


def test_no_key_stands_in_two_places():
    keys = [rule.key for rules in BY_GROUP.values() for rule in rules]
    assert len(keys) == len(set(keys)) == len(RULES)


def is_complete(rule):
    basis = str(SOURCES[rule.source].name) in str(rule.basis)
    words = [str(rule.title).strip(), basis, rule.phrase(rule.clean(rule.default))]
    lists = [
        rule.unit in Unit.values, rule.operator in Operator.values, rule.confidence in Confidence.values,
        rule.group in Group.values,
    ]
    return all(words) and all(lists) and rule.clean(rule.as_json(rule.default)) == rule.default


def test_every_entry_has_title_unit_comparison_source_and_a_default_of_its_kind():
    assert [key for key, rule in RULES.items() if not is_complete(rule)] == []


def test_titles_tell_entries_apart():
    titles = [str(rule.title) for rule in RULES.values()]
    assert len(titles) == len(set(titles))


def test_numbers_read_nowhere_are_marked_as_the_office_s_to_confirm():
    """R-ACC-14, R-INS-08, R-VISIT-08, R-TERM-01: lead times without a source are certainty L."""
    unsure = {"R-ACC-14", "R-INS-08", "R-VISIT-08.report", "R-TERM-01.reminders", "R-PLATE-05"}
    assert {find(key).confidence for key in unsure} == {"L"}
    assert all(rule.confidence != "H" for rule in RULES.values() if rule.source in {"OFFICE", "LOCAL", "MEM"})


def test_strict_limits_are_strict():
    """R-TIME-05 (TV-12): below 0.15 is strict, up to 0.50 is not."""
    assert (find("R-QUA-09.difference").operator, find("R-BAL-06.primary").operator) == ("<", "<=")
    assert find("R-QUA-09.difference").default == Decimal("0.15")


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("R-ACC-22", "45", 45),
        ("R-BAL-13.primary", "4.20", Decimal("4.2")),
        ("R-INS-18", "2/3", Fraction(2, 3)),
        ("R-TERM-01.reminders", "6，3,1", (6, 3, 1)),
        ("R-ORG-17", "true", True),
        ("R-ORG-17", False, False),
        ("R-INS-16.trigger", "end", "end"),
        ("R-TRAIN-02.modes", "online,centralised", ("centralised", "online")),
        ("R-INS-16", "", None),
        ("R-MATTER-03", [], ()),
    ],
)
def test_values_are_read_in_the_kind_of_the_rule(key, typed, value):
    rule = find(key)
    assert rule.clean(typed) == value
    assert rule.clean(rule.as_json(rule.clean(typed))) == value


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("R-ACC-22", "1.5"), ("R-ACC-22", "x"), ("R-ACC-22", -1), ("R-ACC-22", True), ("R-BAL-13.primary", "NaN"),
        ("R-INS-18", "1/0"), ("R-INS-18", "2"), ("R-ORG-17", "perhaps"), ("R-INS-16.trigger", "never"),
        ("R-TRAIN-02.modes", ["radio"]), ("R-TERM-01.reminders", "6;3"), ("R-TERM-01.reminders", 6),
    ],
)
def test_values_of_the_wrong_kind_are_refused(key, typed):
    with pytest.raises(ValueError, match=r"\w"):
        find(key).clean(typed)


def test_unknown_key_is_refused():
    with pytest.raises(LookupError, match="R-ACC-99"):
        find("R-ACC-99")
