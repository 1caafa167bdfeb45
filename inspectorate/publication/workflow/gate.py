"""The gate: nothing that leads to a person passes it, whoever reviews or releases (T88, R-PUB-12, R-PUB-13)."""
from collections.abc import Iterator

from django.utils.translation import gettext as _

from inspectorate.lib.detector import Finding, Kind, leaves, scan
from inspectorate.publication.models import Publication, PublicFile
from inspectorate.publication.papers import FINDING_WORDS, where_words
from inspectorate.trail.workflow import RuleRefused

SHOWN = 5


def findings_of(publication: Publication, *, full: bool = False) -> list[Finding]:
    """Return what the detector finds in the public copy (or in the full one): title, content, text, files."""
    payload = publication.payload if full else publication.public_payload
    body = publication.body if full else publication.public_body
    texts = [("title", publication.title), *leaves(payload), ("body", body)]
    found = [item for where, text in texts for item in _scan(where, text)]
    if publication.has_minor:
        found += [item for where, text in texts for item in _unit(publication, where, text)]
    return found + [item for file in publication.public_files.all() for item in file_findings(file)]


def said(publication: Publication, item: Finding, *, is_masked: bool = False) -> dict[str, str]:
    """Return a finding for people: where it stands, what it is, and the words themselves."""
    text = _(item.text) if item.kind == Kind.HIDDEN else item.masked if is_masked else item.text
    return {"where": where_words(publication.kind, item.where), "what": str(FINDING_WORDS[item.kind]), "text": text}


def file_findings(file: PublicFile) -> Iterator[Finding]:
    """Yield what was found in a file when it was attached; its content cannot have changed since."""
    for item in file.findings:
        page = item["where"].removeprefix("page ")
        where = _("%(name)s, page %(page)s") % {"name": file.name, "page": page} if page.isdigit() else file.name
        yield Finding(Kind(item["kind"]), 0, len(item["text"]), item["text"], where)


def refuse_findings(publication: Publication) -> None:
    """Refuse while the public copy holds anything that must not be published."""
    found = findings_of(publication)
    if not found:
        return
    words = [_("%(where)s: %(what)s %(text)s") % said(publication, item, is_masked=True) for item in found[:SHOWN]]
    message = _("This must be taken out before it can be published: %(list)s") % {"list": _("; ").join(words)}
    if len(found) > SHOWN:
        message += " " + _("and %(count)d more") % {"count": len(found) - SHOWN}
    is_minor = any(item.kind in {Kind.PUPIL, Kind.UNIT} for item in found)
    raise RuleRefused(message, rule="R-PUB-13" if is_minor else "R-PUB-12")


def _scan(where: str, text: str) -> Iterator[Finding]:
    is_mailbox = where.rpartition(".")[2] == "mailbox"  # the office's own, whatever its domain
    for item in scan(text, where):
        if not (is_mailbox and item.kind == Kind.EMAIL):
            yield item


def _unit(publication: Publication, where: str, text: str) -> Iterator[Finding]:
    """Yield the places where the school is named although a minor could be identified by it."""
    unit = publication.organization
    for name in {unit.name, unit.short_name} - {""} if unit else ():
        place = text.find(name)
        if place >= 0:
            yield Finding(Kind.UNIT, place, place + len(name), name, where)
