"""A function that is written, and calls one that is still a stub: it is not "to do", and the stub is named."""

import contextlib
import io
from datetime import UTC, datetime

import pytest

from autograder.sandbox.reaching import stub_called
from autograder.student import check as student
from autograder.student import pack, status
from autograder.student.live import _state_in
from autograder.student.notebook import Grader
from autograder.student.show import show
from tests.student.test_check import RIGHT, check, handout  # noqa: F401

STUB = '''
def total(x) -> float:
    """The handout's."""
    # your code here
    raise NotImplementedError("total")
'''
THROUGH = RIGHT.replace("    return x * x", "    return total(x) * x") + STUB
SAID = {
    "en": ["- square: untested\n", "square calls your total, which is still a stub"],
    "zh": ["- square：待测\n", "square 用到了你的 total，而 total 还没有写"],
}
DETAIL = {
    "en": "0 of 1 public tests pass; square calls your total, which is still a stub",
    "zh": "公开测试通过 0 / 1；square 用到了你的 total，而 total 还没有写",
}


def printed(checked, lang):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        show(checked, lang)
    return out.getvalue()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_check_names_the_stub_that_a_written_function_calls(handout, lang):  # noqa: F811
    said = printed(check(handout, THROUGH, lang=lang), lang)
    assert [words for words in SAID[lang] if words not in said] == []
    assert "to do" not in said and "尚未完成" not in said and "Still to do" not in said


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_notebook_says_what_the_command_says(handout, lang):  # noqa: F811
    path = handout / "mini.py"
    path.write_text(THROUGH)
    namespace = {"__file__": str(path), "LANGUAGE": lang, "grader": Grader("mini", folder=handout)}
    exec(compile(THROUGH, str(path), "exec"), namespace)
    said = str(eval("grader.check('square')", namespace))
    assert [words for words in SAID[lang] if words not in said] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_status_the_receipt_and_the_watch_call_it_untested_and_say_why(handout, lang):  # noqa: F811
    checked = check(handout, THROUGH, lang=lang)
    (line,) = [line for line in status.lines_of(checked, {}, lang) if line.name == "square"]
    assert (line.state, line.detail) == ("untested", DETAIL[lang])
    now = datetime(2026, 12, 1, tzinfo=UTC)
    receipt = pack.pack(checked, handout / "tests", [line], {}, now, "", lang).receipt
    assert any(DETAIL[lang] in one and status.WORDS[lang]["untested"] in one for one in receipt)
    assert _state_in("square", {"square": [c for c in checked.cases if c.question == "square"]}, {}) == "untested"


def test_a_stub_of_its_own_and_a_missing_function_are_still_to_do(handout):  # noqa: F811
    own = check(handout, RIGHT.replace("    return x * x", "    raise NotImplementedError('square')"))
    missing = check(handout, RIGHT.replace("def square", "def sqare"))
    for checked in (own, missing):
        assert [c.outcome for c in checked.cases if c.question == "square"] == ["not_implemented"]
        assert "square: to do" in printed(checked, "en")


def test_a_question_with_an_open_function_and_one_that_calls_it_is_begun():
    cases = [student.CaseNews("sigmoid", str(i), o, "") for i, o in enumerate(["not_implemented", "untested"])]
    assert status.state_of(cases) == "begun" and status.state_of(cases[1:]) == "untested"


NAMES: dict = {}
exec(
    "def stub(x):\n    raise NotImplementedError('stub')\n"
    "def helper(x):\n    return [stub(one) for one in x]\n"
    "def calls(x):\n    return helper(x)\n"
    "def in_part(x):\n    if x:\n        raise NotImplementedError('not for this')\n    return x\n"
    "def asks_for_part(x):\n    return in_part(x)\n"
    "def nested(x):\n    def inner():\n        raise NotImplementedError\n    return inner()\n",
    NAMES,
)


@pytest.mark.parametrize(
    ("name", "found"),
    [("stub", ""), ("helper", "stub"), ("calls", "stub"), ("asks_for_part", ""), ("in_part", ""), ("nested", "")],
)
def test_a_stub_is_named_only_if_another_function_called_it_and_it_does_nothing_else(name, found):
    with pytest.raises(NotImplementedError) as caught:
        NAMES[name]([1])
    assert stub_called(NAMES[name], caught.value) == found
    assert stub_called(len, caught.value) == ""
