"""A commented copy is the student's file, with comments that say what the student may read and nothing else."""

import ast
import json
import time
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from autograder import course as courses
from autograder.export import notebook, script
from autograder.export.rows import Row
from autograder.export.said import Say, Speech, markdown, plain
from autograder.questions.handout import handout_document
from autograder.reports.html import student_page
from autograder.results import (
    Adjustment,
    CaseResult,
    Change,
    Diagnosis,
    Message,
    QuestionResult,
    SubmissionResult,
    WrittenResult,
)
from autograder.sandbox import cells as cells_of
from autograder.wire.feedback import blanked
from autograder.wire.messages import HandoutCell
from autograder.written.extract import find_answers
from autograder.written.markers import ANSWER_BEGIN, ANSWER_END, ANSWER_PLACEHOLDER

ROOT = Path(__file__).parents[2]
FUNCTIONS = {"square": ("square",), "mean_and_std": ("mean_and_std",), "split_evenly": ("split_evenly",)}
ANSWER = f"{ANSWER_BEGIN.format(name='why')}\n\n{ANSWER_END.format(name='why')}"
TOP = [Say("Feedback", is_title=True), Say("60 / 100 points")]
SAID = {name: [Say(name, is_title=True), Say("why:", "wrong at [0]")] for name in FUNCTIONS}
CELLS = ["import numpy as np", "def square(x):\n    return x", "y = 1", "def mean_and_std(x):\n    pass", "z = 2"]


def made(cells, minor=5, **more):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], **more)
    book.nbformat_minor = minor
    if minor < 5:
        for cell in book.cells:
            del cell["id"]
    return nbformat.writes(book).encode()


def cells(data):
    return [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(data)["cells"]]


# -- notebooks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minor", [2, 5])
def test_a_cell_stands_below_each_question_s_cell_and_one_at_the_top(minor):
    copy = notebook.commented(made(CELLS, minor), TOP, SAID, FUNCTIONS)
    nbformat.validate(nbformat.reads(copy.decode(), as_version=4))
    found = cells(copy)
    assert [text.split("\n")[0] if kind == "markdown" else text for kind, text in found] == [
        "**Feedback**", CELLS[0], CELLS[1], "**square**", *CELLS[2:4], "**mean\\_and\\_std**", CELLS[4],
    ]  # fmt: skip
    own = [cell.get("id") for cell in json.loads(copy)["cells"] if cell["cell_type"] == "markdown"]
    assert own == (["feedback-overall", "feedback-square", "feedback-mean_and_std"] if minor == 5 else [None] * 3)
    assert "split" in found[0][1]  # a question without a cell is told at the top
    assert all(cell["metadata"]["tags"] == ["homework-feedback"] for cell in json.loads(copy)["cells"]
               if cell["cell_type"] == "markdown")  # fmt: skip


def test_a_second_round_replaces_the_first():
    data = made(CELLS)
    once = notebook.commented(data, TOP, SAID, FUNCTIONS)
    assert notebook.commented(once, TOP, SAID, FUNCTIONS) == once
    other = notebook.commented(once, [Say("Other")], SAID, FUNCTIONS)
    assert other == notebook.commented(data, [Say("Other")], SAID, FUNCTIONS)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
CELL = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw"]), "source": st.text() | st.lists(st.text(), max_size=3)},
    optional={"outputs": st.lists(JSON, max_size=2), "execution_count": JSON, "attachments": JSON},
)


@given(st.lists(CELL, max_size=5), st.dictionaries(st.text().filter(lambda k: k not in ("cells",)), JSON, max_size=3))
def test_whatever_a_student_s_cells_hold_they_are_as_they_were(content, more):
    book = more | {"cells": content, "nbformat": 4, "nbformat_minor": 5}
    copy = notebook.commented(json.dumps(book).encode(), TOP, SAID, FUNCTIONS)
    again = json.loads(copy)
    again["cells"] = [c for c in again["cells"] if c.get("metadata", {}).get("tags") != ["homework-feedback"]]
    assert json.dumps(again, sort_keys=True) == json.dumps(book, sort_keys=True)
    assert notebook.commented(copy, TOP, SAID, FUNCTIONS) == copy


