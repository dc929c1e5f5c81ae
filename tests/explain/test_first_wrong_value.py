"""Why a mark is what it is: the first wrong value, in `homework explain` and on the staff's pages; nowhere else."""

import dataclasses

import pytest

from autograder.classroom.grade import grade_folder
from autograder.course import open_course
from autograder.explain.command import explain
from autograder.explain.pages import explain_class
from autograder.results import Message
from tests.traced_course import EN, WRONG, traced_course

LINE = "    m = np.sum(x) / len(x)\n"
STUDENTS = {
    "right": WRONG.replace("(len(x) - 1)", "len(x)"),
    "wrong": WRONG,
    "hangs": WRONG.replace(LINE, f"    import sys\n    while sys.gettrace():\n        pass\n{LINE}"),
    "ends": WRONG.replace(LINE, f"    import os, sys\n    if sys.gettrace():\n        os._exit(1)\n{LINE}"),
    "lies": WRONG.replace(LINE, f"    import sys\n    sys.settrace(None)\n{LINE}"),
}
TOLD = "first wrong value in mean_and_std: "


@pytest.fixture(scope="module")
def graded(tmp_path_factory, strongest):
    root = tmp_path_factory.mktemp("explain")
    course = traced_course(root, "off")
    (root / "class").mkdir()
    for name, source in STUDENTS.items():
        (root / "class" / f"{name}.py").write_text(source, encoding="utf-8")
    grade_folder(course, "mini", [root / "class"], root / "out", sandbox=strongest)
    return course, root / "out"


def told(graded, name):
    course, out = graded
    return [line.strip() for line in explain(course, out, name, "mean_and_std", None).lines()]


def test_the_staff_is_told_even_if_students_are_not(graded):
    assert f"{TOLD}{EN}" in told(graded, "wrong")


def test_of_a_right_function_nothing_is_told(graded):
    assert not any(TOLD in line for line in told(graded, "right"))


@pytest.mark.parametrize("name", ["hangs", "ends", "lies"])
def test_who_abuses_the_tracing_loses_this_line_and_every_outcome_is_as_it_was(graded, name):
    said = told(graded, name)
    assert not any(TOLD in line or "this time" in line for line in said)
    assert sum("failed" in line for line in said) == sum("failed" in line for line in told(graded, "wrong")) > 0


def test_a_staff_page_tells_it_and_no_student_s_page_does(graded):
    course, out = graded
    pages = {path.stem: path.read_text("utf-8") for path in explain_class(course, out).pages}
    assert "First wrong value" in pages["wrong"] and "n/(n - 1) times the expected one" in pages["wrong"]
    assert "First wrong value" not in pages["lies"]
    for path in (out / "students").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"first value that differs" not in content and "最先出现差异".encode() not in content, path.name
            assert b"variance" not in content, path.name


def test_results_are_the_same_with_and_without_declarations(graded):
    """The lines are told beside the marks: the kept results know nothing of them."""
    _, out = graded
    for path in (out / "results").rglob("*.json"):
        assert b"first value that differs" not in path.read_bytes(), path.name


def test_a_declaration_that_does_not_hold_is_told_to_the_staff_and_costs_no_case(graded):
    course, out = graded
    solution = course.solution("mini", "mean_and_std")
    whole = solution.read_text("utf-8")
    try:
        solution.write_text(whole.replace("# -> var;", "# -> variance;"), "utf-8")
        line = whole.split("\n").index("    var = (deviations**2).mean()  # -> var; divided by n") + 1
        said = [text.strip() for text in explain(open_course(course.root), out, "wrong", "mean_and_std", None).lines()]
    finally:
        solution.write_text(whole, "utf-8")
    (text,) = [one for one in said if one.startswith(TOLD)]
    assert f"cannot be told: IntermediatesError: {solution}, line {line}: 'variance' raises NameError" in text
    assert any("the standard deviation" in one and "failed" in one for one in said)


def test_what_is_told_cannot_be_more_than_text(graded, monkeypatch):
    course, out = graded
    monkeypatch.setattr(
        "autograder.explain.again.first_wrong", lambda *_: Message("`<script>alert(1)</script>\x1b[31m` differs", "")
    )
    assert any("\\x1b[31m" in line or "␛" in line for line in told(graded, "wrong") if TOLD in line)
    assert not any("\x1b" in line for line in told(graded, "wrong"))
    pages = {path.stem: path for path in explain_class(course, out).pages}
    pages["wrong"].unlink()
    written = {path.stem: path.read_text("utf-8") for path in explain_class(course, out, ["wrong"]).pages}["wrong"]
    assert "&lt;script&gt;alert(1)" in written and "<script>" not in written and "\x1b" not in written


def test_the_record_of_a_question_has_it_by_function(graded):
    course, out = graded
    ((again, _),) = explain(course, out, "wrong", "mean_and_std", None).again
    assert {name: said.en for name, said in again.first.items()} == {"mean_and_std": EN}
    assert dataclasses.replace(again).first == again.first
