"""Written answers: found in any file, marked under a code, marks read back from whatever a spreadsheet saves."""

import csv
import io
import itertools
import json
import re
import string
import time

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from written_class import CODE, HOW, WHY, coded, document, handed_in, received, write_course

from autograder.classroom.answers import LIMIT, find_answers
from autograder.classroom.grade import write_outputs
from autograder.classroom.intake import Unreadable
from autograder.classroom.marks import NOT_ANSWERED, Row, headings, read_sheet, updated
from autograder.classroom.written import SCORES, WrittenError, begin_marking, codes
from autograder.cli import main
from autograder.course import CourseError, Homework, open_course
from autograder.markers import ANSWER_BEGIN, ANSWER_END, ANSWER_PLACEHOLDER
from autograder.results import from_json, to_json

QUESTIONS = (WHY, HOW)
BEGIN, END = ANSWER_BEGIN.format(name=WHY), ANSWER_END.format(name=WHY)
ANSWER = "**Because** $2x = x + x$.\n\n- one\n- two\n\n    code\n\n# 标题\n\n最后一行"


@pytest.fixture
def course(tmp_path):
    return write_course(tmp_path / "course")


@pytest.fixture
def homework(course) -> Homework:
    return course.homework("vectors")


def notebook(*cells: str | list[str], **more: object) -> bytes:
    content = [{"cell_type": "markdown", "metadata": {}, "source": cell} for cell in cells]
    return json.dumps({"cells": content, "metadata": {}, "nbformat": 4, **more}).encode()


def why(data: bytes, kind: str = "ipynb") -> str:
    return find_answers(kind, data, QUESTIONS).get(WHY, "")


# Answers in files


@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_an_answer_reads_the_same_in_both_forms(kind):
    assert find_answers(kind, handed_in({WHY: ANSWER}, kind), QUESTIONS) == {WHY: ANSWER}


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Cs")), max_size=30)
LINES = st.lists(PLAIN.filter(lambda line: not line.lstrip("# ").startswith("%%")), max_size=8)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_any_text_reads_the_same_in_both_forms(lines):
    text = "\n".join(lines)
    found = [find_answers(kind, handed_in({WHY: text}, kind), [WHY]) for kind in ("ipynb", "py")]
    assert found[0] == found[1]
    assert found[0] in ({}, {WHY: text.strip()})


@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_a_placeholder_that_was_not_touched_is_no_answer(kind):
    assert find_answers(kind, handed_in({}, kind), QUESTIONS) == {}
    assert find_answers(kind, handed_in({WHY: " \n\t\n \u200b"}, kind), QUESTIONS) == {}


def test_a_placeholder_that_was_left_standing_is_not_part_of_the_answer():
    assert why(handed_in({WHY: f"{ANSWER_PLACEHOLDER}\n\nbecause"})) == "because"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_encodings_and_line_ends_of_editors_do_not_matter(kind, encoding):
    text = handed_in({WHY: "因为\n\n所以"}, kind).decode()
    data = (text.replace("\n", "\r\n") if kind == "py" else text).encode(encoding)
    assert why(data, kind) == "因为\n\n所以"


def test_a_script_whose_prose_stands_in_quotes_is_read():
    script = f'{CODE}\n\n# %% [markdown]\n"""\n{BEGIN}\n\nbecause\n\n{END}\n"""\n'
    assert why(script.encode(), "py") == "because"


def test_an_answer_over_several_cells_keeps_its_code():
    cells = [f"{BEGIN}\n\nfirst", "second", f"third\n\n{END}", "## later"]
    content = json.loads(notebook(*cells))
    content["cells"].insert(2, {"cell_type": "code", "source": ["x = 1\n", "y"], "outputs": []})
    assert why(json.dumps(content).encode()) == "first\n\nsecond\n\n```python\nx = 1\ny\n```\n\nthird"


def test_without_its_end_mark_an_answer_ends_with_its_cell():
    assert why(notebook(f"{BEGIN}\n\nbecause", "## later")) == "because"
    assert why(f"# %% [markdown]\n# {BEGIN}\n# because\n\n# %%\nx = 1\n".encode(), "py") == "because"


def test_without_its_first_mark_an_answer_begins_with_its_cell():
    assert why(notebook("## before", f"because\n\n{END}", "## later")) == "because"