def test_numbers_of_any_size_and_every_spelling_of_a_string_stay():
    raw = '{"cell_type": "code", "source": "a", "metadata": {"n": 1e400, "m": 9999, "s": "\\u9648\\/"}}'
    raw = raw.replace("9999", "9" * 6000)
    book = '{"cells": [' + raw + '], "nbformat": 4, "nbformat_minor": 2, "metadata": {"x": -0.0}}'
    copy = notebook.commented(book.encode(), TOP, {}, FUNCTIONS)
    assert raw.encode() in copy and b'"metadata": {"x": -0.0}' in copy


BROKEN = {
    "cut off": made(CELLS)[:-20],
    "no JSON": b"{cells: 1}",
    "NaN": made(CELLS).replace(b'"metadata": {}', b'"metadata": {"x": NaN}'),
    "format 3": b'{"worksheets": [{"cells": []}], "nbformat": 3, "nbformat_minor": 0}',
    "nested": b'{"cells": [' + b'{"a":' * 200_000 + b"1" + b"}" * 200_000 + b'], "nbformat": 4, "nbformat_minor": 5}',
    "cells that are none": b'{"cells": [1, "x"], "nbformat": 4, "nbformat_minor": 5}',
    "no UTF-8": b'{"cells": [{"cell_type": "code", "source": "\xff"}], "nbformat": 4, "nbformat_minor": 5}',
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_notebook_has_no_copy(what):
    assert notebook.commented(BROKEN[what], TOP, SAID, FUNCTIONS) is None


def test_feedback_alone_is_a_notebook():
    nbformat.validate(nbformat.reads(notebook.alone(TOP).decode(), as_version=4))


# -- scripts ------------------------------------------------------------------------------------------------------

SCRIPT = """#!/usr/bin/env python
# -*- coding: utf-8 -*-
# ---
# jupyter:
# ---

# %% [markdown]
# def square(x): is to be written

# %%
def square(x):
    return x

# %% tags=["check"]
grader.check("square")

# %%
def mean_and_std(x):
    pass"""


def test_a_block_stands_at_the_end_of_each_question_s_cell_and_one_at_the_top():
    copy = script.commented(SCRIPT.encode(), TOP, SAID, FUNCTIONS).decode()
    lines = copy.split("\n")
    begins = [i for i, line in enumerate(lines) if line.startswith(script.BEGIN)]
    assert [lines[i] for i in begins] == [f"{script.BEGIN}: {name}" for name in ("overall", "square", "mean_and_std")]
    assert lines[begins[0] - 1] == "# ---" and begins[0] == 5
    assert lines[begins[1] + 4] == '# %% tags=["check"]'
    assert "#   why: wrong at [0]" in lines and copy.endswith("# <<< homework feedback: mean_and_std")
    assert ast.dump(ast.parse(copy)) == ast.dump(ast.parse(SCRIPT))


LINES = [
    "def square(x):", "    pass", "# %%", "# %% [markdown]", "x = 'é陈'", "", "# ---", "#!x", "\x0c", "# coding: utf8",
    "def mean_and_std(x): pass",
]  # fmt: skip
ENDS = st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=12, max_size=12)


@given(st.lists(st.sampled_from(LINES), max_size=12), ENDS, st.booleans())
def test_without_the_blocks_a_script_is_what_it_was(lines, ends, is_ended):
    text = "".join(line + end for line, end in zip(lines, ends))
    if not is_ended:
        text = text.rstrip("\r\n")
    copy = script.commented(text.encode(), TOP, SAID, FUNCTIONS).decode()
    assert "".join(script.without(script._lines(copy))) == text
    assert script.commented(copy.encode(), TOP, SAID, FUNCTIONS).decode() == copy


