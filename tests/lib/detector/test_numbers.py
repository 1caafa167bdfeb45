"""Numbers that lead to a person are found in any disguise, office numbers never (T88, R-PUB-12)."""
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectorate.lib.detector import Kind, scan, scan_values
from inspectorate.lib.detector.numbers import CHECKS, WEIGHTS, is_card, is_identity

DIGITS = st.text("0123456789", min_size=9, max_size=9)
MOBILES = st.builds(lambda second, rest: f"1{second}{rest}", st.sampled_from("3456789"), DIGITS)
AREA_CODES = st.sampled_from(["010", "021", "0453", "0451", "0431", "0832"])
WORDS = st.sampled_from(["电话", "联系人：", "请拨打", "（办公室）", "，", " ", "详见附件。", "校长办公室"])
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")


def identity(area="231002", birthday="20120305", serial="123"):
    """An identity number with the right check character (GB 11643)."""
    body = area + birthday + serial
    return body + CHECKS[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


def card(start="622202", length=19):
    """A card number whose Luhn sum is right."""
    body = (start + "4000012345678901234")[: length - 1]
    return next(body + last for last in "0123456789" if is_card(body + last))


def kinds(text):
    return [found.kind for found in scan(text)]


def grouped(number, sizes, gap):
    parts, place = [], 0
    for size in sizes:
        parts.append(number[place : place + size])
        place += size
    return gap.join(parts)


DISGUISES = [
    lambda n: n,
    lambda n: n.translate(FULL_WIDTH),
    lambda n: n.translate(CHINESE),
    lambda n: "+86" + n,
    lambda n: "+86 " + n,
    lambda n: "0086-" + n,
    lambda n: "0" + n,
    lambda n: grouped(n, (3, 4, 4), "-"),
    lambda n: grouped(n, (3, 4, 4), " "),
    lambda n: grouped(n, (3, 4, 4), "\u3000"),
    lambda n: grouped(n, (3, 4, 4), "－"),
    lambda n: grouped(n, (3, 4, 4), "."),
    lambda n: grouped(n, (3, 4, 4), "·"),
    lambda n: grouped(n, (3, 4, 4), "\u200b"),
    lambda n: grouped(n, (3, 8), "-"),
    lambda n: grouped(n, (7, 4), " "),
    lambda n: grouped(n, (4, 3, 4), "-"),
    lambda n: grouped(n, (3, 3, 5), " "),
    lambda n: grouped(n, (1,) * 11, " "),
    lambda n: grouped(n, (1,) * 11, "-"),
    "\u00ad".join,
    lambda n: grouped(n, (3, 4, 4), " - "),
    lambda n: f"({n[:3]}){n[3:7]}-{n[7:]}",
    lambda n: "0453-" + n,
]


@settings(max_examples=300, deadline=None)
@given(before=WORDS, number=MOBILES, disguise=st.sampled_from(DISGUISES), after=WORDS)
def test_mobile_number_in_any_disguise_is_found(before, number, disguise, after):
    text = before + disguise(number) + after
    assert Kind.MOBILE in kinds(text)


@settings(max_examples=300, deadline=None)
@given(
    around=st.tuples(WORDS, WORDS),
    code=AREA_CODES,
    gap=st.sampled_from(["-", "", " ", "－", "—"]),
    number=st.text("0123456789", min_size=7, max_size=8),
    extension=st.sampled_from(["", "-8012", "转8012", "-801"]),
)
def test_office_landline_is_no_finding(around, code, gap, number, extension):
    before, after = around
    assert kinds(f"{before}{code}{gap}{number}{extension}{after}") == []


@pytest.mark.parametrize(
    "text",
    [
        "办公电话0453-1234567",
        "（0453）6171234",
        "热线12345、12391、12320",
        "400-800-8820",
        "114",
        "牡政教督办〔2026〕3号",
        "黑政办发〔2021〕5号",
        "2026年5月6日至2026年5月8日",
        "学校标识码2123001234",
        "统一社会信用代码12231000414230567X",
        "经费13945312元",
        "占比13.9%，比上年提高1.5个百分点",
        "2021 2022 2023 2024 2025",
        "1395 1402 1388 1450",
        "办公邮箱 jydd@mdj.gov.cn",
        "微信公众号：牡丹江教育督导",
        "231002 231003 231004",
        "0453-6171234、6175678",
        "3.14159265358979",
        "GB/T 9704-2012",
        "邮编157000",
    ],
)
def test_ordinary_numbers_of_an_office_are_no_findings(text):
    assert scan(text) == []


@settings(max_examples=200, deadline=None)
@given(
    area=st.sampled_from(["231002", "110101", "440106", "650102"]),
    birthday=st.dates(date(1901, 1, 1), date(2099, 12, 31)),
    serial=st.integers(0, 999),
    gap=st.sampled_from(["", " ", "-", "　"]),
)
def test_identity_number_with_right_check_character_is_found(area, birthday, serial, gap):
    number = identity(area, f"{birthday:%Y%m%d}", f"{serial:03d}")
    assert Kind.IDENTITY in kinds(f"证件号{grouped(number, (6, 8, 4), gap)}，")


@settings(max_examples=200, deadline=None)
@given(serial=st.integers(0, 999), wrong=st.integers(1, 10))
def test_identity_number_with_wrong_check_character_is_none(serial, wrong):
    number = identity(serial=f"{serial:03d}")
    other = number[:17] + CHECKS[(CHECKS.index(number[17]) + wrong) % 11]
    assert not is_identity(other)


def test_old_identity_number_and_lower_case_check_character_are_found():
    ending_in_x = next(n for s in range(999) if (n := identity(serial=f"{s:03d}")).endswith("X"))
    assert kinds("身份证号231002850305123") == [Kind.IDENTITY]
    assert kinds(f"号码：{ending_in_x.lower()}。") == [Kind.IDENTITY]
    assert kinds(ending_in_x.translate(FULL_WIDTH).replace("X", "Ｘ")) == [Kind.IDENTITY]


@pytest.mark.parametrize("written", [card(), grouped(card(), (4, 4, 4, 4, 3), " "), card("4", 16), card("51", 16)])
def test_bank_card_is_found(written):
    assert kinds(f"账号{written}") == [Kind.CARD]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("邮箱zhang.san@qq.com", Kind.EMAIL),
        ("zhangsan＠１６３．com", Kind.EMAIL),
        ("li at 126: li (at) 126.com", Kind.EMAIL),
        ("黑C12345", Kind.VEHICLE),
        ("黑C·D1234F", Kind.VEHICLE),
        ("车牌黑ｃ１２３４５", Kind.VEHICLE),
        ("黑C1234学", Kind.VEHICLE),
        ("微信号：abc_12345", Kind.ACCOUNT),
        ("QQ:123456789", Kind.ACCOUNT),
        ("家庭住址：东安区长安街1号", Kind.ADDRESS),
        ("出生日期：1985年3月", Kind.BIRTH),
        ("1985年生，生于1985-03-05", Kind.BIRTH),
    ],
)
def test_other_private_facts_are_found(text, kind):
    assert kind in kinds(text)


def test_finding_stands_where_it_was_written():
    text = "请联系１３９　４５３１－２３４５，谢谢"
    found = scan(text)[0]
    assert (found.text, text[found.start : found.end]) == ("１３９　４５３１－２３４５",) * 2
    assert "4531" not in found.masked


def test_values_are_scanned_with_their_place():
    found = scan_values({"findings": [{"what": "好"}, {"what": "电话13945312345"}], "count": 13945312345})
    assert [item.where for item in found] == ["findings.2.what", "count"]
