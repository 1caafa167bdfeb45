"""One finished inspection and its entry, put back to any step: what every verb of the pages needs, who may do it."""

from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from inspectorate.documents.models import Document
from supervision import views
from supervision.models import AnnualListEntry, Inspection, Matter, SelfEvaluation
from supervision.states import InspectionState as S
from tests.stage import Walk

TODAY = date(2026, 3, 2)  # a Monday, far from the turn of a year
WORK = {"officer", "leader"}  # the school group and the team
POSTS = ("officer", "leader", "director", "government_officer", "secretary", "chair", "head", "county_director",
         "foreign_head", "foreign_clerk", "administrator")  # fmt: skip
STRANGERS = {"foreign_head", "foreign_clerk", "administrator"}
PLAN = {"title": "消防督导", "planned_from": TODAY + timedelta(days=40), "planned_to": TODAY + timedelta(days=41)}
REASON = {"note": "理由如下。"}
FINDING = {"severity": "serious", "problem": "消防栓无水。", "demand": "三日内修复。"}
# verb → (step at which it belongs, who may, what is typed)
ENTRY = {
    "edit_entry": ("draft", {"officer", "secretary"}, {**PLAN, "kind": "special", "basis": "条例第十一条"}),
    "submit_entry": ("draft", {"officer", "secretary"}, {}),
    "approve_entry": ("submitted", {"director"}, {"note": "同意"}),
    "return_entry": ("submitted", {"director"}, REASON),
    "open_inspection": ("approved", {"officer", "director"}, PLAN),
    "withdraw_entry": ("approved", {"director"}, REASON),
}
INSPECTION = {
    "form_team": (S.PLANNED, {"officer"}, {"officials": "张科长\n李科长"}),
    "draft_notice": (S.TEAM_FORMED, {"officer"}, {"contact": "王某 6171234"}),
    "dissolve_team": (S.TEAM_FORMED, {"officer"}, REASON),
    "submit_self_evaluation": (S.SELF_EVALUATING, {"head"}, {"text": "自查良好。"}),
    "review_self_evaluation": (S.SELF_EVALUATING, WORK, {"review": "属实。"}),
    "start_on_site": (S.NOTIFIED, {"officer"}, {}),
    "add_site_record": (S.ON_SITE, WORK, {"place": "食堂", "method": "walk", "content": "查看后厨。"}),
    "start_hearing": (S.ON_SITE, WORK, {}),
    "add_opinion": (S.HEARING, WORK, {"audience": "pupils", "channel": "talk", "people": 9, "content": "满意。"}),
    "start_deliberation": (S.HEARING, WORK, {}),
    "add_finding": (S.DELIBERATING, WORK, FINDING),
    "conclude": (S.DELIBERATING, {"officer"}, {"note": ""}),
    "replace_member": (S.ON_SITE, {"officer"}, REASON),
    "cancel": (S.NOTIFIED, {"officer", "director"}, REASON),
    "archive": (S.CONCLUDED, {"officer", "director"}, {}),
    "edit_finding": (S.DELIBERATING, WORK, FINDING),
    "drop_finding": (S.DELIBERATING, WORK, REASON),
}
VERBS = ENTRY | INSPECTION
DECLARED = {verb.name: verb for verb in (
    *views.ENTRY_VERBS, views.RETURN_ENTRY, *views.VERBS, views.EDIT_FINDING, views.DROP_FINDING
)}  # fmt: skip


class File:
    """A concluded inspection of the school with its entry, and the posts that come to its pages."""

    def __init__(self, city):
        self.walk = Walk(city)
        self.inspection = self.walk.concluded(problems=1)
        self.entry = self.inspection.entry
        self.city, self.posts = city, {name: getattr(city, name, None) for name in POSTS}
        self.posts |= {
            "county_director": city.post("county_director", city.county_office),
            "foreign_head": city.post("school", city.other_school),
            "foreign_clerk": city.post("county_clerk", city.other_office),
            "administrator": city.post("system_admin"),
        }
        self.joining = city.inspector("督学丁")

    def at(self, verb):
        """Put the file back to the step of a verb; return what the verb is about and the address of its page."""
        step = VERBS[verb][0]
        AnnualListEntry.objects.filter(pk=self.entry.pk).update(state=step if verb in ENTRY else "approved")
        Inspection.objects.filter(pk=self.inspection.pk).update(state="cancelled" if verb in ENTRY else step)
        getattr(self, f"before_{verb}", lambda: None)()
        if verb in ENTRY:
            return self.entry, reverse(f"annual-list-entry-{DECLARED[verb].slug}", args=[self.entry.pk])
        if verb.endswith("_finding") and verb != "add_finding":
            return self.inspection, reverse(f"finding-{verb.split('_')[0]}", args=[self.inspection.pk, 1])
        return self.inspection, reverse(f"inspection-{DECLARED[verb].slug}", args=[self.inspection.pk])

    def before_form_team(self):
        self.inspection.team.all().delete()

    def before_draft_notice(self):
        kind = ContentType.objects.get_for_model(Inspection)
        Document.objects.filter(subject_type=kind, subject_id=self.inspection.pk).update(state="void")

    before_dissolve_team = before_draft_notice

    def before_review_self_evaluation(self):
        SelfEvaluation.objects.create(inspection=self.inspection, author=self.city.head.user, text="一")

    def before_start_on_site(self):
        Inspection.objects.filter(pk=self.inspection.pk).update(noticed_on=TODAY - timedelta(days=20))

    def typed(self, verb):
        """What a person types into the form of a verb."""
        matter = Matter.objects.filter(applies_to="school").first().pk
        day = {"recorded_on": TODAY, "held_on": TODAY}
        leader, *others = (inspector.pk for inspector in self.city.inspectors)
        leaving = self.inspection.team.order_by("pk").last()
        more = {
            "edit_entry": {"units": [self.city.school.pk, self.city.other_school.pk]},
            "open_inspection": {"units": [self.city.school.pk], "matters": [matter], **self.modes},
            "form_team": {"leader": leader, "inspectors": others, "experts": [self.city.expert().pk]},
            "replace_member": {"leaving": leaving.pk if leaving else "", "joining": self.joining.pk},
            "add_finding": {"matter": matter},
            "edit_finding": {"matter": matter},
        }
        return day | VERBS[verb][2] | more.get(verb, {})

    modes = {"mode_process": "outcome", "mode_announced": "announced", "mode_on_site": "on_site", "mode_own": "own",
             "mode_open": "open"}  # fmt: skip