def test_an_answer_never_runs_into_the_next_question():
    other = ANSWER_BEGIN.format(name=HOW)
    found = find_answers("ipynb", notebook(f"{BEGIN}\n\nmine\n\n{other}\n\nnext"), QUESTIONS)
    assert found == {WHY: "mine", HOW: "next"}


@pytest.mark.parametrize("early", [END, f"{END}\n\nmore {END}", "-->", "<!--", "<!-- --> -->"])
def test_a_mark_closed_early_in_the_text_cuts_nothing_off(early):
    found = why(notebook(f"{BEGIN}\n\nbefore {early} after\n\n{END}"))
    assert found.startswith("before") and found.endswith("after") and END not in found


def test_an_answer_in_a_cell_that_was_made_code_is_read():
    data = notebook(f"{BEGIN}\n\nbecause\n\n{END}").replace(b'"markdown"', b'"code"')
    assert why(data) == "because"


def test_a_copied_cell_is_one_answer():
    cell = f"{BEGIN}\n\n{{}}\n\n{END}"
    assert (
        why(notebook(cell.format(ANSWER_PLACEHOLDER), cell.format("one"), "## x", cell.format("two"))) == "one\n\ntwo"
    )


@pytest.mark.parametrize("name", ["why", "why_not"])
def test_a_question_whose_name_begins_like_another_is_told_apart(name):
    cells = [f"{ANSWER_BEGIN.format(name=n)}\n\n{n}\n\n{ANSWER_END.format(name=n)}" for n in ("why_not", "why")]
    assert find_answers("ipynb", notebook(*cells), ["why", "why_not"])[name] == name


def test_outputs_that_are_no_strict_json_lose_no_answer():
    answer = f"{BEGIN}\n\nbecause\n\n{END}"
    for odd in ("NaN", "-Infinity", '"\\ud800"', "9" * 6000):
        data = notebook(answer, x="@").replace(b'"@"', odd.encode())
        assert why(data) == "because"


ODD_FILES = {
    "nothing": b"",
    "no json": b"{not json",
    "a list": b"[]",
    "no cells": b"{}",
    "cells null": b'{"cells": null}',
    "a cell that is a number": b'{"cells": [3]}',
    "source null": b'{"cells": [{"cell_type": "markdown", "source": null}]}',
    "nested lists": b'{"cells": [], "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "nested cells": b'{"cells": ' + b"[" * 200_000,
    "bytes": bytes(range(256)),
    "nul": b"\0" * 1000,
    "utf-16 cut": b"\xff\xfe\x00",
    "bare marks": (BEGIN * 50_000).encode(),
    "marks": f"{BEGIN} {END} ".encode() * 20_000,
    "quotes": b'"""',
    "two million cells": b'{"cells": [' + b"{}," * 2_000_000 + b"{}]}",
    "a cell for every mark": f"{BEGIN}\n# %%\n".encode() * 100_000,
    "too long for a script": f"# %% [markdown]\n# {BEGIN}\n# a\n".encode() * 1_000_000,
}


@pytest.mark.parametrize("data", ODD_FILES.values(), ids=ODD_FILES)
@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_an_odd_file_has_no_answer_and_raises_nothing(kind, data):
    start = time.perf_counter()
    assert find_answers(kind, data, QUESTIONS) == {}
    assert time.perf_counter() - start < 5


@settings(max_examples=200)
@given(st.lists(st.sampled_from([BEGIN, END, ANSWER_END.format(name=HOW), "a", "\n", "\n\n", "```", "# %%\n"])))
def test_marks_in_any_order_raise_nothing(pieces):
    text = "".join(pieces)
    assert BEGIN not in why(notebook(text, text)) and BEGIN not in why(text.encode(), "py")


def test_a_very_long_answer_is_bounded():
    assert LIMIT - 10 < len(why(notebook(f"{BEGIN}\n\n{'a' * 10**6}\n\n{END}"))) <= LIMIT


# Codes


@given(st.integers(), st.sets(st.text(max_size=20), max_size=20))
def test_codes_are_the_same_in_every_run_differ_and_show_no_name(seed, names):
    found = codes(seed, "vectors", names)
    assert found == codes(seed, "vectors", sorted(names, reverse=True))
    assert len(set(found.values())) == len(names)
    assert all(set(code) <= set("bcdfghjkmnpqrstvwxz-") for code in found.values())


def test_codes_differ_between_homeworks_and_courses_and_names():
    found = [codes(*key)["ann"] for key in ((1, "a", ["ann"]), (1, "b", ["ann"]), (2, "a", ["ann"]))]
    assert len(set(found)) == 3
    assert codes(1, "a", ["ann", "bob"])["ann"] == found[0]


def test_lone_surrogates_in_a_name_have_a_code():
    assert len(codes(1, "a", ["\ud800", "\ud801"])) == 2


# The file of marks

ROWS = [Row("bbbb-bbbb", {WHY, HOW}), Row("cccc-cccc", {HOW}), Row("dddd-dddd", {WHY})]
KNOWN = [*(row.code for row in ROWS), "zzzz-zzzz"]
FILE = "written_scores.csv"
MEAN, THEN, STEPS = (WHY, "the mean"), (WHY, '因此, 所以; "then"'), (HOW, "steps")


def fresh(homework) -> bytes:
    return updated(None, None, homework, ROWS)


def cells_of(data: bytes, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))


