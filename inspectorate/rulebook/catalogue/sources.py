"""The documents behind the rules; `part` says how their parts are counted."""
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Source:
    """A document: its short tag, its name and what its parts are called."""

    tag: str
    name: Promise
    part: str = "article"

    def cite(self, article: str) -> str | Promise:
        """Return the name with the article or item, as far as known."""
        if not article:
            return self.name
        if article.startswith("Q"):
            return format_lazy(_("{name}, answer {number} of the explanation"), name=self.name, number=article[1:])
        if "." in article:
            part, _dot, number = article.partition(".")
            return format_lazy(_("{name}, part {part}, item {number}"), name=self.name, part=part, number=number)
        pattern = _("{name}, item {number}") if self.part == "item" else _("{name}, article {number}")
        return format_lazy(pattern, name=self.name, number=article)


SOURCES = {
    source.tag: source
    for source in (
        Source(
            "S1", _("Mudanjiang: implementation plan for deepening the reform of education inspection (2021)"), "item",
        ),
        Source("S2", _("Shanxi: briefing on the implementing opinions (2021)"), "item"),
        Source("S4", _("Ziyang: implementation plan for deepening the reform of education inspection (2022)"), "item"),
        Source("S5", _("A city's education development plan: safety project and safeguards"), "item"),
        Source("L1", _("Regulations on Education Supervision (State Council Decree No. 624, 2012)")),
        Source("L2", _("Regulations on Open Government Information (State Council Decree No. 711, 2019)")),
        Source("L3", _("Personal Information Protection Law (2021)")),
        Source("L9", _("Archives Law and its implementing regulations; Electronic Signature Law")),
        Source("L-CS", _("Civil Servants Law")),
        Source("P-ZJ", _("Zhejiang Regulations on Education Supervision (2019)")),
        Source("P-SH", _("Shanghai Regulations on Education Supervision (amended 2020)")),
        Source("P-CQ", _("Chongqing Regulations on Education Supervision (2015)")),
        Source("P-SD", _("Shandong Regulations on Education Supervision (amended 2018)")),
        Source("N2", _("Measures on Accountability in Education Supervision (2021)")),
        Source("N3", _("Interim Measures on the Management of Inspectors (2016)")),
        Source("N4", _("Measures on Plate-listed Inspection of Primary and Secondary Schools (2013)")),
        Source("N5", _("Working Rules of Plate-listed Inspection (2013)")),
        Source("N6", _("Measures on Plate-listed Inspection of Kindergartens (2019)")),
        Source("N7", _("Opinions on Building Responsibility Zones (2012)")),
        Source("N8", _("Measures on Assessing High-quality Balanced Compulsory Education (2017)")),
        Source("N8b", _("Working Rules of the National Assessment of Balanced Compulsory Education (2019)")),
        Source("N9", _("Measures on Assessing Universal and Inclusive Preschool Education (2020)")),
        Source("N10", _("Measures on Assessing Kindergarten Practice (2017)")),
        Source("N11", _("Measures on Evaluating Governments' Education Duties and local plans")),
        Source("N12", _("National Plan for Monitoring Compulsory Education Quality (revised 2021)")),
        Source("N13", _("Notice on Reducing Teachers' Non-teaching Burden (2025)"), "item"),
        Source("N14", _("Notice on the End-of-term Inspection of Heads (2022)")),
        Source("N15", _("Interim Measures on Special Inspection of Major Incidents (2014)")),
        Source("N18", _("GB/T 29315-2022 Security Requirements for Schools and Kindergartens")),
        Source("N19", _("Guide for Judging Major Accident Hazards in Education (2024)")),
        Source("N23", _("Kindergarten Working Regulations")),
        Source("LOCAL", _("Local forms and practice"), "item"),
        Source("MEM", _("General practice, not verified"), "item"),
        Source("OFFICE", _("The office's own figure, to be confirmed"), "item"),
    )
}
