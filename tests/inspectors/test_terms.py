"""Terms and certificates."""
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from inspectorate.duties.models import Duty
from inspectorate.register.models import Post
from inspectorate.register.rights import Refused
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused
from inspectors.jobs import complete_terms
from inspectors.models import Inspector, Term
from inspectors.states import TermState
from inspectors.workflow import issue_certificate, renew_term, start_term
from tests.inspectors.people import enlist, organization


@pytest.fixture
def newcomer(office):
    return enlist(office, in_term=False, certified=False)


def serve(inspector, by, *years):
    return [
        start_term(inspector, by=by, starts_on=date(year, 9, 1), letter_number=f"聘〔{year}〕1号") for year in years
    ]


def test_three_terms_end_and_the_fourth_is_refused(newcomer, school_group):
    """TV-6: R-TERM-01, R-TERM-02."""
    terms = serve(newcomer, school_group, 2016, 2019, 2022)
    assert terms[2].ends_on == date(2025, 8, 31)
    with pytest.raises(RuleRefused) as refused:
        serve(newcomer, school_group, 2025)
    assert refused.value.rule == "R-TERM-02"
    assert "3" in str(refused.value)
    assert newcomer.terms.count() == 3


def test_fulltimer_has_no_limit_and_no_end(office, school_group):
    """TV-6: the check binds part-timers only (R-ROST-01)."""
    inspector = enlist(office, in_term=False, certified=False, kind="full_time")
    term = start_term(inspector, by=school_group, starts_on=date(2016, 9, 1), letter_number="任1号")
    assert term.ends_on is None
    assert Inspector.objects.current(date(2040, 1, 1)).contains(inspector)
    assert not Duty.objects.of(inspector).exists()


def test_gap_starts_the_count_again(newcomer, school_group):
    """R-TERM-02: terms in a row are counted, not terms."""
    serve(newcomer, school_group, 2010, 2013, 2016, 2020)
    assert newcomer.terms.count() == 4


def test_longer_gap_may_be_asked_for(newcomer, school_group, city, rule):
    """R-TERM-02.gap: an area may ask for more than a day between two rows of terms."""
    rule(city, "R-TERM-02.gap", 400)
    with pytest.raises(RuleRefused):
        serve(newcomer, school_group, 2010, 2013, 2016, 2020)


def test_older_terms_entered_later_count_too(newcomer, school_group):
    """R-TERM-02: the order of entry does not matter."""
    serve(newcomer, school_group, 2022, 2019, 2016)
    with pytest.raises(RuleRefused):
        serve(newcomer, school_group, 2013)


def test_number_of_terms_is_a_setting(newcomer, school_group, city, rule):
    rule(city, "R-TERM-02", 2)
    with pytest.raises(RuleRefused):
        serve(newcomer, school_group, 2016, 2019, 2022)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2024, 2, 29), date(2027, 2, 28)), (date(2021, 3, 1), date(2024, 2, 29)),
        (date(2025, 1, 1), date(2027, 12, 31)),
    ],
)
def test_term_ends_on_the_day_before_the_corresponding_one(newcomer, school_group, starts_on, ends_on):
    """R-TERM-01, R-TIME-04: also round the leap day, and never moved off a rest day."""
    assert start_term(newcomer, by=school_group, starts_on=starts_on, letter_number="1").ends_on == ends_on


def test_overlapping_term_is_refused(newcomer, school_group):
    serve(newcomer, school_group, 2022)
    with pytest.raises(RuleRefused) as refused:
        serve(newcomer, school_group, 2023)
    assert refused.value.rule == "R-TERM-01"


def test_overlap_is_refused_by_the_database_too(newcomer, school_group):
    serve(newcomer, school_group, 2022)
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(
            inspector=newcomer, starts_on=date(2024, 1, 1), ends_on=date(2024, 2, 1), letter_number="x",
            **newcomer.scope,
        )


