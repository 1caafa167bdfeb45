"""A browser window, and the desk of somebody signed in: pages are worked by their labels, as a person reads them."""

import re
from datetime import date, datetime

from django.db.models import Model
from django.utils.translation import gettext, override

from inspectorate.lib.security import totp

PASSWORD = "Pass-word-2026"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
DESKTOP = {"width": 1366, "height": 900}
PATIENCE = 20_000  # milliseconds: issuing a document makes its PDF on the way


def word(message):
    """The Chinese of a message: tests name buttons and fields as the code does, pages show them in Chinese."""
    with override("zh-hans"):
        return str(gettext(message))


def whole(message):
    """A pattern for a label of just this text; what a field needs stands behind its label."""
    text = re.sub(r"[.*+?^${}()|\[\]\\/]", ".", word(message))  # marks that a selector would take for its own
    return re.compile(rf"^\s*{text}\s*(（?{word('required')}）?)?\s*$")


class Window:
    """A page with cookies of its own; what the browser complains about is collected."""

    def __init__(self, browser, address, **options):
        self.address, self.complaints = address, []
        self.context = browser.new_context(
            **{"base_url": address, "locale": "zh-CN", "viewport": DESKTOP} | options
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("console", self.listen)

    def listen(self, line):
        if "Content Security" in line.text or "Mixed Content" in line.text:
            self.complaints.append(f"{self.page.url}: {line.text}")

    def go(self, place):
        """Open an address or the page of a row; it must answer."""
        path = place.get_absolute_url() if isinstance(place, Model) else place
        answer = self.page.goto(path, wait_until="domcontentloaded")
        assert answer.status < 400, f"{path} answers {answer.status}"
        return self

    def text(self):
        return self.page.inner_text("main")

    def fetch(self, path):
        """Get a file with the cookies of this window."""
        answer = self.context.request.get(path)
        assert answer.status == 200, f"{path} answers {answer.status}"
        return answer.body()

    def status(self, path):
        """How the site answers to an address."""
        return self.context.request.get(path).status

    def close(self):
        self.context.close()


class Desk:
    """Somebody at a desk."""

    def __init__(self, window, post):
        self.window, self.post = window, post
        self.page = window.page
        self.text, self.fetch, self.status = window.text, window.fetch, window.status

    def go(self, place):
        """Open a page."""
        self.window.go(place)
        return self

    def sign_in(self):
        """Sign in through the page, then show the code of the authenticator where it is asked for."""
        self.go("/sign-in/")
        self.page.fill("input[name=username]", self.post.user.username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(re.compile("/desk/|second-factor"))
        if "second-factor" in self.page.url:
            self.page.fill("input[name=token]", totp(SECRET))
            self.page.click("main button[type=submit]")
            self.page.wait_for_url(re.compile("/desk/"))

    @property
    def pk(self):
        """The key of the row whose page is open."""
        return int(re.search(r"/(\d+)/(?:$|[?#])", self.page.url)[1])

    def offers(self):
        """The acts that the page offers now."""
        buttons = self.page.locator("section.next-step a.btn, .more-acts a").all_text_contents()
        return [" ".join(text.split()) for text in buttons]

    def press(self, label):
        """Follow a button of the page; one behind “more” is looked for there."""
        button = self.page.locator("main a.btn, .more-acts a").filter(has_text=whole(label)).first
        assert button.count(), f"{self.page.url} does not offer “{word(label)}” but {self.offers()}"
        if not button.is_visible():
            self.page.click(".more-acts > summary")
        button.click()
        self.page.wait_for_selector("main form.form")

    def follow(self, link):
        """Follow a link and let its page come whole, so that what is read next is read there."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            link.click()
        return self

    def act(self, label, fields=None, on=None):
        """Do one act: press its button, fill its form in, send it; the next page must say that it was done."""
        if on is not None:
            self.go(on)
        self.press(label)
        self.send(fields)
        assert not (wrong := self.refusal()), f"{word(label)}: {wrong}"
        return self

    def send(self, fields=None):
        """Fill in the form on the page and send it."""
        for name, value in (fields or {}).items():
            self.fill(name, value)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.click("main form.form button[type=submit]")
        self.page.wait_for_selector(".message-success, .error-summary, .error-number")

    def refusal(self):
        """What the form says is wrong."""
        found = self.page.locator(".error-summary, .error-number")
        return " ".join(found.inner_text().split()) if found.count() else ""

    def fill(self, name, value):
        """Fill one field by its label: text, date, choice, boxes, files."""
        group = self.page.get_by_role("group", name=whole(name))
        field = self.page.get_by_label(whole(name))
        group.or_(field).first.wait_for(state="attached")  # a page that has just begun to come lacks both
        if group.count():
            self.tick(group, value)
            return
        kind = field.evaluate("element => element.type")
        if kind == "file":
            field.set_input_files(value)
        elif kind.startswith("select"):
            field.select_option(plain(value))
        elif kind == "checkbox":
            field.set_checked(value)
        else:
            field.fill(plain(value))

    def tick(self, group, value):
        """Choose radio buttons or boxes by their values; other boxes are left as they are."""
        for one in value if isinstance(value, list | tuple | set) else [value]:
            group.locator(f"input[value='{plain(one)}']").check()


def plain(value):
    """A value as a form's control holds it."""
    if isinstance(value, list | tuple | set):
        return [plain(one) for one in value]
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value.pk) if isinstance(value, Model) else str(value)
