"""An inspector's day on a phone: three visits, the clicks counted, and both frequencies turn green (J1)."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from inspectorate.duties.models import Duty
from inspectorate.rulebook.models import Semester
from inspectors.models import Assignment
from supervision import jobs
from supervision.models import Visit, VisitProblem

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MOST_CLICKS, MOST_SCREENS, MOST_PER_PROBLEM = 8, 3, 4


def photo():
    """A photo as the phone's camera hands it over."""
    content = BytesIO()
    Image.new("RGB", (40, 30), "grey").save(content, "JPEG")
    return {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


class Thumb:
    """Taps and counts; typing and taking a photo are no clicks."""

    def __init__(self, desk):
        self.desk, self.page = desk, desk.page
        self.taps = self.screens = 0

    def tap(self, target, *, opens=False):
        """Tap once; what opens a page counts as a screen."""
        self.taps += 1
        if opens:
            with self.page.expect_navigation(wait_until="load"):
                target.click()
            self.screens += 1
        else:
            target.click()

    def choose(self, name, value):
        """Tap one choice."""
        self.tap(self.page.locator(f"label:has(input[name='{name}'][value='{value}'])"))


@pytest.fixture
def round_(city, clock):
    """A school of the inspector's own in a semester in session; the clock has opened what is owed."""
    assert city.inspectors
    facts = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 7, 10), "months": [3, 4, 5, 6]}
    Semester.objects.create(area=city.area, name="春季学期", **facts, **city.area.scope)
    Assignment.objects.create(
        inspector=city.inspectors[0], school=city.school, valid_from=date(2025, 9, 1), **city.school.scope
    )
    jobs.owe_visits()
    return city


def begin(desk):
    """From the cards to the report: one tap."""
    desk.go("/visits/")
    thumb = Thumb(desk)
    thumb.screens = 1
    thumb.tap(desk.page.locator(".school button", has_text="到达"), opens=True)
    return thumb


def say_the_rest(thumb):
    """What every report says."""
    thumb.tap(thumb.page.locator("label[for=id_is_certificate_shown]"))
    thumb.choose("matters", "M6")
    thumb.choose("methods", "walk")
    thumb.page.fill("#id_feedback_to", "校长")


def file(thumb):
    thumb.tap(thumb.page.get_by_role("button", name="报送督导记录"), opens=True)
    assert "/receipt/" in thumb.page.url, thumb.desk.refusal()


def add_problem(thumb, number, gravity, text):
    """Add a problem with a photo; return the taps it took."""
    before = thumb.taps
    thumb.tap(thumb.page.locator("details.problem:not([open]) > summary").first)
    thumb.choose(f"n{number}-matter", "M6")
    thumb.choose(f"n{number}-gravity", gravity)
    thumb.page.fill(f"#id_n{number}-text", text)
    thumb.page.set_input_files(f"input[type=file][name='n{number}-files']", photo())
    return thumb.taps - before


def test_three_visits_on_a_phone(round_, enter):
    """J1, R-VISIT-01, R-VISIT-02: at most 8 taps and 3 screens, 4 a problem; month and semester turn green."""
    desk = enter(round_.leader, **PHONE)
    desk.go("/visits/")
    assert desk.page.locator(".chip-soon").count() == 2
    first = begin(desk)
    say_the_rest(first)
    file(first)
    assert first.taps <= MOST_CLICKS
    assert first.screens <= MOST_SCREENS
    desk.go("/visits/")
    assert "本月 1/1 次" in desk.page.inner_text(".chip-done")
    second = begin(desk)
    assert add_problem(second, 0, "general", "安全通道堆放杂物。") <= MOST_PER_PROBLEM
    assert add_problem(second, 1, "danger", "配电箱外壳破损。") <= MOST_PER_PROBLEM
    say_the_rest(second)
    file(second)
    assert second.taps <= MOST_CLICKS + 2 * MOST_PER_PROBLEM
    assert "督导机构立即处置" in desk.text()
    desk.go("/visits/")
    assert desk.page.locator(".chip-done").count() == 2
    third = begin(desk)
    one, two = VisitProblem.objects.order_by("number")
    third.choose(f"c{one.pk}-state", "cleared")
    third.choose(f"c{two.pk}-state", "standing")
    say_the_rest(third)
    file(third)
    assert Visit.objects.counted().count() == 3
    assert sorted(VisitProblem.objects.values_list("state", flat=True)) == ["cleared", "open"]
    assert sum(check.attachments.count() for check in one.checks.all()) == 1
    assert set(Duty.objects.filter(kind__startswith="visit_").values_list("state", flat=True)) == {"met"}
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]


def test_report_is_filed_without_javascript(round_, enter):
    """T100: the form works without JavaScript; more room for problems comes from the server."""
    desk = enter(round_.leader, **PHONE, java_script_enabled=False)
    thumb = begin(desk)
    for number in range(8):
        add_problem(thumb, number, "minor", f"问题{number}。")
    thumb.tap(thumb.page.get_by_role("button", name="添加更多问题"), opens=True)
    assert thumb.page.input_value("#id_n7-text") == "问题7。"
    add_problem(thumb, 8, "minor", "问题8。")
    say_the_rest(thumb)
    file(thumb)
    assert VisitProblem.objects.count() == 9
    assert sum(p.checks.get().attachments.count() for p in VisitProblem.objects.all()) == 9


def test_draft_comes_back_unfolded(round_, enter):
    """T95, T96: what was typed is kept on the server and stands open when the page is opened again."""
    desk = enter(round_.leader, **PHONE)
    thumb = begin(desk)
    add_problem(thumb, 0, "general", "打了一半的问题")
    url = desk.page.url
    with desk.page.expect_response(lambda answer: "/desk/draft/" in answer.url and answer.request.method == "POST"):
        desk.page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
                           "document.dispatchEvent(new Event('visibilitychange'))")
    desk.go(url)
    desk.page.wait_for_selector("details.problem[open]")
    assert desk.page.input_value("#id_n0-text") == "打了一半的问题"
