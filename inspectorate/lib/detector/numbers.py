"""Numbers and addresses that lead to one person."""
import re
from collections.abc import Iterator
from datetime import date

from .findings import Kind, Span

GAP = r"[ .·_\-]{1,3}"
MAYBE = r"[ .·_\-]{0,3}"
# A landline with its area code: 010, 02x or 0xxx, then seven or eight digits; its tail is no mobile number.
AFTER_AREA_CODE = r"(?<!0\d\d[- )])(?<!0\d\d\d[- )])"
COUNTRY = rf"(?:(?:\+|00)?86{MAYBE}|0)?"
MOBILE = re.compile(rf"(?<!\d)(?<!\d\.){COUNTRY}1[3-9]\d{{9}}(?!\d)")
GROUPED = re.compile(
    rf"(?<!\d){AFTER_AREA_CODE}\(?{COUNTRY}(?:"
    rf"1[3-9]\d\)?{GAP}\d{{4}}{MAYBE}\d{{4}}|1[3-9]\d\)?{MAYBE}\d{{4}}{GAP}\d{{4}}|"
    rf"1[3-9]\d\d(?P<a>{GAP})\d{{3}}(?P=a)\d{{4}}|1[3-9]\d(?P<b>{GAP})\d{{3}}(?P=b)\d{{5}}|"
    rf"1[3-9]\d{{3}}(?P<c>{GAP})\d{{3}}(?P=c)\d{{3}}|1[3-9](?P<d>{GAP})\d{{3}}(?P=d)\d{{3}}(?P=d)\d{{3}}"
    r")(?!\d)"
)
SPELLED = re.compile(rf"(?<!\d)(?<!\d[ .·_\-])1{GAP}[3-9](?:{GAP}\d){{9}}(?![ .·_\-]?\d)")
NUMERALS = str.maketrans("〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "0001234567891234567891")
RUN = re.compile(r"(?<![\dA-Za-z])(?<!\d\.)\d(?:[ ·_\-]{0,2}\d){13,}(?:[ ·_\-]{0,2}[xX](?![A-Za-z]))?")
GROUPS = re.compile(r"\d+[xX]?|[xX]")
EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+ ?(?:@|\(at\)|\[at\]) ?([A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,})")
OFFICE_DOMAINS = ("gov.cn",)
VEHICLE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使][A-HJ-NP-Z][ ·\-]?"
    r"(?=[A-HJ-NP-Z]*\d)(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[学警挂港澳领])(?![A-Za-z0-9])",
    re.IGNORECASE,
)
ACCOUNT = re.compile(
    r"(?:微信|weixin|wechat|QQ|钉钉)(?:(?:号码?|账号|群号?)? ?[:是为]|号码?|账号) ?[A-Za-z0-9_\-]{5,20}(?![A-Za-z0-9])"
    r"|QQ ?\d{5,12}(?!\d)",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?:家庭住址|家庭地址|户籍地址|现住址|住址|家住)(?:[:为是在]|位于)? ?"
    r"[^,。;\s]{0,20}?(?:路|街|巷|号|栋|单元|小区|村|屯|室)"
)
BIRTH = re.compile(r"(?:出生(?:日期|年月日?|于)?|生于|生日)[::为是]? ?(?:19|20)\d{2} ?[-年./] ?\d{1,2}")

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643: check character of an identity number
CHECKS = "10X98765432"
PROVINCES = frozenset(
    str(code) for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
CARD = re.compile(r"(?:62|60|81|4\d|5[1-5]|3[57]|9\d)\d{14,17}")
PLAIN = ((MOBILE, Kind.MOBILE), (GROUPED, Kind.MOBILE), (SPELLED, Kind.MOBILE), (VEHICLE, Kind.VEHICLE),
         (ACCOUNT, Kind.ACCOUNT), (ADDRESS, Kind.ADDRESS), (BIRTH, Kind.BIRTH))


def scan_numbers(text: str) -> Iterator[Span]:
    """Yield the numbers and addresses in a folded text."""
    for pattern, kind in PLAIN:
        yield from (Span(kind, found.start(), found.end()) for found in pattern.finditer(text))
    yield from (Span(Kind.MOBILE, found.start(), found.end()) for found in MOBILE.finditer(text.translate(NUMERALS)))
    for found in EMAIL.finditer(text):
        if not found[1].lower().endswith(OFFICE_DOMAINS):
            yield Span(Kind.EMAIL, found.start(), found.end())
    yield from _long_numbers(text)


def is_identity(number: str) -> bool:
    """Return whether 18 characters are an identity number: province, birthday and check character (GB 11643)."""
    if len(number) != 18 or not number[:17].isdigit() or number[:2] not in PROVINCES:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return CHECKS[total % 11] == number[17].upper() and _is_day(number[6:10], number[10:12], number[12:14])


def is_old_identity(number: str) -> bool:
    """Return whether 15 digits have the form of an identity number before 1999 (which had no check character)."""
    is_form = len(number) == 15 and number.isdigit() and number[:2] in PROVINCES
    return is_form and _is_day(f"19{number[6:8]}", number[8:10], number[10:12])


def is_card(number: str) -> bool:
    """Return whether 16 to 19 digits are a bank card number: issuer's beginning and Luhn's sum."""
    if not number.isdigit() or not CARD.fullmatch(number):
        return False
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        return 1900 <= date(int(year), int(month), int(day)).year <= 2099
    except ValueError:
        return False


def _long_numbers(text: str) -> Iterator[Span]:
    """Long numbers, whole or in groups: every row of neighbouring groups is tried."""
    for run in RUN.finditer(text):
        groups = [(found.start() + run.start(), found.end() + run.start()) for found in GROUPS.finditer(run[0])]
        for first in range(len(groups)):
            for last in range(first, min(len(groups), first + 6)):
                parts = [text[start:end] for start, end in groups[first : last + 1]]
                if kind := _kind(parts):
                    yield Span(kind, groups[first][0], groups[last][1])


def _kind(parts: list[str]) -> Kind | None:
    number, widths = "".join(parts), tuple(len(part) for part in parts)
    # Fifteen digits carry no check character, so columns of a table must not add up to one.
    if is_identity(number) or (widths in {(15,), (6, 6, 3)} and is_old_identity(number)):
        return Kind.IDENTITY
    is_grouped = len(widths) == 1 or set(widths[:-1]) == {4}
    return Kind.CARD if is_grouped and is_card(number) else None
