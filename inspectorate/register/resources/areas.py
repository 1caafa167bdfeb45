"""Divisions by GB/T 2260 code: the table of areas, and how a row names the area it belongs to."""
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Area, Level

from .faults import CellRefused

OWN_LEVEL = frozenset({"市直属", "市本级", "市属", "市直", "县直", "区直", "本级"})
CODE_LENGTHS = (6, 9, 12)


class AreaBook:
    """The divisions in the register, found by code or name within the scope of a load."""

    def __init__(self, scope: str = "") -> None:
        self.scope = scope
        self.names: dict[str, str] = {}
        self.levels: dict[str, str] = {}
        self.by_name: dict[str, list[str]] = defaultdict(list)
        for code, name, level in Area.objects.values_list("code", "name", "level").iterator():
            self.names[code] = name
            self.levels[code] = level
            if level != Level.TOWN:
                self.by_name[name].append(code)
        self.scope_name = self.names.get(scope, scope)

    def holds(self, code: str) -> bool:
        """Return whether an area lies within the scope."""
        return within(code, self.scope)

    def find(self, code: str | None, name: str | None) -> str:
        """Return the code of the area a row names by code, by name or, in a county's own file, not at all."""
        if code:
            found = self.by_code(code)
            self.compare(found, name)
        elif name:
            found = self.by_code(name) if name.isdigit() else self.by_title(name)
        elif self.levels.get(self.scope) == Level.COUNTY:
            found = self.scope
        else:
            raise CellRefused("required")
        if not self.holds(found):
            raise CellRefused("outside_scope", area=self.scope_name)
        return found

    def by_code(self, code: str) -> str:
        """Return the code as the register has it; statistical codes are longer and end in zeros."""
        for form in (code, code[:9], code[:6]):
            if form in self.names and not code[len(form) :].strip("0"):
                return form
        raise CellRefused("unknown_area_code")

    def compare(self, code: str, name: str | None) -> None:
        """A name beside the code must be the name of the same area."""
        if name and name not in OWN_LEVEL and not same_name(self.names[code], name):
            raise CellRefused("area_mismatch", code=code, name=self.names[code])

    def by_title(self, name: str) -> str:
        """Return the one area of this name within the scope."""
        if name in OWN_LEVEL and self.scope:
            return self.scope
        found = [code for code in self.by_name.get(name, ()) if self.holds(code)] or self.by_path(name)
        if not found:
            raise CellRefused("unknown_area" if name not in self.by_name else "outside_scope", area=self.scope_name)
        # A city without counties below it stands beside a county of the same name: the county is meant.
        narrowest = [code for code in found if not any(other != code and within(other, code) for other in found)]
        if len(narrowest) > 1:
            raise CellRefused("ambiguous_area")
        return narrowest[0]

    def leading(self, text: str) -> tuple[str | None, str]:
        """Return the area whose name, with its superiors, begins a text, and that beginning."""
        found, at = None, 0
        while True:
            inner = [
                (len(name), code)
                for name in {text[at:end] for end in range(at + 2, len(text) + 1)}
                for code in self.by_name.get(name, ())
                if found is None or (code != found and within(code, found))
            ]
            if not inner:
                return found, text[:at]
            longest = max(length for length, _code in inner)
            codes = sorted(code for length, code in inner if length == longest)
            if len(codes) > 1:
                return None, ""
            found, at = codes[0], at + longest

    def scope_columns(self, code: str) -> dict[str, Any]:
        """Return the scope columns of a row that belongs to an area."""
        return Area(code=code, level=self.levels[code]).scope

    def by_path(self, name: str) -> list[str]:
        """Return areas for a name with its superiors before it, such as 牡丹江市东安区."""
        ends = ((name[:at], code) for at in range(1, len(name) - 1) for code in self.by_name.get(name[at:], ()))
        return [code for path, code in ends if self.holds(code) and self.leads_to(path, code)]

    def leads_to(self, path: str, code: str) -> bool:
        """Return whether `path` is made of the names of areas above `code`."""
        for above in (code[:4] + "00", code[:2] + "0000"):
            path = path.removesuffix(self.names.get(above, "\0"))
        return not path


def within(code: str, scope: str) -> bool:
    """Return whether an area is, or lies in, another one."""
    if not scope:
        return True
    if scope.endswith("0000"):
        return code[:2] == scope[:2]
    return code[:4] == scope[:4] if scope.endswith("00") and len(scope) == 6 else code.startswith(scope)


def same_name(full: str, name: str) -> bool:
    """Return whether a name means the area: in full, without its last sign, or with its superiors before it."""
    is_short = len(name) > 1 and full[:-1] == name
    return is_short or name.endswith(full)


AREA_HELP = _("Code of the division (GB/T 2260); the name alone is enough where no other division has it.")
