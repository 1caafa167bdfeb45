"""Proposing, editing, redacting, attaching, handing in."""
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inspectorate.documents.workflow import keep_upload
from inspectorate.duties.models import Duty
from inspectorate.publication import workflow
from inspectorate.publication.models import Publication, PublicFile
from inspectorate.publication.states import Kind, PublicationState, Publicity
from inspectorate.register.rights import Refused
from inspectorate.rulebook.catalogue import RULES, Rule
from inspectorate.rulebook.models import Setting
from inspectorate.trail.models import Event
from inspectorate.trail.workflow import RuleRefused

from .samples import REPORT

WORKING_DAY = "working_day"


def set_rule(key, area, value):
    """Give an area its own value of a rule."""
    return Setting.objects.create(
        rule=key, area=area, value=value, valid_from=date(2020, 1, 1), document="试验", state="approved", **area.scope
    )


def test_proposed_draft_owes_its_publication_in_twenty_working_days(draft):
    """R-PUB-02: formed on Monday 5 January 2026; the 20th working day after it is Monday 2 February."""
    publication = draft(formed_on=date(2026, 1, 5))
    duty = Duty.objects.of(publication).get()
    assert (publication.due_on, duty.due_on, duty.rule, duty.kind) == (date(2026, 2, 2),) * 2 + ("R-PUB-02", "publish")
    assert duty.holder == publication.owner
    assert duty.how_computed["unit"] == WORKING_DAY


def test_term_follows_the_setting_of_the_area(draft, areas):
    """R-PUB-02: the number is the rulebook's, not the code's."""
    set_rule("R-PUB-02", areas.county, 5)
    assert draft(formed_on=date(2026, 1, 5)).due_on == date(2026, 1, 12)


@pytest.mark.parametrize("name", ["id_number", "home_address", "mobile", "birth_date", "complainant"])
def test_field_that_is_not_on_the_whitelist_refuses_the_whole(draft, name):
    """R-PUB-12"""
    with pytest.raises(RuleRefused) as refused:
        draft(payload=REPORT | {name: "x"})
    assert refused.value.rule == "R-PUB-12"
    assert not Publication.objects.exists()


def test_field_of_a_row_that_is_not_on_the_whitelist_refuses_the_whole(draft):
    """R-PUB-12"""
    with pytest.raises(RuleRefused, match=r"persons\.mobile"):
        draft("inspector_posting", payload={"persons": [{"name": "李明", "mobile": "13945312345"}]})


@pytest.mark.parametrize("missing", ["matter", "inspected_from"])
def test_needed_field_is_missed(draft, missing):
    payload = {name: value for name, value in REPORT.items() if name != missing}
    with pytest.raises(RuleRefused):
        draft(payload=payload)


def test_opinion_letter_stays_internal_unless_the_area_publishes_it(draft, areas):
    """R-INS-20"""
    with pytest.raises(RuleRefused) as refused:
        draft("opinion_letter")
    assert refused.value.rule == "R-INS-20"
    set_rule("R-INS-20", areas.city, "public")
    assert draft("opinion_letter").state == PublicationState.DRAFT


def test_accountability_result_is_meant_for_whom_the_area_says(draft, areas):
    """R-ACC-26: without a decision the narrowest circle."""
    payload = {"facts": "未按期整改", "form": "通报批评"}
    assert draft("accountability_result", payload=payload).publicity == Publicity.UNIT
    set_rule("R-ACC-26", areas.city, "whole_society")
    assert draft("accountability_result", payload=payload).publicity == Publicity.WHOLE_SOCIETY


def test_proposal_by_hand_needs_the_right(draft, post_of, units):
    with pytest.raises(Refused):
        draft(by=post_of("school", units.school))
    assert not Publication.objects.exists()


def test_proposal_of_an_act_does_not_ask_for_the_right_again(draft, post_of, units):
    """The act that formed the subject asked for its own right."""
    publication = draft(by=post_of("full_time_inspector"), subject=units.school)
    assert publication.subject == units.school


def test_clock_may_propose_for_a_named_owner(draft, units, people):
    publication = workflow.propose(
        "plate", subject=units.school, organization=units.school, area=units.school.area, title="责任督学公示",
        payload={"inspector": "李明", "phone": "0453-1234567"}, by=None, owner=units.office,
    )
    assert (publication.author, publication.owner) == (None, units.office)


def test_edit_changes_a_draft_and_drops_redactions(draft, people):
    publication = draft()
    workflow.redact(publication, by=people.author, payload=REPORT | {"phone": ""}, article="16", reason="内部电话")
    workflow.edit(publication, by=people.author, title="新标题", payload=REPORT | {"result": "合格"})
    publication.refresh_from_db()
    assert (publication.title, publication.public_payload["result"], publication.redactions) == ("新标题", "合格", [])
    assert not publication.is_redacted


def test_nothing_changes_once_cleared(cleared, people):
    publication = cleared()
    for verb in (
        lambda: workflow.edit(publication, by=people.author, title="x", payload=REPORT),
        lambda: workflow.redact(publication, by=people.author, payload=REPORT, article="", reason=""),
        lambda: workflow.attach(publication, by=people.author, files=[]),
    ):
        with pytest.raises(RuleRefused):
            verb()


