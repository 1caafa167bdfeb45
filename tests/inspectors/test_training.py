"""Courses, attendance, reports of one's own, and what each year comes to under the area's rule."""
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inspectorate.documents.workflow import keep_upload
from inspectorate.register.rights import Refused
from inspectorate.register.states import Role
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused
from inspectors.models import Course, Inspector, TrainingRecord
from inspectors.states import Content, Tier
from inspectors.workflow import (
    confirm_record,
    plan_course,
    record_attendance,
    record_training,
    reject_record,
    report_training,
)
from tests.inspectors.people import enlist, text

TODAY = timezone.localdate
FACTS = {"tier": "local", "content": "policy", "mode": "centralised", "hours": Decimal(16), "organiser": "市教督办"}
pytestmark = pytest.mark.django_db


def some_file():
    return SimpleUploadedFile("结业证.txt", "学完".encode(), content_type="text/plain")


@pytest.fixture
def course(school_group, office):
    return plan_course(
        by=school_group, office=office, title="督学业务培训", starts_on=TODAY() - timedelta(days=3),
        ends_on=TODAY() - timedelta(days=1), **FACTS,
    )


@pytest.fixture
def own(hold, office, inspector):
    """The inspector's own post."""
    post = hold(Role.PART_TIME_INSPECTOR, office)
    Inspector.objects.filter(pk=inspector.pk).update(user=post.user)
    inspector.refresh_from_db()
    return post


@pytest.fixture
def report(own, inspector):
    def make(mode="self_study", hours=8, on=None, files=None):
        kept = [keep_upload(some_file(), by=own)] if files is None else files
        return report_training(
            inspector, by=own, title="自学《问责办法》", mode=mode, hours=Decimal(hours), completed_on=on or TODAY(),
            files=kept,
        )
    return make


def test_contents_and_tiers_are_those_of_the_rules():
    """R-TRAIN-03: six kinds; R-TRAIN-05: three tiers."""
    assert (len(Content.values), len(Tier.values)) == (6, 3)


def test_attendance_of_many_is_recorded_in_one_act(course, school_group, office):
    """R-TRAIN-04: confirmed thereby, with the hours, mode and day of the course."""
    people = [enlist(office, f"督学{n}") for n in range(3)]
    made = record_attendance(course, by=school_group, inspectors=people)
    assert {(one.hours, one.mode, one.completed_on, one.state) for one in made} == {
        (Decimal(16), "centralised", course.ends_on, "confirmed"),
    }
    assert Event.objects.of(course).filter(verb="record_attendance").count() == 1
    with pytest.raises(RuleRefused, match="督学0"):
        record_attendance(course, by=school_group, inspectors=people)


def test_attendance_waits_for_the_end_of_the_course(course, school_group, inspector):
    """R-TRAIN-04."""
    Course.objects.update(ends_on=TODAY() + timedelta(days=1))
    course.refresh_from_db()
    with pytest.raises(RuleRefused):
        record_attendance(course, by=school_group, inspectors=[inspector])


def test_own_report_counts_once_the_office_confirms_it(report, school_group):
    """R-TRAIN-02, R-TRAIN-04."""
    made = report()
    modes = ("self_study",)
    assert made.attachments.count() == 1
    assert not TrainingRecord.objects.counted(TODAY().year, modes).exists()
    confirm_record(made, by=school_group)
    assert TrainingRecord.objects.counted(TODAY().year, modes).get() == made
    assert not TrainingRecord.objects.counted(TODAY().year, ("centralised",)).exists()
    assert not TrainingRecord.objects.counted(TODAY().year - 1, modes).exists()


def test_report_is_rejected_with_a_reason(report, school_group):
    """R-TRAIN-04: also a confirmation that was wrong."""
    made = report()
    confirm_record(made, by=school_group)
    reject_record(made, by=school_group, note="证明材料与内容不符")
    made.refresh_from_db()
    assert (made.state, made.answer) == ("rejected", "证明材料与内容不符")


def test_nobody_confirms_his_own_report(report, own, hold, office):
    """R-TRAIN-04: not in another post either."""
    made = report()
    with pytest.raises(Refused):
        confirm_record(made, by=own)
    second = hold(Role.SCHOOL_GROUP, office, name=own.user.username)
    with pytest.raises(RuleRefused):
        confirm_record(made, by=second)
    with pytest.raises(RuleRefused):
        reject_record(made, by=second, note="x")


@pytest.mark.parametrize("wrong", [{"mode": "centralised"}, {"files": []}, {"on": date(2999, 1, 1)}])
def test_report_needs_evidence_a_mode_of_ones_own_and_an_end(wrong, report):
    """R-TRAIN-04."""
    with pytest.raises(RuleRefused):
        report(**wrong)


def test_nobody_reports_for_another(own, office):
    with pytest.raises(Refused):
        report_training(
            enlist(office, "他人"), by=own, title="x", mode="online", hours=1, completed_on=TODAY(), files=["x"]
        )


