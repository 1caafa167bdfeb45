"""The report to the government, its filing upward, and its public version."""

from datetime import date, timedelta

import pytest

from accountability import workflow
from accountability.models import Case
from inspectorate.duties.models import Duty
from inspectorate.publication.models import Publication
from inspectorate.publication.papers import clean
from inspectorate.publication.workflow import propose
from inspectorate.register.models import School
from inspectorate.trail.workflow import RuleRefused
from supervision.models import PublicOpinion

from .chain import bind, bind_as_in, owed
from .conftest import TODAY

pytestmark = pytest.mark.django_db
TEXT = dict.fromkeys(("title", "course", "evaluation", "achievements", "advice", "public_summary"), "一。")


def draft(case, city, **text):
    """Draft the report to the city's government."""
    return workflow.draft_report(case.inspection, by=city.officer, submitted_to=city.government, **TEXT, **text)


@pytest.fixture
def filed(bare):
    """A report that was submitted and filed."""
    case = bare.case("rectifying", letter_received_on=TODAY)
    bare.item(case)
    return bare.report(case, state="filed", submitted_on=TODAY, filed_on=TODAY)


def test_report_is_owed_from_the_end_of_the_inspection(bare, city):
    """R-INS-22: Zhejiang 30 days; once, however often the case is opened."""
    bind_as_in(city.area, "330000")
    case = bare.case("opened")
    for _again in range(2):
        workflow.open_report_duty(case.inspection, by=city.officer)
    duty = Duty.objects.of(case.inspection).get(kind="submit_report")
    assert duty.nominal_due_on - case.inspection.concluded_on == timedelta(days=30)


def test_opening_the_case_opens_the_duties_of_the_area(bare, city):
    """R-INS-15, R-INS-19, R-INS-22: everything that runs from the end of the inspection is owed at once."""
    bind_as_in(city.area, "310000")
    bind(city.area, "R-INS-22", 30)
    inspection = bare.case().inspection
    Case.objects.filter(inspection=inspection).delete()
    case = workflow.open_case(inspection, by=city.officer)
    assert (owed(case), owed(inspection)) == (["give_feedback", "issue_letter"], ["submit_report"])


def test_no_report_is_owed_without_a_term(bare, city):
    """R-INS-22: the national regulations set no number of days."""
    inspection = bare.case("opened").inspection
    workflow.open_report_duty(inspection, by=city.officer)
    assert owed(inspection) == []


@pytest.mark.parametrize("state", [None, "opened", "feedback_given", "defence_open", "defence_closed"])
def test_report_follows_the_letter(bare, city, state):
    """R-INS-22: both tell of the same problems; without a case there is no letter either."""
    case = bare.case(state or "opened")
    if state is None:
        Case.objects.filter(pk=case.pk).delete()
    with pytest.raises(RuleRefused) as refused:
        draft(case, city)
    assert refused.value.rule == "R-INS-22"


def test_report_runs_beside_the_rectification(bare, city):
    """R-INS-22: it is tied to the end of the inspection, not to the last item."""
    case = bare.case("rectifying")
    document = draft(case, city)
    assert (document.kind, case.inspection.report.state) == ("inspection_report", "drafting")


def test_submitted_report_is_not_drafted_again(bare, city):
    """R-INS-22: a correction is a new document."""
    report = bare.report(state="submitted")
    with pytest.raises(RuleRefused):
        draft(report.inspection.case, city)


def test_submission_owes_filing_and_publication(bare, city):
    """R-INS-23, R-INS-24, R-PUB-02: 20 working days for the publication, the area's term for the filing."""
    bind(city.area, "R-INS-23", 10)
    report = workflow.submit_report(bare.report(), by=city.secretary, on=TODAY)
    due = dict(Duty.objects.of(report).values_list("kind", "due_on"))
    assert due == {"file_report": date(2026, 3, 12), "publish_report": date(2026, 3, 30)}


def test_each_step_meets_its_duty(bare, city):
    """R-INS-22, R-INS-23: nothing stays open behind the report."""
    for rule in ("R-INS-22", "R-INS-23"):
        bind(city.area, rule, 10)
    report = bare.report(bare.case("rectifying"))
    workflow.open_report_duty(report.inspection, by=city.officer)
    workflow.submit_report(report, by=city.secretary, on=TODAY)
    assert (owed(report.inspection), owed(report)) == ([], ["file_report", "publish_report"])
    workflow.file_report(report, by=city.secretary, on=TODAY)
    assert owed(report) == ["publish_report"]


def test_filing_has_no_day_without_a_rule(bare, city):
    """R-INS-23: filed with the report; no number of days was found."""
    report = workflow.submit_report(bare.report(), by=city.secretary, on=TODAY)
    assert owed(report) == ["publish_report"]


def test_filing_follows_the_submission(bare, city):
    """R-INS-23"""
    report = bare.report()
    with pytest.raises(RuleRefused) as refused:
        workflow.draft_filing(report, by=city.officer, filed_with=city.upper, contact="一")
    assert refused.value.rule == "R-INS-23"