def test_redaction_makes_another_copy_and_leaves_the_full_one(draft, people):
    """R-PUB-07"""
    publication = draft()
    public = {**REPORT, "findings": REPORT["findings"][:1]}
    workflow.redact(publication, by=people.author, payload=public, article="15", reason="涉及第三方商业秘密")
    publication.refresh_from_db()
    assert publication.payload["findings"] == REPORT["findings"]
    assert publication.public_payload["findings"] == REPORT["findings"][:1]
    assert publication.redactions == [{"field": "findings", "article": "15", "reason": "涉及第三方商业秘密"}]


def test_redaction_needs_its_reason(draft, people):
    """R-PUB-07: reasons are given for what is withheld."""
    with pytest.raises(RuleRefused) as refused:
        workflow.redact(draft(), by=people.author, payload=REPORT | {"phone": ""}, article="15", reason=" ")
    assert refused.value.rule == "R-PUB-07"


def test_files_go_public_as_clean_copies(draft, people, tmp_path):
    """T29, R-PUB-07: the original is another file and stays internal."""
    original = keep_upload(SimpleUploadedFile("附件.txt", "整改清单".encode()), by=people.author)
    publication = draft(files=[original])
    copy = publication.public_files.get()
    assert (copy.name, copy.is_readable, copy.findings) == ("附件.txt", True, [])
    assert copy.stored.path.read_bytes() == "整改清单".encode()


def test_file_with_a_phone_is_kept_with_its_finding(draft, people):
    """T88"""
    stored = keep_upload(SimpleUploadedFile("名单.csv", "姓名,电话\n李明,139-4531-2345\n".encode()), by=people.author)
    publication = draft(files=[stored])
    assert [item["kind"] for item in publication.public_files.get().findings] == ["mobile"]
    assert len(workflow.findings_of(publication)) == 1


def test_name_of_a_file_is_read_too(draft, people):
    stored = keep_upload(SimpleUploadedFile("13945312345.txt", b"ok"), by=people.author)
    assert [item["where"] for item in draft(files=[stored]).public_files.get().findings] == ["name"]


def test_file_that_cannot_be_read_by_everybody_is_refused(draft, people):
    stored = keep_upload(SimpleUploadedFile("录音.mp3", b"ID3\x03\x00" + b"\0" * 300), by=people.author)
    with pytest.raises(RuleRefused):
        draft(files=[stored])
    assert not PublicFile.objects.exists()


def test_act_s_draft_cannot_be_dropped_but_one_by_hand_can(draft, people, units):
    """R-PUB-01: what must be public is reviewed, and refused only with an article."""
    with pytest.raises(RuleRefused) as refused:
        workflow.drop(draft(subject=units.school), by=people.author, note="不需要")
    assert refused.value.rule == "R-PUB-01"
    publication = workflow.drop(draft(), by=people.author, note="重复")
    assert publication.state == PublicationState.DROPPED
    assert not Duty.objects.of(publication).open().exists()


def test_correction_is_the_next_version_at_the_same_address(released, people):
    """R-PUB-18"""
    first = released()
    second = workflow.correct(first, by=people.author, payload=REPORT | {"result": "合格"}, note="补充结论")
    assert (second.public_id, second.version, second.replaces, second.state) == (first.public_id, 2, first, "draft")
    assert Duty.objects.of(second).open().exists()
    with pytest.raises(RuleRefused):
        workflow.correct(first, by=people.author, payload=REPORT, note="又一次")


def test_draft_cannot_be_corrected(draft, people):
    """R-PUB-18"""
    with pytest.raises(RuleRefused):
        workflow.correct(draft(), by=people.author, payload=REPORT, note="改")


def test_standing_kind_becomes_the_next_version_of_what_stands(released, people, units):
    payload = {"inspector": "李明", "phone": "0453-1234567"}
    first = released(kind="plate", payload=payload, title="责任督学公示")
    second = workflow.propose(
        Kind.PLATE, organization=units.school, area=units.school.area, title="责任督学公示", by=people.author,
        payload=payload | {"inspector": "赵海"},
    )
    assert (second.public_id, second.version) == (first.public_id, 2)


def test_survey_of_small_groups_is_withheld(draft, monkeypatch):
    """T91: a class of four is not shown, nor what would give it away."""
    monkeypatch.setitem(RULES, "R-PUB-12.group", Rule("R-PUB-12.group", "", 10, "count", ">=", "OFFICE"))
    survey = [{"group": "家长", "answers": 40, "satisfied": 36}, {"group": "教师", "answers": 4, "satisfied": 1},
              {"group": "学生", "answers": 30, "satisfied": 29}]
    publication = draft(payload=REPORT | {"survey": survey})
    assert publication.payload["survey"] == survey
    assert publication.public_payload["survey"] == [survey[0], {"group": "教师"}, {"group": "学生"}]
    assert [item["field"] for item in publication.redactions] == ["survey"]


def test_survey_is_withheld_whole_where_no_rule_is_set(draft, monkeypatch):
    monkeypatch.delitem(RULES, "R-PUB-12.group", raising=False)
    publication = draft(payload=REPORT | {"survey": [{"group": "家长", "answers": 40, "satisfied": 36}]})
    assert publication.public_payload["survey"] == [{"group": "家长"}]


def test_every_step_stands_in_the_trail(draft, people):
    publication = draft()
    workflow.redact(publication, by=people.author, payload=REPORT | {"phone": ""}, article="16", reason="内部")
    workflow.submit(publication, by=people.author)
    verbs = list(Event.objects.of(publication).values_list("verb", flat=True))
    assert verbs == ["propose", "redact", "submit"]
