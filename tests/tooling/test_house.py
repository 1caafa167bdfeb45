"""House rules that no linter knows: numbers of the law, dates, waiting, and the shape of the code."""

import ast
from itertools import chain

import pytest

FILE_LINES = 500
FUNCTION_LINES = 50
TEMPLATE_LINES = 200
LOCAL_IMPORTS = 3
TEN_MINUTES = 600
TODAY = {("date", "today"), ("datetime", "today"), ("datetime", "now"), ("datetime", "utcnow")}
SPANS_OF_DAYS = {"days", "weeks", "months", "years"}
FORBIDDEN_NAMES = {"services.py", "helpers.py", "utils.py", "common.py", "managers.py", "misc.py"}


@pytest.fixture(scope="session")
def trees(code_files):
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in code_files}


@pytest.fixture
def outside_lib(trees):
    """Where rules could hide; the demonstration's days are a story told, not terms of law."""
    return {path: tree for path, tree in trees.items() if not {"lib", "demonstration"} & set(path.parts)}


def found(trees, wanted):
    """Places `file:line` of the nodes for which `wanted` is true."""
    return [
        f"{path}:{node.lineno}" for path, tree in trees.items() for node in ast.walk(tree)
        if hasattr(node, "lineno") and wanted(node)
    ]  # fmt: skip


def callee(node):
    """('date', 'today') for date.today() and datetime.date.today(), ('', 'timedelta') for timedelta()."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value
        return getattr(owner, "attr", getattr(owner, "id", "")), node.func.attr
    return "", getattr(node.func, "id", "")


def is_today(node):
    """date.today(), datetime.now() or timezone.now().date(): all answer in another zone than the office's."""
    if callee(node) in TODAY:
        return True
    is_date = callee(node) is not None and node.func.__class__ is ast.Attribute and node.func.attr == "date"
    return is_date and callee(node.func.value) in {("timezone", "now"), ("", "now")}


def is_span_of_days(node):
    """timedelta(days=…), timedelta(7) or relativedelta(…)."""
    name = (callee(node) or ("", ""))[1]
    is_days = name == "timedelta" and (node.args or {keyword.arg for keyword in node.keywords} & SPANS_OF_DAYS)
    return bool(is_days) or name == "relativedelta"


def is_long_wait(node):
    """eta=…, or countdown= more than ten minutes: a queue may lose it, a duty row may not."""
    if not isinstance(node, ast.Call):
        return False
    waits = {keyword.arg: keyword.value for keyword in node.keywords}
    countdown = waits.get("countdown")
    return "eta" in waits or (countdown is not None and getattr(countdown, "value", TEN_MINUTES + 1) > TEN_MINUTES)


def is_number(node):
    """A whole number above one; a truth value is none."""
    return isinstance(node, ast.Constant) and type(node.value) in {int, float} and node.value > 1


def test_deadlines_hold_no_number(trees):
    """Numbers of days come from the rulebook, never from code."""
    files = {path: tree for path, tree in trees.items() if "deadlines" in path.name or "deadlines" in path.parts[-2]}
    assert found(files, is_number) == []


def test_today_is_always_the_office_day(outside_lib):
    assert found(outside_lib, is_today) == []


def test_spans_of_days_are_computed_in_lib_only(outside_lib):
    assert found(outside_lib, is_span_of_days) == []


def test_nothing_waits_in_the_queue(trees):
    assert found(trees, is_long_wait) == []


def test_files_are_short_and_well_named(code_files):
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in code_files}
    assert {name: size for name, size in lengths.items() if size > FILE_LINES} == {}
    assert [str(path) for path in code_files if path.name in FORBIDDEN_NAMES] == []


def test_functions_are_short(trees):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    assert found(trees, lambda node: isinstance(node, kinds) and node.end_lineno - node.lineno >= FUNCTION_LINES) == []


def test_templates_are_short(root):
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in templates(root)}
    assert {name: size for name, size in lengths.items() if size > TEMPLATE_LINES} == {}


def test_templates_keep_the_content_security_policy(root):
    """No inline script, style or handler: the policy would refuse them in the browser."""
    texts = {path: path.read_text(encoding="utf-8") for path in templates(root) if "papers" not in path.parts}
    broken = [str(path) for path, text in texts.items() if " style=" in text or " onclick=" in text or "<style" in text]
    assert broken == []


def test_imports_stand_at_the_top(trees):
    functions = (node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    inside = chain.from_iterable(ast.walk(function) for function in functions)
    assert sum(isinstance(node, (ast.Import, ast.ImportFrom)) for node in inside) <= LOCAL_IMPORTS


def templates(root):
    return sorted((root / "templates").rglob("*.html"))


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (is_today, "date.today()"),
        (is_today, "datetime.date.today()"),
        (is_today, "timezone.now().date()"),
        (is_span_of_days, "timedelta(days=7)"),
        (is_span_of_days, "timedelta(7)"),
        (is_span_of_days, "relativedelta(months=1)"),
        (is_long_wait, "task.apply_async(eta=soon)"),
        (is_long_wait, "task.apply_async(countdown=3600)"),
        (is_number, "30"),
    ],
)
def test_rule_sees_what_it_forbids(rule, code):
    assert rule(ast.parse(code, mode="eval").body)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (is_today, "timezone.localdate()"),
        (is_span_of_days, "timedelta(seconds=5)"),
        (is_long_wait, "task.apply_async(countdown=60)"),
        (is_number, "True"),
    ],
)
def test_rule_lets_pass_what_it_does_not_mean(rule, code):
    assert not rule(ast.parse(code, mode="eval").body)