@given(st.lists(st.sampled_from([script.BEGIN, script.END, "# a", "x = 1", "def square(x): pass"]), max_size=12))
def test_lines_that_look_like_ours_cost_nobody_a_line_of_code(lines):
    copy = script.commented("\n".join(lines).encode(), TOP, SAID, FUNCTIONS).decode()
    assert [line for line in copy.split("\n") if line[:1] not in ("", "#")] == [
        line for line in lines if line[:1] != "#"
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "latin-1"])
def test_a_script_keeps_its_encoding(encoding):
    text = "# coding: latin-1\nx = 'é'\n" if encoding == "latin-1" else "x = '陈'\ndef square(x): pass\n"
    copy = script.commented(text.encode(encoding), [Say("反馈")], SAID, FUNCTIONS).decode(encoding)
    assert "".join(script.without(script._lines(copy))) == text
    assert ("反馈" in copy) == (encoding != "latin-1")
    ast.parse(copy)


@pytest.mark.parametrize("data", [b"<html>", b"%PDF-1", b"\0\1", b"\xff\xff\xff", b"# coding: rot13\n\xff"])
def test_what_is_no_text_has_no_copy(data):
    assert script.commented(data, TOP, SAID, FUNCTIONS) is None


@pytest.mark.parametrize(
    "data",
    [b"\n" * (20 << 20), b" " * (20 << 20), b'{"cells":[' + b'{"cell_type":""},' * (1 << 20) + b'{"cell_type":""}]}',
     b'{"cells":[' + b"1," * (10 << 20) + b"1]}", b'{"cells":[],' + b'"a":1,' * (3 << 20) + b'"b":1}'],
    ids=["lines", "blanks", "cells", "numbers", "names"],
)  # fmt: skip
def test_what_is_made_to_be_large_costs_little(data):
    began = time.process_time()
    make = notebook.commented if data[:1] == b"{" else script.commented
    assert make(data, TOP, SAID, FUNCTIONS) is None
    assert time.process_time() - began < 2


# -- a copy that is handed in again -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_comments_are_no_part_of_a_written_answer(kind):
    course = courses.find_course(ROOT)
    homework = course.homework("losses")
    document, names = handout_document(course, "losses"), [written.name for written in homework.written]
    data = (course.template("losses") / f"losses.{kind}").read_bytes()
    for number in range(len(names)):
        data = data.replace(ANSWER_PLACEHOLDER.encode(), f"Because of reason {number}.".encode(), 1)
    functions = {question.name: question.functions for question in homework.questions}
    said = {name: [Say(f"FEEDBACK on {name}", is_title=True)] for name in functions}
    make = notebook.commented if kind == "ipynb" else script.commented
    copy = make(data, [Say("FEEDBACK", is_title=True)], said, functions)
    assert copy.count(b"FEEDBACK") == 1 + len(functions)
    found = find_answers(kind, data, names, document)
    assert [answer.text for answer in found.values()] == [f"Because of reason {i}." for i in range(len(names))]
    assert find_answers(kind, copy, names, document) == found


# -- handed in again ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_a_commented_copy_that_is_handed_in_again_reads_as_the_file_without_comments(kind):
    words = (Say(f"a line of many words that nobody of the class wrote {i}") for i in range(20))
    long = [Say("Feedback", is_title=True), *words]
    data = made(CELLS) if kind == "ipynb" else "\n\n\n# %%\n".join(["# %% [markdown]\n# # Mine", *CELLS]).encode()
    copy = (notebook if kind == "ipynb" else script).commented(data, long, dict.fromkeys(FUNCTIONS, long), FUNCTIONS)
    before, after = cells_of.read(kind, data), cells_of.read(kind, copy)
    assert [cell.source.strip() for cell in after.in_order] == [cell.source.strip() for cell in before.in_order]
    assert [cell.number for cell in after.code] == [cell.number for cell in before.code]
    assert cells_of.read(kind, (notebook if kind == "ipynb" else script).alone(long)).in_order == []
    handout = [HandoutCell("markdown", "## 1. Why (10)"), HandoutCell("markdown", ANSWER)]
    assert find_answers(kind, copy, ["why"], handout) == {}, "and no person is asked to look for answers"


@pytest.mark.parametrize("mark", ["NaN", '"\\ud800"'])
def test_so_does_a_copy_that_an_editor_saved_as_no_strict_json(mark):
    copy = notebook.commented(made(CELLS), TOP, SAID, FUNCTIONS)
    copy = copy.replace(b'"nbformat": 4', f'"odd": {mark}, "nbformat": 4'.encode())
    read = cells_of.read("ipynb", copy)
    assert [cell.source for cell in read.code] == CELLS and not read.aside


