"""The steps of the chain as people do them in their browsers, one method a step."""

import io
from functools import cached_property

from django.urls import reverse
from PIL import Image

from inspectorate.documents.models import Document
from supervision.models import Inspection, Matter
from supervision.states import MODE_PAIRS

from .desk import word
from .paper import check

CONTACT = "督导办综合组 0453-6171234"
AUDIENCES = ("public", "pupils", "parents", "teachers")


def photo(name="消防通道.jpg"):
    """A photograph as a telephone sends it."""
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(kept, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": kept.getvalue()}


class People:
    """Everybody at an own desk, signed in when first needed."""

    def __init__(self, city, unit, enter, clock):
        self.city, self.unit, self.enter, self.clock = city, unit, enter, clock
        self.is_school = unit.kind == "school"

    @cached_property
    def officer(self):
        return self.enter(self.city.officer if self.is_school else self.city.government_officer)

    @cached_property
    def answerer(self):
        return self.enter(self.city.head if self.is_school else self.city.mayor)

    @cached_property
    def director(self):
        return self.enter(self.city.director)

    @cached_property
    def secretary(self):
        return self.enter(self.city.secretary)

    @cached_property
    def leader(self):
        return self.enter(self.city.leader)

    @cached_property
    def liaison(self):
        return self.enter(self.city.liaison)

    @cached_property
    def chair(self):
        return self.enter(self.city.chair)


class Papers(People):
    """The way of every paper: drafted, signed, numbered, dispatched, received, and looked at as PDF."""

    def pass_paper(self, layout, *, receiver=None):
        """Bring the draft on the officer's screen to its recipient; returns the PDF as the recipient opens it."""
        address = self.officer.page.url
        self.officer.act("Submit for signature")
        assert word("Sign") not in self.officer.offers()
        self.director.act("Sign", on=address)
        self.secretary.act("Number and issue", on=address)
        self.secretary.act("Dispatch")
        desk = receiver or self.answerer
        desk.act("Record the receipt", on=address)
        return self.open_paper(desk, layout)

    def open_paper(self, desk, layout):
        """Open the PDF by its link on the page of the document and check it."""
        document = Document.objects.get(pk=desk.pk)
        link = desk.page.get_by_role("link", name="PDF").get_attribute("href")
        return check(desk.fetch(link), title=document.title, layout=layout, on=self.clock.today)

    def publish(self, release=None):
        """Another person reviews the public copy, the director releases it."""
        address = self.officer.page.url
        self.officer.act("Hand in for review")
        assert word("Review for publication") not in self.officer.offers()
        self.secretary.act("Review for publication", {"Conclusion": "cleared"}, on=address)
        self.director.act("Publish", release, on=address)


class Fieldwork(Papers):
    """From the annual list to the end of the inspection."""

    def list_entry(self):
        """The officer drafts, the director approves; at a school it may begin a month later."""
        self.officer.go(reverse("annual-list-entry-list")).press("New entry of the annual list")
        self.officer.send(
            {
                "Title": f"{self.unit.name}督导",
                "Kind": "special" if self.is_school else "evaluation",
                "Legal basis": "《教育督导条例》第十一条",
                "Planned from": self.clock.on(40),
                "Planned until": self.clock.on(50),
                "Units": [self.unit],
            }
        )
        self.officer.act("Submit for approval")
        self.director.act("Approve the entry", on=self.officer.page.url)

    def plan(self):
        """Unit, modes, matters; then the team."""
        matters = Matter.objects.filter(applies_to="school" if self.is_school else "government")[:3]
        first, second = MODE_PAIRS[0]
        self.officer.act(
            "Set up an inspection",
            {
                "Inspected unit": self.unit,
                "Title": f"{self.unit.name}专项督导",
                "On site from": self.clock.on(40),
                "On site until": self.clock.on(45),
                "Matters": list(matters),
                f"{word(first.label)} / {word(second.label)}": second,
            },
            on=self.director.page.url,
        )
        self.inspection = self.officer.page.url
        leader, *others = self.city.inspectors
        team = {"Leader": leader, "Further inspectors": others, "Officials of departments": "市财政局代表"}
        self.officer.act("Form the team", team)

    def give_notice(self, self_evaluation_in=None):
        """The notice is served; where wanted it asks for a self-evaluation."""
        self.clock.forward(20)
        fields = {"Contact": CONTACT}
        if self_evaluation_in:
            due = self.clock.on(self_evaluation_in)
            fields |= {"Ask for a self-evaluation": True, "Self-evaluation due on": due}
        assert self.answerer.status(self.inspection) == 404  # until the notice is served the unit knows of nothing
        self.officer.act("Draft the notice", fields, on=self.inspection)
        paper = self.pass_paper("official")
        assert self.unit.name in paper.plain
        assert "督学甲" in paper.plain

    def self_evaluate(self):
        """The unit reports on itself, the office reviews it."""
        self.clock.forward(5)
        fields = {"Report": "全县教育经费投入做到“两个只增不减”。", "Evidence": photo("经费执行情况.jpg")}
        self.answerer.act("Hand in the self-evaluation", fields, on=self.inspection)
        self.officer.act("Review the self-evaluation", {"Review by the team": "材料齐全。"}, on=self.inspection)

    def inspect(self):
        """On site with a photograph; then the four groups are heard."""
        self.clock.forward(7)
        self.officer.act("Begin on site", on=self.inspection)
        seen = {"Place": "教学楼二层", "Method": "walk", "What was seen": "通道堆放杂物。", "Photos and files": photo()}
        self.leader.act("Add a site record", seen, on=self.inspection)
        picture = self.leader.page.get_by_role("link", name="消防通道.jpg").get_attribute("href")
        assert self.leader.fetch(picture).startswith(b"\xff\xd8")
        assert self.answerer.status(picture) == 404  # the team's evidence is not for the unit
        self.leader.act("Turn to public opinion")
        for audience in AUDIENCES:
            heard = {"Heard": audience, "Channel": "meeting", "People heard": 20, "Of these satisfied": 18}
            self.leader.act("Add public opinion", heard | {"Opinions": "总体满意。"})

    def deliberate(self, problems):
        """The team agrees on its findings; the officer ends the inspection and opens the case."""
        self.leader.act("Begin to deliberate")
        matter = Inspection.objects.get(pk=self.leader.pk).matters.first()
        for problem in problems:
            found = {"Matter": matter, "Severity": "general", "Problem": problem, "What is to be done": "立即整改。"}
            self.leader.act("Add a finding", found)
        self.officer.act("End the inspection", on=self.inspection)
        self.officer.act("Open the accountability case")
        self.case = self.officer.page.url


class Casework(Fieldwork):
    """From the preliminary opinion to the public page."""

    def feed_back(self):
        """The preliminary opinion is served; it names the last day for the defence."""
        self.clock.forward(2)
        fields = {"General evaluation": "总体较好。", "Achievements": "制度健全。", "Advice": "加强管理。"}
        self.officer.act("Draft the preliminary opinion", fields | {"Defence until": self.clock.on(10)}, on=self.case)
        paper = self.pass_paper("working")
        assert "初步督导意见" in paper.plain

    def defend(self, finding):
        """The unit objects to one finding; its point is answered, then the defence is closed."""
        self.clock.forward(3)
        fields = {"General statement": "对其余问题无异议。", finding: "已当场改正。"}
        self.answerer.act("State a defence", fields | {"Evidence": photo("改正后.jpg")}, on=self.case)
        assert "改正后.jpg" in self.answerer.text()
        self.officer.go(self.case)
        answer = {"Outcome": "partly", "Reason": "保留问题，减轻表述。"}
        self.officer.act("Answer a point of the defence", answer)
        self.officer.act("Close the defence")

    def waive(self):
        """The unit waives its defence."""
        self.answerer.act("Waive the defence", on=self.case)
        self.officer.act("Close the defence", on=self.case)

    def send_letter(self, problems):
        """The opinion letter gives each problem its date."""
        dates = [self.clock.on(30 + 5 * number) for number in range(problems)]
        fields = {"Evaluation": "总体较好。", "Advice": "举一反三。"}
        self.officer.go(self.case).press("Draft the opinion letter")
        for field, day in zip(self.officer.page.locator("input[name^=due_]").all(), dates, strict=True):
            field.fill(day.isoformat())
        self.officer.send(fields)
        paper = self.pass_paper("working")
        for day in dates:
            assert f"整改期限：{day.year}年{day.month}月{day.day}日前" in paper.plain
        self.answerer.go(self.case)
        links = self.answerer.page.locator("main td a[href^='/rectification/']")
        self.items = list(dict.fromkeys(link.get_attribute("href") for link in links.all()))
        assert len(self.items) == problems

    def ask_for_time(self, item, *, is_granted):
        """The unit asks for more time on the duty of one item; the officer finds the request at the desk."""
        desk = self.answerer.go(item)
        desk.follow(desk.page.locator("section.next-step p a"))
        desk.act("Ask for more time", {"Asked until": self.clock.on(60), "Reason": "需暑期施工。"})
        self.officer.go("/desk/")
        self.officer.follow(self.officer.page.get_by_role("link", name=word("Requests for more time to answer")))
        self.officer.follow(self.officer.page.locator("td a").first)
        fields = {"Answer": "yes" if is_granted else "no", "Reason": "情况属实。"}
        self.officer.act("Answer the request for more time", fields)
        assert (str(self.clock.on(60)) in self.answerer.go(item).text()) is is_granted

    def rectify(self, item):
        """The unit reports one item with its evidence."""
        self.answerer.act("Name measure and person", {"Measure": "清理。", "Responsible person": "副校长"}, on=item)
        fields = {"Measure taken": "已清理并每日巡查。", "Result": "通道畅通。", "Evidence": photo("整改后.jpg")}
        self.answerer.act("Submit the rectification report", fields)
        assert "整改后.jpg" in self.answerer.text()

    def recheck(self, item, *, is_passed):
        """The office looks for itself; what failed gets a new date."""
        fields = {"Method": "on_site", "Place": "教学楼", "What was found": "现场查看。", "Photos and files": photo()}
        fields |= {"Conclusion": "yes"} if is_passed else {"Conclusion": "no", "New date": self.clock.on(20)}
        self.officer.act("Enter a re-check", fields, on=item)

    def close_out(self, item):
        """The director closes a passed item."""
        self.director.act("Close out", on=item)

    def report(self):
        """The report goes to the government and is filed upward; both receipts are noted by general affairs."""
        texts = {"Basis and course": "一", "General evaluation": "二", "Achievements": "三", "Advice": "四"}
        texts |= {"Summary for citizens": f"{self.unit.name}发现两个问题，均已整改。"}
        self.officer.act("Draft the inspection report", texts, on=self.inspection)
        self.pass_paper("official", receiver=self.secretary)
        self.officer.follow(self.officer.page.locator("dl.facts a[href^='/reports/']"))
        filing = self.officer.page.url
        self.clock.forward(1)
        self.officer.act("Draft the filing", {"Contact": CONTACT})
        self.pass_paper("letter", receiver=self.secretary)
        self.officer.act("Propose the publication", on=filing)


def read_in_public(visitor, words):
    """A citizen finds something by a part of a name and reads it; returns the page's text."""
    visitor.go("/")
    visitor.page.fill("#find-q", words)
    visitor.page.press("#find-q", "Enter")
    visitor.page.locator(".result h3 a[href*='/public/results/']").first.click()
    visitor.page.wait_for_url("**/public/results/**")
    return visitor.text()
