"""In a real browser: forms keep what is typed, pages fit small screens, axe finds nothing, the policy is kept."""
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from inspectorate.desk.models import Draft
from inspectorate.duties.models import Duty

pytestmark = [
    pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.lib.pages.addresses"),
]
NARROWEST = 320


@pytest.fixture
def complaints():
    return []


@pytest.fixture
def opened(chromium, live_server, sign_in, clerk):
    """Open a page of somebody signed in; closed with the test, else its forms would go on saving drafts."""
    contexts = []

    def opened(**options):
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        cookies = sign_in(clerk).cookies
        context.add_cookies(
            [{"name": name, "value": cookies[name].value, "url": live_server.url} for name in cookies]
        )
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(opened, complaints):
    """A page in English; what the browser complains about is collected."""
    page = opened(locale="en-GB")
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    return page


def waive(duty):
    return f"/t/duties/{duty.pk}/waive-duty/"


def test_typed_text_is_saved_and_offered_again_after_a_reload(page, owe, complaints):
    """T95."""
    page.clock.install()
    page.goto(waive(owe()))
    page.fill("#id_note", "材料未齐")
    with page.expect_response(lambda answer: "/desk/draft/" in answer.url and answer.request.method == "POST"):
        page.clock.run_for(10_000)
    page.reload()
    expect(page.locator("#id_note")).to_have_value("材料未齐")
    page.click("[data-draft-line] a")
    expect(page.locator("#id_note")).to_have_value("")
    assert complaints == []


def test_form_survives_the_end_of_its_session_and_is_sent_in_the_next(page, owe):
    """T95."""
    duty = owe()
    page.goto(waive(duty))
    page.fill("#id_note", "写到一半")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.click("main button[type=submit]")
    page.wait_for_selector(".draft-line-late a[target=_blank]")
    assert page.input_value("#id_note") == "写到一半"
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] != "csrftoken"])
    page.click("main button[type=submit]")
    page.wait_for_url(f"**{duty.get_absolute_url()}")
    assert Duty.objects.get(pk=duty.pk).state == "waived"
    assert not Draft.objects.exists()


def test_double_click_has_one_effect(page, owe):
    """T44."""
    duty = owe()
    page.goto(f"/t/duties/{duty.pk}/remind-duty/")
    page.dblclick("main button[type=submit]")
    page.wait_for_url(f"**{duty.get_absolute_url()}")
    assert page.locator(".timeline-what", has_text="Remind").count() == 1


def test_bulk_bar_appears_with_the_first_chosen_row(page, owe):
    owe(), owe()
    page.goto("/t/duties/")
    assert not page.is_visible("[data-bulk]")
    page.check("[data-all]")
    assert page.inner_text("[data-chosen]") == "2"


@pytest.mark.parametrize("width", [NARROWEST, 1366])
def test_pages_fit_their_screen_and_axe_finds_nothing(page, owe, width, complaints):
    """T99."""
    duty = owe(title="整改复查并提出是否销号的意见" * 4)
    page.set_viewport_size({"width": width, "height": 800})
    for url in ("/desk/", "/t/duties/", duty.get_absolute_url(), waive(duty), "/desk/search/?q=小学"):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
        found = Axe().run(page).response["violations"]
        assert [(url, item["id"], item["nodes"][0]["html"]) for item in found] == []
    assert complaints == []


def test_pages_work_without_script(opened, owe):
    """T100."""
    duty, page = owe(), opened(java_script_enabled=False)
    page.goto("/t/duties/")
    assert page.is_visible("[data-bulk]")
    page.goto(waive(duty))
    page.fill("#id_note", "grounds")
    page.click("main button[type=submit]")
    assert page.url.endswith(duty.get_absolute_url())