def test_a_cell_of_the_student_s_is_read_whatever_its_metadata_are():
    for metadata in ({"tags": ["homework"]}, {"tags": "homework-feedback"}, {"tags": [1, "homework-feedback"]}, {}):
        cell = {"cell_type": "markdown", "source": "mine", "metadata": metadata}
        read = cells_of.read("ipynb", json.dumps({"cells": [cell], "nbformat": 4}).encode())
        assert [one.source for one in read.aside] == ["mine"], metadata


def test_every_line_of_a_commented_script_has_its_number_and_an_open_block_is_the_student_s():
    text = script.commented(b"import numpy\ndef square(x):\n    return x\n", TOP, SAID, FUNCTIONS).decode()
    shown = blanked(text)
    assert [(i, line) for i, line in enumerate(text.split("\n")) if line and line[0] != "#"] == [
        (i, line) for i, line in enumerate(shown.split("\n")) if line
    ]
    for own in (f"{script.BEGIN}: x\n# mine\ny = 1\n{script.END}", f"{script.END}\n# a\n{script.BEGIN}", "# a\n"):
        assert blanked(own) == own


# -- what is said -------------------------------------------------------------------------------------------------

CASES = (
    CaseResult("public one", False, 0, "failed", "got 1, expected 2"),
    CaseResult("hidden a", True, 20, "timed_out", "slow"),
    CaseResult("hidden b", True, 10, "failed", "SECRET of the milder one"),
    CaseResult("hidden c", True, 10, "passed"),
)
MISTAKE = Diagnosis("square", "doubled", Message("You double.", "你加倍了。"), "value")
MISTAKE_WORDS = ("Likely mistake in", "可能的错误出在")
CONVENTION_WORDS = ("Another convention in", "与题目不同的约定：")
ASKED = QuestionResult("square", 10, 40, "timed_out", CASES, (MISTAKE,))


def speech(mini_course, *rows, languages=("en", "zh"), **changes):
    return Speech(replace(mini_course.homework("mini"), **changes), rows, languages)


def row_of(**more):
    return Row(submission="a", homework="mini", status="graded", score=10.0, max_score=100.0,
               questions=(ASKED,), **more)  # fmt: skip


def test_a_question_says_one_reason_and_how_many_hidden_tests_passed(mini_course):
    ((name, lines),) = speech(mini_course, row_of()).questions()
    text = "\n".join(map(plain, lines))
    assert name == "square" and lines[0].text == "T Squares / 平方: 10 / 40 points / 分"
    assert "The gravest reason: / 有隐藏测试未通过，其中最严重的原因： T timed out / 运行超时" in text
    assert "slow" in text and "Hidden tests passed / 通过的隐藏测试: 1 / 3" in text
    assert "SECRET" not in text and not [c for c in CASES if c.hidden and c.name in text]
    assert "You double." in text and "你加倍了。" in text
    assert "public one" in text and "got 1, expected 2" in text


def test_a_convention_is_called_so_as_on_the_page(mini_course):
    other = replace(ASKED, diagnoses=(replace(MISTAKE, category="convention"),))
    for asked, words in ((ASKED, MISTAKE_WORDS), (other, CONVENTION_WORDS)):
        one = replace(row_of(), questions=(asked,))
        ((_, lines),) = speech(mini_course, one).questions()
        assert f"{words[0]} / {words[1]} square" in map(plain, lines)
        graded = SubmissionResult("a", "mini", "graded", "none", 7, 10.0, 100.0, (asked,))
        page = student_page(mini_course.homework("mini"), graded, "today")
        assert all(word in page for word in words)