def test_renewal_follows_without_a_gap_and_meets_the_duty(newcomer, school_group):
    start = timezone.localdate() - timedelta(days=800)
    first = start_term(newcomer, by=school_group, starts_on=start, letter_number="1")
    duty = Duty.objects.of(newcomer).get()
    assert duty.state == "open"
    assert duty.nominal_due_on == first.ends_on
    assert duty.holder == newcomer.office
    second = renew_term(newcomer, by=school_group, letter_number="2")
    assert second.starts_on == first.ends_on + timedelta(days=1)
    assert Duty.objects.of(newcomer).filter(state="met").count() == 1
    assert Duty.objects.of(newcomer).open().get().nominal_due_on == second.ends_on


def test_renewal_needs_a_term(newcomer, school_group):
    with pytest.raises(RuleRefused):
        renew_term(newcomer, by=school_group, letter_number="1")


def test_past_terms_open_no_duty(newcomer, school_group):
    assert serve(newcomer, school_group, 2010)[0].state == TermState.COMPLETED
    assert not Duty.objects.of(newcomer).exists()


def test_clock_completes_terms_once_and_ends_the_post(newcomer, hold, office):
    """R-TERM-01: rights end with the term; a job run twice or late changes nothing more."""
    today = timezone.localdate()
    post = hold("part_time_inspector", office)
    Inspector.objects.filter(pk=newcomer.pk).update(user=post.user)
    term = Term.objects.create(
        inspector=newcomer, starts_on=today - timedelta(days=900), ends_on=today - timedelta(days=3), letter_number="1",
        **newcomer.scope,
    )
    assert (complete_terms(), complete_terms()) == (1, 0)
    term.refresh_from_db()
    assert term.state == TermState.COMPLETED
    assert Event.objects.of(term).get().actor_name == "Clock"
    assert not Post.objects.current().contains(post)


def test_county_clerk_starts_no_term_elsewhere(newcomer, county_clerk):
    with pytest.raises(Refused):
        start_term(newcomer, by=county_clerk, starts_on=date(2025, 1, 1), letter_number="1")


def test_certificate_ends_with_the_term(newcomer, school_group):
    """R-ROST-07."""
    start = timezone.localdate() - timedelta(days=10)
    term = start_term(newcomer, by=school_group, starts_on=start, letter_number="1")
    certificate = issue_certificate(newcomer, by=school_group, number="督001", issued_on=start)
    assert certificate.expires_on == term.ends_on
    assert certificate.issuer == newcomer.office
    assert Inspector.objects.current().certified().contains(newcomer)
    assert not Inspector.objects.certified(term.ends_on + timedelta(days=1)).contains(newcomer)


def test_certificate_cannot_outlast_the_term_or_stand_without_one(newcomer, school_group):
    """R-ROST-07."""
    today = timezone.localdate()
    with pytest.raises(RuleRefused):
        issue_certificate(newcomer, by=school_group, number="1", issued_on=today)
    term = start_term(newcomer, by=school_group, starts_on=today, letter_number="1")
    with pytest.raises(RuleRefused):
        issue_certificate(
            newcomer, by=school_group, number="1", issued_on=today, expires_on=term.ends_on + timedelta(days=1)
        )


def test_certificate_number_is_given_once(inspector, office, school_group):
    issue_certificate(inspector, by=school_group, number="督9", issued_on=timezone.localdate())
    other = enlist(office, "孙督学")
    with pytest.raises(RuleRefused):
        issue_certificate(other, by=school_group, number="督9", issued_on=timezone.localdate())


def test_new_certificate_replaces_the_old_one(inspector, school_group):
    old = inspector.certificates.get()
    issue_certificate(inspector, by=school_group, number="督10", issued_on=timezone.localdate())
    old.refresh_from_db()
    assert not old.is_valid()
    assert [c.number for c in inspector.certificates.valid()] == ["督10"]


@pytest.mark.parametrize("value", ["inspectorate", "government", "upper_inspectorate"])
def test_issuer_follows_the_area_s_rule(value, county_office, office, rule, county_clerk):
    """R-ROST-07.issuer: the inspectorate, the government, or the municipal inspectorate."""
    area = county_office.area
    rule(area, "R-ROST-07.issuer", value)
    government = organization(area, "阳明区人民政府", "government")
    person = enlist(county_office, certified=False)
    made = issue_certificate(person, by=county_clerk, number="1", issued_on=timezone.localdate())
    expected = {"inspectorate": county_office, "government": government, "upper_inspectorate": office}
    assert made.issuer == expected[value]
