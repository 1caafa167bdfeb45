"""The hazard ledger of a small city: everybody who deals with it, and a hazard brought to any step."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from inspectorate.documents import workflow as papers
from inspectorate.documents.models import Document, Series
from supervision import workflow
from supervision.models import Hazard

BASIS = "宿舍设在地下室。"


class Ledger:
    """Hazards of the city's school, entered by the city's school group unless somebody else does."""

    def __init__(self, city):
        self.city, self.school = city, city.school
        self.officer, self.director, self.head = city.officer, city.director, city.head
        self.market = city.unit(
            "牡丹江市市场监督管理局", "department", city.area, short_name="市市场监管局", superior=city.government
        )
        self.market_post = city.post("liaison", self.market, name="市场监管局联络员")
        self.clerk = city.post("county_clerk", city.county_office, name="海林市督导办")
        self.county_director = city.post("county_director", city.county_office, name="海林市督导办主任")
        self.inspector = city.post("full_time_inspector", name="专职督学")
        city.director, city.secretary, city.chair, city.leader  # noqa: B018 - each post is made when first asked for
        Series.objects.get_or_create(issuer=city.county_office, kind="working", defaults={"code": "海教督文"})

    def day(self, days):
        """A day from today on."""
        return timezone.localdate() + timedelta(days=days)

    def facts(self, **other):
        """What the form of a hazard holds."""
        return {
            "school": self.school, "place": "食堂后厨", "description": "燃气软管老化。", "field": "utilities",
            "level": "general", "found_on": timezone.localdate(), "found_by": "督学组", "measure": "更换软管。",
            "responsible": self.school, "responsible_person": "副校长", "due_on": self.day(8),
        } | other  # fmt: skip

    def major(self, **other):
        """What the form of a major hazard holds."""
        return self.facts(level="major", field="buildings", basis=BASIS, protection="停用，设警戒线。", **other)

    def entered(self, by=None, **other):
        """Enter a hazard."""
        return workflow.enter_hazard(by=by or self.officer, **self.facts(**other))

    def proof(self, by=None):
        """A photo as proof."""
        upload = SimpleUploadedFile("proof.txt", b"done", content_type="text/plain")
        return [papers.keep_upload(upload, by=by or self.head)]

    def reported(self, hazard, by=None):
        """Report the removal."""
        by = by or self.head
        workflow.report_removal(self.again(hazard), by=by, text="已更换。", files=self.proof(by))
        return self.again(hazard)

    def verified(self, hazard, by=None):
        """Report the removal and find it true."""
        self.reported(hazard)
        workflow.check_removal(self.again(hazard), by=by or self.officer, is_removed=True, note="现场查看属实。")
        return self.again(hazard)

    def closed(self, hazard, by=None):
        """Strike it off."""
        return workflow.close_hazard(self.verified(hazard), by=by or self.director)

    def noticed(self, hazard):
        """Issue the notice about it."""
        document = workflow.draft_hazard_notice(self.again(hazard), by=self.officer, contact="督学组")
        return self.issue(document)

    def issue(self, document):
        """Bring a drafted notice to its issue."""
        papers.submit(document, by=self.officer)
        papers.sign(document, by=self.director)
        if document.waits_for_confirmation:
            papers.confirm_provisional(document, by=self.director)
        papers.issue(document, by=self.city.secretary)
        return Document.objects.get(pk=document.pk)

    @staticmethod
    def again(hazard):
        """Read a hazard anew, as a request does."""
        return Hazard.objects.select_related("owner__area", "school__area", "responsible").get(pk=hazard.pk)