def test_a_file_that_could_not_be_opened_has_0_points_and_says_why_and_nothing_of_written_answers(mini_course):
    answer = WrittenResult("essay", False, None, 10.0)
    bob = replace(row_of(), status="unreadable", score=0.0, questions=(), message="no JSON", written=(answer,))
    assert list(map(plain, speech(mini_course, bob).overall()[1:])) == [
        "0 / 100 points / 分",
        "This submission could not be read: / 提交的文件无法读取： no JSON",
    ]
    comment = replace(bob, adjustments=(Adjustment("", "", "", None, "hand in again"),))
    assert "hand in again" in map(plain, speech(mini_course, comment).overall())
    ann = replace(row_of(), written=(answer,))
    assert "no answer found" in "\n".join(map(plain, speech(mini_course, ann).overall()))


def test_points_are_those_that_count(mini_course):
    changed, dropped = row_of(adjusted={"square": 12.5}), row_of(excused=("square",))
    titles = [next(speech(mini_course, one).questions())[1][0].text for one in (changed, dropped)]
    assert titles == ["T Squares / 平方: 12.5 / 40 points / 分", "T Squares / 平方: does not count / 不计"]


def test_points_that_differ_among_a_group_are_told_as_graded(mini_course):
    ((_, lines),) = speech(mini_course, row_of(adjusted={"square": 12.5}), row_of()).questions()
    assert lines[0].text == "T Squares / 平方: 10 / 40 points / 分"


def test_one_language_is_one(mini_course):
    ((_, lines),) = speech(mini_course, row_of(), languages=("zh",)).questions()
    text = "\n".join(map(plain, lines))
    assert "Squares" not in text and "double" not in text and "你加倍了" in text


@pytest.mark.parametrize(("hints", "is_told"), [("off", False), ("category", False), ("full", True)])
def test_hints_are_told_as_far_as_the_course_reveals_them(mini_course, hints, is_told):
    ((_, lines),) = speech(mini_course, row_of(), hints=hints).questions()
    text = "\n".join(map(plain, lines))
    assert ("You double" in text) == is_told
    assert ("A wrong step" in text) == (hints == "category")


def test_a_group_whose_marks_differ_reads_no_total(mini_course):
    same = speech(mini_course, row_of(), row_of()).overall()
    assert [line.text for line in same][1] == "10 / 100 points / 分"
    differ = speech(mini_course, row_of(), replace(row_of(), score=8.0)).overall()
    assert len(differ) == 1


BY_HAND = Adjustment("", "", "-10%", -1.0, "copied from the lecture", "Lin", "2026-12-01")
TOO_LATE = Adjustment("", "", "late", -2.0, "Handed in a day late.", zh="迟交一天。")
BEFORE = Change("2026-12-01 10:00", "square", 12, 10, "suite", "of the staff alone")


def test_what_was_adjusted_and_what_being_late_cost_is_told_with_its_reason(mini_course):
    row = row_of(adjustments=(BY_HAND, TOO_LATE), changes=(BEFORE,))
    text = "\n".join(map(plain, speech(mini_course, row).overall()))
    assert "After grading / 评分之后的调整: total / 总分: -10% (-1 points / 分)" in text
    assert "copied from the lecture" in text
    assert "handed in late / 迟交 (-2 points / 分)" in text
    assert "Handed in a day late. / 迟交一天。" in text
    assert "question square: a test was corrected; 10 points instead of 12" in text
    assert "of the staff" not in text and "Lin" not in text
    chinese = "\n".join(map(plain, speech(mini_course, row, languages=("zh",)).overall()))
    assert "迟交一天。" in chinese and "Handed" not in chinese


def test_of_a_group_only_what_all_have_alike_is_told(mini_course):
    both = speech(mini_course, row_of(adjustments=(BY_HAND, TOO_LATE)), row_of(adjustments=(TOO_LATE,))).overall()
    text = "\n".join(map(plain, both))
    assert "copied" not in text and "a day late" in text


@given(st.text(max_size=60))
def test_no_text_of_a_program_s_is_a_second_line_or_markup(text):
    line = Say("It said:", text)
    assert len(f"# {plain(line)}".splitlines()) == 1
    shown = markdown([line])
    assert len(shown.splitlines()) == 1 and shown.startswith("- It said:")
    literal = shown.removeprefix("- It said:").strip()
    if literal:
        fence = literal[: len(literal) - len(literal.lstrip("`"))]
        assert fence and literal.endswith(fence) and fence not in literal[len(fence) : -len(fence)]
