"""Every document of the chain at the point where it is drafted: what it is about, and the verb that drafts it."""

from datetime import timedelta

from django.utils import timezone

from accountability import workflow
from inspectorate.documents.models import Document

from .conftest import TODAY

NEXT = TODAY + timedelta(days=9)  # 2026年3月11日
REPORT = {
    "title": "督导情况报告",
    "course": "经过词。",
    "evaluation": "评价词。",
    "achievements": "成效词。",
    "advice": "建议词。",
    "public_summary": "摘要词。",
}
TALK = {"facts": "事实词", "demands": "三月十一日前完成", "replies": "承诺词"}


class Drafts:
    """Each method returns a row right before its document and a function that drafts it."""

    def __init__(self, bare):
        self.bare, self.city, self.by = bare, bare.city, {"by": bare.city.officer}

    def numbered(self, subject, kind, number):
        """Let an earlier document of the file stand."""
        shared = {"issuer": self.city.office, "area": self.city.area, "token": number, **self.city.area.scope}
        Document.objects.create(
            kind=kind, subject=subject, title="一", state="received", number=number, serial=1, year=2026, **shared
        )

    def preliminary_opinion(self):
        case = self.bare.case("opened", problems=2)
        text = {"evaluation": "评价词。", "achievements": "成效词。", "advice": "建议词。"}
        return case, lambda: workflow.draft_opinion(case, defence_due_on=NEXT, **text, **self.by)

    def opinion_letter(self):
        case = self.bare.case("defence_closed", problems=2)
        self.numbered(case.inspection, "inspection_notice", "牡教督文〔2026〕91号")
        dates = dict.fromkeys(case.inspection.findings.all(), NEXT)
        text = {"evaluation": "评价词。", "advice": "建议词。"}
        return case, lambda: workflow.draft_letter(case, due_dates=dates, **text, **self.by)

    def inspection_report(self):
        case = self.bare.case("rectifying")
        self.bare.item(case)
        report = self.bare.report(case)
        facts = {"submitted_to": self.city.government, **REPORT, **self.by}
        return report, lambda: workflow.draft_report(case.inspection, **facts)

    def filing_cover(self):
        report = self.bare.report(state="submitted", submitted_on=TODAY, title="督导情况报告")
        self.numbered(report, "inspection_report", "牡政教督办〔2026〕92号")
        facts = {"filed_with": self.city.upper, "contact": "王某，6171234", **self.by}
        return report, lambda: workflow.draft_filing(report, **facts)

    def supervise_notice(self):
        item = self.bare.item(due=-1)
        self.numbered(item.case, "opinion_letter", "牡教督文〔2026〕93号")
        notice = self.bare.notice([item])
        return notice, lambda: workflow.draft_supervise_notice(notice, new_due_on=NEXT, reason="理由词", **self.by)

    def interview_notice(self):
        planned_at = timezone.localtime().replace(hour=9, minute=5) + timedelta(days=9)
        facts = {"state": "approved", "planned_at": planned_at, "place": "会议室", "interviewees": "校长"}
        interview = self.bare.interview(reason="理由词", **facts)
        interview.hosts.create(organization=self.city.bureau, is_required=True)
        return interview, lambda: workflow.draft_interview_notice(interview, materials="整改情况说明", **self.by)

    def interview_record(self):
        interview = self.bare.interview(state="held", held_on=TODAY, place="会议室", interviewees="校长")
        interview.hosts.create(organization=self.city.bureau, is_required=True, attended=True)
        interview.recipients.create(organization=self.city.county_party, is_required=True)
        return interview, lambda: workflow.draft_interview_record(interview, **TALK, **self.by)

    def circular(self):
        text = {"reason": "理由词", "facts": "事实词", "demands": "要求词", "advice": "不评优"}
        circular = self.bare.circular(state="approved", **text)
        circular.addressees.set([self.city.county_party])
        return circular, lambda: workflow.draft_circular(circular, **self.by)

    def accountability_notice(self):
        action = self.bare.action(state="established", facts="事实词")
        return action, lambda: workflow.draft_accountability_notice(action, **self.by)

    def accountability_decision(self):
        text = {"facts": "事实词", "findings": "认定词", "basis": "依据词", "scope": "whole_society"}
        action = self.bare.decided(effective_on=NEXT, **text)
        return action, lambda: workflow.draft_decision(action, **self.by)

    def challenge(self, kind, result):
        """A challenge of a served decision that the office decides itself."""
        action = self.bare.decided(state="served", served_on=TODAY)
        self.numbered(action, "accountability_decision", "牡教督文〔2026〕94号")
        facts = {"office": self.city.office, "requested_on": TODAY, "request": "请求词"}
        challenge = action.challenges.create(kind=kind, **facts)
        return challenge, lambda: workflow.decide_challenge(challenge, result=result, reasons="审查词", **self.by)

    def review_decision(self):
        return self.challenge("review", "upheld")

    def appeal_decision(self):
        return self.challenge("appeal", "changed")


KINDS = [name for name in vars(Drafts) if not name.startswith("_") and name not in {"numbered", "challenge"}]