def test_office_enters_what_was_before(school_group, inspector, other_clerk):
    """R-TRAIN-01, R-TRAIN-04."""
    facts = {"title": "岗前培训", "mode": "centralised", "hours": Decimal(24), "completed_on": TODAY()}
    made = record_training(by=school_group, inspector=inspector, is_induction=True, **facts)
    assert (made.state, made.is_induction) == ("confirmed", True)
    with pytest.raises(Refused):
        record_training(by=other_clerk, inspector=inspector, **facts)


# Pages


def send(client, name, data, *args):
    answer = client.post(reverse(name, args=args), data)
    form = answer.context["form"] if answer.status_code != 302 and answer.context else None
    assert answer.status_code == 302, form.errors if form else answer.status_code
    return answer


def test_course_is_entered_and_attended_from_its_pages(sign_in, school_group, office, inspector):
    client = sign_in(school_group)
    facts = FACTS | {"hours": "16"}
    days = {"starts_on": str(TODAY()), "ends_on": str(TODAY())}
    wrong = client.post(reverse("course-plan"), {**facts, **days, "office": office.pk, "title": "x",
                                                 "starts_on": "2999-01-01"})
    assert wrong.status_code == 422
    send(client, "course-plan", {**facts, **days, "office": office.pk, "title": "秋季集中培训"})
    course = Course.objects.get()
    send(client, "course-record-attendance", {"inspectors": [inspector.pk]}, course.pk)
    assert inspector.name in text(client.get(course.get_absolute_url()))
    query = {"tier": "local", "mode": "centralised", "q": "秋"}
    assert "秋季集中培训" in text(client.get(reverse("course-list"), query))
    page = text(client.get(reverse("inspector-transcript", args=[inspector.pk])))
    assert "秋季集中培训" in page
    assert ">24<" in page  # 40 − 16


def test_report_and_answer_from_their_pages(sign_in, own, school_group, inspector):
    client = sign_in(own)
    data = {"title": "网络课程", "mode": "online", "hours": "6", "completed_on": str(TODAY()), "files": some_file()}
    send(client, "inspector-report-training", data, inspector.pk)
    made = TrainingRecord.objects.get()
    assert "结业证.txt" in text(client.get(made.get_absolute_url()))
    assert client.get(made.attachments.get().file.get_absolute_url()).status_code == 200
    client = sign_in(school_group)
    assert "Check the evidence" in text(client.get(made.get_absolute_url()))
    rows = {"ids": [made.pk], "confirmed": "1"}
    assert client.post(reverse("training-record-bulk-confirm-record"), rows).status_code == 200
    made.refresh_from_db()
    assert made.state == "confirmed"
    send(client, "training-record-reject-record", {"note": "重复"}, made.pk)
    year = {"state": "rejected", "year": TODAY().year, "q": "网络"}
    assert "网络课程" in text(client.get(reverse("training-record-list"), year))


def test_office_enters_training_from_its_form(sign_in, school_group, inspector):
    data = {"inspector": inspector.pk, "title": "岗前培训", "mode": "centralised", "hours": "8",
            "completed_on": str(TODAY()), "is_induction": "on"}
    send(sign_in(school_group), "training-record-record", data)
    assert TrainingRecord.objects.get().is_induction


def test_inspectors_see_their_own_training_only(*, sign_in, own, inspector, office, course, school_group):
    """permissions §5.3: training, u."""
    other = enlist(office, "他人")
    record_attendance(course, by=school_group, inspectors=[inspector, other])
    client = sign_in(own)
    page = client.get(reverse("training-record-list"))
    assert [line.row.inspector for line in page.context["lines"]] == [inspector]
    assert client.get(reverse("inspector-transcript", args=[other.pk])).status_code == 404
    assert other.name not in text(client.get(course.get_absolute_url()))


@pytest.mark.parametrize(("code", "modes", "hours", "short"), [
    ("140000", ["centralised"], "30", "14"), ("512000", ["centralised", "online", "self_study"], "40", "18"),
    ("", [], "", "24"),
])
def test_year_is_counted_by_the_areas_rule(
    *, code, modes, hours, short, report, school_group, course, inspector, city, rule, sign_in
):
    """R-TRAIN-02: Shanxi 30 centralised, Ziyang 40 of all modes, the nation 40 centralised."""
    if code:
        rule(city, "R-TRAIN-02", hours)
        rule(city, "R-TRAIN-02.modes", modes)
    record_attendance(course, by=school_group, inspectors=[inspector])
    confirm_record(report(hours=6, on=course.ends_on), by=school_group)
    page = text(sign_in(school_group).get(reverse("inspector-transcript", args=[inspector.pk])))
    assert f">{short}<" in page


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", ["course-list", "training-record-list"])
def test_lists_cost_the_same_for_few_and_many(name, number, sign_in, school_group, office):
    """L9."""
    for n in range(number):
        days = {"starts_on": TODAY(), "ends_on": TODAY()}
        made = plan_course(by=school_group, office=office, title=f"培训{n}", **days, **FACTS)
        record_attendance(made, by=school_group, inspectors=[enlist(office, f"督学{n}")])
    client = sign_in(school_group)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as captured:
        page = text(client.get(reverse(name)))
    assert f"培训{number - 1}" in page
    assert len(captured) <= 12