def saved(cells: list[list[str]], encoding="utf-8-sig", delimiter=",", line_end="\r\n", quoting=csv.QUOTE_MINIMAL):
    """The cells as a spreadsheet saves them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(cells)
    return text.getvalue().encode(encoding)


def filled(homework, *rows: list[str]) -> list[list[str]]:
    return [cells_of(fresh(homework))[0], *([row[0], *row[1:]] for row in rows)]


def test_a_new_file_is_for_excel_and_has_a_row_per_code_and_a_column_per_item(homework):
    data = fresh(homework)
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == 4
    assert cells_of(data) == [
        ["code", "why: the mean (max 2)", 'why: 因此, 所以; "then" (max 1.5)', "how: steps (max 3)"],
        ["bbbb-bbbb", "", "", ""],
        ["cccc-cccc", NOT_ANSWERED, NOT_ANSWERED, ""],
        ["dddd-dddd", "", "", NOT_ANSWERED],
    ]


def test_a_new_file_says_nothing(homework):
    sheet = read_sheet(fresh(homework), FILE, homework, KNOWN)
    assert not sheet.is_marked and set(sheet.marks) == {row.code for row in ROWS}


def test_an_item_that_looks_like_a_formula_is_none_in_the_file(homework):
    item = msgspec.structs.replace(homework.written[0].rubric[0], name="a;=cmd()")
    written = msgspec.structs.replace(homework.written[0], rubric=(item,))
    changed = msgspec.structs.replace(homework, written=(written,))
    data = updated(None, None, changed, ROWS[:1])
    assert b";=" not in data
    marked = data.replace(b"bbbb-bbbb,", b"bbbb-bbbb,1")
    assert read_sheet(marked, FILE, changed, KNOWN).marks["bbbb-bbbb"] == {(WHY, "a;=cmd()"): 1.0}


MARKS = st.fixed_dictionaries(
    {row.code: st.tuples(*(st.none() | st.integers(0, int(m * 4)) for m in (2, 1.5, 3))) for row in ROWS}
)


@settings(deadline=None)
@given(
    marks=MARKS,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    point=st.sampled_from([".", ","]),
    order=st.permutations(range(4)),
    rows=st.permutations(range(3)),
    empty=st.tuples(st.integers(0, 3), st.integers(0, 3)),
    no_mark=st.sampled_from(["", NOT_ANSWERED, " ", "-"]),
)
def test_marks_survive_every_habit_of_spreadsheets(
    tmp_path_factory, marks, encoding, delimiter, line_end, quoting, point, order, rows, empty, no_mark
):
    homework = small_homework(tmp_path_factory)
    head = ["code", *headings(homework).values()]
    wanted, lines = {}, []
    for code, entered in marks.items():
        texts = [no_mark if m is None else f"{m / 4:g}".replace(".", point) for m in entered]
        lines.append([code, *texts])
        wanted[code] = {c: m / 4 for c, m in zip((MEAN, THEN, STEPS), entered, strict=True) if m is not None}
    cells = [[line[i] for i in order] + [""] * empty[0] for line in (head, *(lines[i] for i in rows))]
    cells += [[""] * len(cells[0])] * empty[1]
    data = saved(cells, encoding, delimiter, line_end, quoting)
    sheet = read_sheet(data, FILE, homework, KNOWN)
    assert sheet.marks == wanted

    # A student who hands in late goes below; nothing that was there changes.
    more = updated(data, sheet, homework, [*ROWS, Row("zzzz-zzzz", {WHY})])
    again = read_sheet(more, FILE, homework, KNOWN)
    assert again.marks == {**wanted, "zzzz-zzzz": {}}
    assert updated(more, again, homework, [*ROWS, Row("zzzz-zzzz", {WHY})]) == more
    if sheet.is_marked:
        assert more.startswith(data)


_HOMEWORKS = {}


def small_homework(factory) -> Homework:
    if "it" not in _HOMEWORKS:
        _HOMEWORKS["it"] = write_course(factory.mktemp("course")).homework("vectors")
    return _HOMEWORKS["it"]


def test_an_unmarked_file_comes_back_in_the_order_of_the_pages_and_in_the_form_it_had(homework):
    cells = cells_of(fresh(homework))
    data = saved([cells[0], *cells[:0:-1]], "gbk", ";", "\n")
    more = updated(data, read_sheet(data, FILE, homework, KNOWN), homework, ROWS)
    assert cells_of(more, "gbk", ";") == cells and b"\r" not in more


def test_a_column_of_ones_own_is_left_alone(homework):
    cells = [
        [*row, note] for row, note in zip(cells_of(fresh(homework)), ["# notes", "ask, again", "", ""], strict=True)
    ]
    data = saved(cells)
    sheet = read_sheet(data, FILE, homework, KNOWN)
    assert not sheet.is_marked
    assert updated(data, sheet, homework, [*ROWS, Row("zzzz-zzzz", {HOW})]) == data + b"zzzz-zzzz,n/a,n/a,,\r\n"


def test_headings_may_lose_their_maximum_and_their_capitals(homework):
    data = saved([["Code", " WHY: The  Mean ", "how: steps (max 5)"], ["BBBB-BBBB", "１．５", "3"]])
    assert read_sheet(data, FILE, homework, KNOWN).marks == {"bbbb-bbbb": {MEAN: 1.5, STEPS: 3.0}}


def test_a_file_without_a_last_line_end_gets_one_before_a_new_row(homework):
    data = b"code,why: the mean\nbbbb-bbbb,1"
    sheet = read_sheet(data, FILE, homework, KNOWN)
    assert updated(data, sheet, homework, ROWS[:2]) == data + b"\ncccc-cccc,n/a\n"


WRONG = {
    "an unknown code": (["xxxx-xxxx", "1", "", ""], "line 2: no answer has the code 'xxxx-xxxx': correct it"),
    "no code": (["", "1", "", ""], "line 2: a row without a code: fill in the code, or clear the row"),
    "no number": (["bbbb-bbbb", "good", "", ""], "line 2, why: the mean: 'good' is no number: enter 0 to 2"),
    "a date": (["bbbb-bbbb", "", "1.May", ""], "'1.May' is no number: enter 0 to 1.5, or nothing"),
    "not finite": (["bbbb-bbbb", "nan", "", ""], "'nan' is no number"),
    "a power": (["bbbb-bbbb", "1e0", "", ""], "'1e0' is no number"),
    "negative": (["bbbb-bbbb", "-1", "", ""], "'-1' is no number: enter 0 to 2"),
    "too much": (["bbbb-bbbb", "", "", "3.5"], "line 2, how: steps: '3.5' is too much: enter 0 to 3"),
    "beyond the last column": (["bbbb-bbbb", "1", "", "", "5"], "line 2: '5' stands under no heading: move it"),
    "terminal escapes": (["bbbb-bbbb", "\x1b[31m", "", ""], r"'\x1b[31m' is no number"),
}


@pytest.mark.parametrize(("row", "message"), WRONG.values(), ids=WRONG)
def test_what_is_no_mark_is_told_with_its_line(homework, row, message):
    with pytest.raises(WrittenError) as error:
        read_sheet(saved(filled(homework, row)), FILE, homework, KNOWN)
    assert str(error.value).startswith(f"{FILE}: line 2") and message in str(error.value)


def test_line_numbers_count_lines_as_an_editor_does(homework):
    rows = [["", "", "", ""], ["bbbb-bbbb", "1", "", ""], ["cccc-cccc", "", "", ""], ["dddd-dddd", "bad", "", ""]]
    with pytest.raises(WrittenError, match="line 5, why"):
        read_sheet(saved(filled(homework, *rows)), FILE, homework, KNOWN)


def test_a_row_or_a_column_that_stands_twice_is_told(homework):
    twice = [["bbbb-bbbb", "1", "", ""], ["cccc-cccc", "", "", ""], ["bbbb-bbbb", "2", "", ""]]
    with pytest.raises(WrittenError, match="line 4: bbbb-bbbb stands on line 2 too: keep one"):
        read_sheet(saved(filled(homework, *twice)), FILE, homework, KNOWN)
    with pytest.raises(WrittenError, match="line 1: two columns are named 'why: the mean'"):
        read_sheet(saved([["code", "why: the mean (max 2)", "why: the mean"]]), FILE, homework, KNOWN)


def test_an_unknown_item_is_told(homework):
    with pytest.raises(WrittenError, match="line 1: no rubric item is named 'why: the median'"):
        read_sheet(saved([["code", "why: the median"], ["bbbb-bbbb", ""]]), FILE, homework, KNOWN)


@pytest.mark.parametrize("data", [b"a,b\r\n1,2\r\n", b"\x80\xff\xff", b'code,"why', b"\xff\xfe\x00", b"PK\x03\x04\0\0"])
def test_a_file_that_is_no_table_is_told(homework, data):
    with pytest.raises(WrittenError, match=FILE):
        read_sheet(data, FILE, homework, KNOWN)


@settings(max_examples=300)
@given(st.binary(max_size=60) | st.text("code,;\t\"'\r\n12.bw: hystepmeang-", max_size=60).map(str.encode))
def test_whatever_the_file_holds_the_error_is_one_of_ours(tmp_path_factory, data):
    homework = small_homework(tmp_path_factory)
    try:
        sheet = read_sheet(b"code,how: steps\n" + data, FILE, homework, KNOWN)
    except WrittenError:
        return
    updated(b"code,how: steps\n" + data, sheet, homework, ROWS)


def test_rubric_items_of_one_question_must_differ(tmp_path):
    course = write_course(tmp_path)
    path = tmp_path / "assignment" / "course.toml"
    path.write_text(path.read_text("utf-8").replace('name = "the mean"', 'name = "因此, 所以; \\"THEN\\""'), "utf-8")
    with pytest.raises(CourseError, match="rubric items"):
        open_course(course.root)


# A class


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def write(course, out, answers: dict[str, dict[str, str] | None], scores: dict[str, float] | None = None):
    """One run over some submissions; None is an unreadable one."""
    homework = course.homework("vectors")
    found = [Unreadable(n, "a link") if a is None else received(n, a) for n, a in sorted(answers.items())]
    marking = begin_marking(course, homework, found, [], out)
    results = [coded(homework, item.name, (scores or {}).get(item.name, 60.0)) for item in found]
    results = [
        msgspec.structs.replace(r, status="unreadable", score=0.0) if answers[r.submission] is None else r
        for r in results
    ]
    return write_outputs(out, homework, results, "today", marking)


CLASS = {"ann": {WHY: "first reason", HOW: "add"}, "bob": {WHY: "second reason"}, "cat": {}, "dan": None}


def enter(out, row: int, *marks: str) -> None:
    path = out / SCORES
    cells = cells_of(path.read_bytes())
    cells[row] = [cells[row][0], *marks]
    path.write_bytes(saved(cells))


def row_of(out, homework, name: str) -> int:
    code = codes(1, homework.name, [name])[name]
    return next(i for i, cells in enumerate(cells_of((out / SCORES).read_bytes())) if cells[0] == code)


def grades(out) -> dict[str, str]:
    return {
        line.partition(",")[0]: line.partition(",")[2] for line in (out / "grades.csv").read_text("utf-8").split("\n")
    }


def test_pages_show_answers_without_names(course, out):
    write(course, out, CLASS)
    page = (out / "written" / "why.html").read_text("utf-8")
    assert "first reason" in page and "second reason" in page
    assert not set(CLASS) & set(re.findall(r"\w+", page.partition("</style>")[2]))
    known = codes(1, "vectors", CLASS)
    assert page.count('class="answer"') == 2
    assert all(code in page for code in known.values())
    assert page.index("Not answered") < page.index(known["cat"]) and page.index("Not answered") < page.index(
        known["dan"]
    )
    assert "Why does" in page and "2 points" not in page and "3.5 points" in page
    assert cells_of((out / SCORES).read_bytes())[1:] == sorted(
        [[known["ann"], "", "", ""], [known["bob"], "", "", NOT_ANSWERED]]
    )


def test_until_the_first_mark_scores_are_the_coded_ones(course, out):
    results = write(course, out, CLASS)
    assert {(r.score, r.max_score) for r in results} == {(60.0, 100.0), (0.0, 100.0)}
    assert grades(out)["submission"] == "status,score,max_score,double,why,how"
    assert grades(out)["ann"] == "graded,60,100,,,"
    assert [w.score for w in results[0].written] == [None, None]


def test_from_the_first_mark_on_every_submission_has_the_written_points(course, homework, out):
    write(course, out, CLASS)
    enter(out, row_of(out, homework, "ann"), "1.5", "", "2")
    results = {r.submission: r for r in write(course, out, CLASS)}
    assert {n: (r.score, r.max_score) for n, r in results.items()} == {
        "ann": (63.5, 106.5),
        "bob": (60.0, 106.5),
        "cat": (60.0, 106.5),
        "dan": (0.0, 106.5),
    }
    assert grades(out)["ann"] == "graded,63.5,106.5,,1.5,2"
    assert grades(out)["bob"] == "graded,60,106.5,,,"
    stored = from_json((out / "results" / "ann.json").read_bytes())
    assert [(m.item, m.score, m.max_score) for m in stored.written[0].marks] == [
        ("the mean", 1.5, 2.0),
        ('因此, 所以; "then"', None, 1.5),
    ]
    assert [w.answered for w in results["bob"].written] == [True, False]


def test_a_file_that_turns_out_to_be_unreadable_has_no_answers(course, homework, out):
    marking = begin_marking(course, homework, [received("ann", CLASS["ann"])], [], out)
    result = msgspec.structs.replace(coded(homework, "ann", 0.0), status="unreadable")
    (written, _) = write_outputs(out, homework, [result], "today", marking)[0].written
    assert not written.answered
    assert "first reason" not in (out / "written" / "why.html").read_text("utf-8")
    assert len(cells_of((out / SCORES).read_bytes())) == 1


def test_a_zero_is_a_mark(course, homework, out):
    write(course, out, CLASS)
    enter(out, row_of(out, homework, "ann"), "0", "", "")
    assert write(course, out, CLASS)[0].max_score == 106.5
    assert grades(out)["ann"] == "graded,60,106.5,,0,"


def test_entered_marks_are_kept_byte_for_byte_when_a_student_comes_late(course, homework, out):
    write(course, out, CLASS)
    enter(out, row_of(out, homework, "bob"), "2", "1,5", "")
    before = (out / SCORES).read_bytes()
    write(course, out, CLASS)
    assert (out / SCORES).read_bytes() == before
    results = write(course, out, {**CLASS, "eva": {HOW: "twice"}})
    after = (out / SCORES).read_bytes()
    assert after.startswith(before) and after != before
    assert [r.score for r in results] == [60.0, 63.5, 60.0, 0.0, 60.0]


def test_a_wrong_line_stops_before_anything_is_written_and_loses_nothing(course, homework, out):
    write(course, out, CLASS)
    enter(out, row_of(out, homework, "ann"), "1", "7", "")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    with pytest.raises(WrittenError, match=r"'7' is too much: enter 0 to 1\.5"):
        write(course, out, {**CLASS, "eva": {HOW: "twice"}})
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_file_of_marks_that_is_no_file_is_told(course, out):
    write(course, out, CLASS)
    (out / SCORES).unlink()
    (out / SCORES).mkdir()
    with pytest.raises(WrittenError, match="not a regular file"):
        write(course, out, CLASS)


def test_an_emptied_file_of_marks_is_written_again(course, out):
    write(course, out, CLASS)
    before = (out / SCORES).read_bytes()
    (out / SCORES).write_bytes(b"\xef\xbb\xbf\r\n,,,\r\n")
    write(course, out, CLASS)
    assert (out / SCORES).read_bytes() == before


def test_a_student_reads_marks_and_rubric_only_once_marked(course, homework, out):
    write(course, out, CLASS)
    page = (out / "students" / "ann.html").read_text("utf-8")
    assert "waits for somebody to mark it" in page and "says what a mean is" not in page
    assert "No answer was found" in (out / "students" / "cat.html").read_text("utf-8")
    enter(out, row_of(out, homework, "ann"), "1.5", "", "")
    write(course, out, CLASS)
    page = (out / "students" / "ann.html").read_text("utf-8")
    assert "says what a mean is" in page and "说明均值" in page and "1.5 / 3.5" in page and "1.5 / 2" in page


def test_the_report_leads_to_the_pages_and_counts(course, homework, out):
    write(course, out, CLASS)
    enter(out, row_of(out, homework, "ann"), "1.5", "0.5", "")
    write(course, out, CLASS)
    report = (out / "report.html").read_text("utf-8")
    assert 'href="written/why.html"' in report and "2.0 of 3.5" in report and "mean of 106.5" in report


def test_the_page_of_a_question_that_is_gone_goes_but_the_marks_stay(course, out):
    write(course, out, CLASS)
    (out / "written" / "old.html").write_text("")
    write(course, out, CLASS)
    assert sorted(path.name for path in (out / "written").iterdir()) == ["how.html", "why.html", "written_scores.csv"]


def test_a_homework_without_written_questions_has_none_of_this(course, homework, out):
    plain = msgspec.structs.replace(homework, written=())
    assert begin_marking(course, plain, [], [], out) is None
    results = write_outputs(out, plain, [coded(plain, "ann")], "today")
    assert not (out / "written").exists()
    assert b"written" not in (out / "results" / "ann.json").read_bytes()
    assert "Written" not in (out / "report.html").read_text("utf-8")
    assert from_json(to_json(results[0])) == results[0]


@pytest.mark.slow
def test_grading_collects_answers_and_filling_in_marks_grades_nothing_again(course, tmp_path, out, monkeypatch):
    monkeypatch.setenv("HOMEWORK_COURSE", str(course.root))
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ann.ipynb").write_bytes(handed_in(CLASS["ann"]))
    (folder / "bob.py").write_bytes(handed_in(CLASS["bob"], "py"))
    (folder / "cat.ipynb").write_bytes(b"{not json")
    command = ["grade", "vectors", str(folder), "--out", str(out), "--jobs", "1", "--sandbox", "none"]

    first = CliRunner().invoke(main, command)
    assert first.exit_code == 0, first.output
    assert "3 graded now" in first.output and "written answers: 3 to read" in first.output
    assert grades(out)["ann"] == "graded,100,100,100,,"
    enter(out, 1, "0.5", "", "")

    second = CliRunner().invoke(main, command)
    assert second.exit_code == 0 and "0 graded now" in second.output and "1 marks entered" in second.output
    assert sorted(grades(out)[n] for n in ("ann", "bob")) == ["graded,100,106.5,100,,", "graded,100.5,106.5,100,0.5,"]

    manifest = course.root / "assignment" / "course.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("says what", "explains what"), "utf-8")
    assert "0 graded now" in CliRunner().invoke(main, command).output

    enter(out, 1, "a lot", "", "")
    third = CliRunner().invoke(main, command)
    assert third.exit_code == 2
    assert (
        third.output.strip().split("\n")[-1].startswith(f"error: {out / SCORES}: line 2, why: the mean: 'a lot' is no")
    )


def test_the_handout_of_these_tests_has_the_marks_of_the_real_one():
    sources = "\n".join(cell.source for cell in document().cells)
    assert all(mark.format(name=n) in sources for mark, n in itertools.product((ANSWER_BEGIN, ANSWER_END), QUESTIONS))
    assert set(string.ascii_lowercase) - set("bcdfghjkmnpqrstvwxz") == set("aeiouly")