@pytest.mark.parametrize("state", ["drafting", "submitted", "published"])
def test_publication_follows_the_filing(bare, city, state):
    """R-INS-24"""
    with pytest.raises(RuleRefused) as refused:
        workflow.propose_publication(bare.report(state=state), by=city.officer)
    assert refused.value.rule == "R-INS-24"


def test_public_version_is_proposed_once(bare, city):
    """R-INS-24, R-PUB-03: another person reviews it; the duty to publish goes on with the copy."""
    report = workflow.submit_report(bare.report(), by=city.secretary, on=TODAY)
    report = workflow.file_report(report, by=city.secretary, on=TODAY)
    publication = workflow.propose_publication(report, by=city.officer)
    assert (publication.state, publication.author, publication.owner) == ("draft", city.officer.user, city.office)
    assert (owed(report), owed(publication)) == ([], ["publish"])
    with pytest.raises(RuleRefused):
        workflow.propose_publication(report, by=city.officer)


def test_release_publishes_the_report_and_a_correction_moves_nothing(filed, city):
    """R-INS-24, R-PUB-18: a corrected version replaces the first; the report stays published."""
    for _version in range(2):
        workflow.publish_report(filed, by=city.director)
    assert filed.state == "published"


def test_payload_holds_whitelisted_fields_only(filed, city):
    """R-PUB-12: what the kind does not name refuses the whole; nobody's name is in it."""
    publication = workflow.propose_publication(filed, by=city.officer)
    assert clean(publication.kind, publication.payload) == publication.payload
    with pytest.raises(RuleRefused):
        clean(publication.kind, {**publication.payload, "defence": "申辩"})
    text = str(publication.payload)
    assert not [post for post in (city.officer, city.leader, city.head) if post.user.name in text]


def test_payload_tells_how_far_each_problem_is(filed, bare):
    """R-INS-24: the problem, what was demanded, by when, and whether it is closed out."""
    bare.item(filed.inspection.case, "closed")
    findings = workflow.reporting.public_report(filed)[1]["findings"]
    assert [(row["no"], row["what"], row["state"]) for row in findings] == [
        ("1", "问题1", "open"),
        ("2", "问题2", "closed"),
    ]


def test_payload_tells_who_answered(filed, city):
    """R-INS-24: satisfied people by group; groups that were not counted fall out."""
    shared = {"channel": "meeting", "held_on": TODAY, "content": "一", "author": city.leader.user, "people": 20}
    for audience, satisfied in (("pupils", 18), ("parents", None)):
        PublicOpinion.objects.create(inspection=filed.inspection, audience=audience, satisfied=satisfied, **shared)
    assert workflow.reporting.public_report(filed)[1]["survey"] == [{"group": "学生", "answers": 20, "satisfied": 18}]


@pytest.mark.parametrize(("sponsor", "kind"), [("public", "inspection_report"), ("private", "private_school_result")])
def test_private_school_has_a_kind_of_its_own(filed, city, sponsor, kind):
    """R-INS-24, R-PUB-01: results of inspecting private schools must be public too."""
    School.objects.filter(organization=city.school).update(sponsor=sponsor)
    filed.refresh_from_db()
    assert workflow.propose_publication(filed, by=city.officer).kind == kind


def test_result_is_published_when_all_is_put_right(bare, city):
    """R-ACC-09, R-PUB-01: item by item what the unit says and the re-check found; once, and not for an empty letter."""
    item = bare.item(bare.case("rechecking", cleared_on=TODAY), "closed")
    for state, problems in (("rechecking", item.case), ("cleared", bare.case("cleared", cleared_on=TODAY))):
        type(item.case).objects.filter(pk=problems.pk).update(state=state)
        problems.refresh_from_db()
        with pytest.raises(RuleRefused) as refused:
            workflow.propose_result(problems, by=city.officer)
        assert refused.value.rule == "R-ACC-09"
    type(item.case).objects.filter(pk=item.case.pk).update(state="cleared")
    item.case.refresh_from_db()
    publication = workflow.propose_result(item.case, by=city.officer)
    assert [row["what"] for row in publication.payload["findings"]] == ["问题1"]
    with pytest.raises(RuleRefused):
        workflow.propose_result(item.case, by=city.officer)


def test_letter_and_report_are_two_visibilities(bare, city):
    """R-INS-20: the letter is the unit's; only an area such as Shanghai lets it be published."""
    facts = {"organization": city.school, "area": city.school.area, "title": "意见书", "by": city.officer}
    payload = {"matter": "一", "inspected_from": TODAY}
    with pytest.raises(RuleRefused) as refused:
        propose("opinion_letter", subject=bare.case(), payload=payload, **facts)
    assert refused.value.rule == "R-INS-20"
    bind_as_in(city.area, "310000")
    assert propose("opinion_letter", subject=bare.case(), payload=payload, **facts).state == "draft"
    assert Publication.objects.count() == 1
