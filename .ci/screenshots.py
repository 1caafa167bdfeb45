"""Pictures of the main pages for docs/screenshots, taken from the demonstration, as a desk and as a phone show them.

`screenshots.py [http://127.0.0.1:8000]`: without an address the demonstration is started, and stopped at the end.
"""

import json
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from smoke import Demonstration

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
ACCOUNTS = ROOT / ".run" / "accounts.json"
SIZES = ({"width": 1366, "height": 900}, {"width": 390, "height": 844})
LANGUAGES = {"zh": "zh-hans", "en": "en"}
COLOURS = 96
MOST_BYTES = 3_000_000
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync"]  # fmt: skip
CODE = "main strong.number"  # of the second factor
OFFICER, SECRETARY, MONITOR, COUNTY = "duxue", "zonghe", "jiance", "xian"
INSPECTOR, HEAD, VISITOR = "duxue-yi", "xuexiao", ""


@dataclass(frozen=True)
class Picture:
    """A page by name: who opens it, where, which links lead on from there, and whether its form is sent empty."""

    name: str
    who: str
    path: str
    follow: tuple[str, ...] = ()
    is_sent: bool = False


PAGES = (
    Picture("desk-home", OFFICER, "/desk/"),
    Picture("list", OFFICER, "/rectification/"),
    Picture("detail", OFFICER, "/cases/?state=rectifying", ("main td a",)),
    Picture("form-with-errors", OFFICER, "/annual-list/new/", is_sent=True),
    Picture("document", OFFICER, "/documents/?kind=inspection_notice", ("main td a",)),
    Picture("area-duties", SECRETARY, "/desk/duties/"),
    Picture("duty", SECRETARY, "/desk/duties/", ("main td a[href^='/duties/']",)),
    Picture("duty-calendar", SECRETARY, "/desk/calendar/"),
    Picture("staffing", SECRETARY, "/inspectors/staffing/"),
    Picture("training", SECRETARY, "/inspectors/training-hours/"),
    Picture("visit-schools", INSPECTOR, "/visits/mine/"),
    Picture("hazards", OFFICER, "/hazards/"),
    Picture("hazard", OFFICER, "/hazards/?level=major", ("main td a",)),
    Picture("returns", MONITOR, "/return-forms/?frequency=month&state=in_force",
            ("main td a", "main a[href$='/completeness/']")),
    Picture("return-form", COUNTY, "/returns/?state=draft", ("main td a", "main a[href$='/fill-return/']")),
    Picture("school-home", HEAD, "/desk/"),
    Picture("public-home", VISITOR, "/"),
    Picture("public-result", VISITOR, "/", (".result h3 a",)),
    Picture("public-card", VISITOR, "/", (".result a[href*='/public/organizations/']",)),
)


def take(page, picture, language, folder):
    """Open a page and keep what the screen shows, with few colours."""
    prefix = "/en" if language == "en" and picture.who == VISITOR else ""
    page.goto(f"{prefix}{picture.path}")
    for link in picture.follow:
        page.goto(page.locator(link).first.get_attribute("href"))
    if picture.is_sent:
        page.click("main form.form button[type=submit]")
        page.wait_for_selector(".error-summary")
    for size in SIZES:
        page.set_viewport_size(size)
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        kept = BytesIO(page.screenshot())
        few = Image.open(kept).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(folder / f"{picture.name}.{language}.{size['width']}.png", optimize=True)


def enter(browser, address, who, language):
    """A page in a language, signed in as somebody; the demonstration shows the code of its second factor itself."""
    context = browser.new_context(base_url=address, viewport=SIZES[0], locale=LANGUAGES[language])
    context.add_cookies([{"name": "django_language", "value": LANGUAGES[language], "url": address}])
    page = context.new_page()
    if who != VISITOR:
        page.goto("/sign-in/")
        page.fill("input[name=username]", who)
        page.fill("input[name=password]", password(who))
        page.click("main button[type=submit]")
        if page.locator(CODE).count():
            page.fill("input[name=token]", page.locator(CODE).inner_text())
            page.click("main button[type=submit]")
        page.wait_for_url("**/desk/")
    return page


def password(who):
    accounts = json.loads(ACCOUNTS.read_text(encoding="utf-8"))
    return next(account["password"] for account in accounts if account["username"] == who)


@contextmanager
def demonstration(given):
    """The address of a running demonstration: the one given, or one started for the time being."""
    if given:
        yield given[0].rstrip("/")
        return
    with Demonstration() as started:
        yield started.started()[0]


def main(given):
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demonstration(given) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=OPTIONS)
        for language in LANGUAGES:
            for who in dict.fromkeys(picture.who for picture in PAGES):
                page = enter(browser, address, who, language)
                for picture in PAGES:
                    if picture.who == who:
                        take(page, picture, language, PICTURES)
                page.context.close()
        browser.close()
    total = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
    print(f"{len(PAGES)} pages, {total} bytes in {PICTURES.relative_to(ROOT)}")
    return 0 if total < MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
