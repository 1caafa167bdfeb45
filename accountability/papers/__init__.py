"""Contexts of the documents of the accountability chain, and the public copies made from them."""

from .decisions import accountability_decision, accountability_notice, challenge_decision, public_decision
from .measures import circular, interview_notice, interview_record, public_circular, supervise_notice
from .opinions import opinion_letter, preliminary_opinion
from .reports import (
    filing_cover,
    inspection_report,
    public_report,
    public_result,
    report_course,
    report_summary,
)

__all__ = [
    "accountability_decision",
    "accountability_notice",
    "challenge_decision",
    "circular",
    "filing_cover",
    "inspection_report",
    "interview_notice",
    "interview_record",
    "opinion_letter",
    "preliminary_opinion",
    "public_circular",
    "public_decision",
    "public_report",
    "public_result",
    "report_course",
    "report_summary",
    "supervise_notice",
]
