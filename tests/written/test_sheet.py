"""Scores are read back from whatever a spreadsheet saves, and never written over."""

import csv

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_class import HOW, WHY, cells_of, saved, write_course

from autograder.course import CourseError, Homework, open_course
from autograder.written.sheet import NOT_ANSWERED, Row, WrittenError, headings, read_sheet, updated

ROWS = [Row("bbbb-bbbb", {WHY, HOW}), Row("cccc-cccc", {HOW}), Row("dddd-dddd", {WHY})]
KNOWN = [*(row.code for row in ROWS), "zzzz-zzzz"]
FILE = "written_scores.csv"
MEAN, THEN, STEPS = (WHY, "the mean"), (WHY, '因此, 所以; "then"'), (HOW, "steps")


def fresh(homework) -> bytes:
    return updated(None, None, homework, ROWS)


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
    assert not sheet.is_graded and set(sheet.scores) == {row.code for row in ROWS}


def test_an_item_that_looks_like_a_formula_is_none_in_the_file(homework):
    item = msgspec.structs.replace(homework.written[0].rubric[0], name="a;=cmd()")
    written = msgspec.structs.replace(homework.written[0], rubric=(item,))
    changed = msgspec.structs.replace(homework, written=(written,))
    data = updated(None, None, changed, ROWS[:1])
    assert b";=" not in data
    graded = data.replace(b"bbbb-bbbb,", b"bbbb-bbbb,1")
    assert read_sheet(graded, FILE, changed, KNOWN).scores["bbbb-bbbb"] == {(WHY, "a;=cmd()"): 1.0}


SCORES = st.fixed_dictionaries(
    {row.code: st.tuples(*(st.none() | st.integers(0, int(m * 4)) for m in (2, 1.5, 3))) for row in ROWS}
)


@settings(deadline=None)
@given(
    scores=SCORES,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    point=st.sampled_from([".", ","]),
    order=st.permutations(range(4)),
    rows=st.permutations(range(3)),
    empty=st.tuples(st.integers(0, 3), st.integers(0, 3)),
    no_score=st.sampled_from(["", NOT_ANSWERED, " ", "-"]),
)
def test_scores_survive_every_habit_of_spreadsheets(
    tmp_path_factory, scores, encoding, delimiter, line_end, quoting, point, order, rows, empty, no_score
):
    homework = small_homework(tmp_path_factory)
    head = ["code", *headings(homework).values()]
    wanted, lines = {}, []
    for code, entered in scores.items():
        texts = [no_score if m is None else f"{m / 4:g}".replace(".", point) for m in entered]
        lines.append([code, *texts])
        wanted[code] = {c: m / 4 for c, m in zip((MEAN, THEN, STEPS), entered, strict=True) if m is not None}
    cells = [[line[i] for i in order] + [""] * empty[0] for line in (head, *(lines[i] for i in rows))]
    cells += [[""] * len(cells[0])] * empty[1]
    data = saved(cells, encoding, delimiter, line_end, quoting)
    sheet = read_sheet(data, FILE, homework, KNOWN)
    assert sheet.scores == wanted

    # A student who hands in late goes below; nothing that was there changes.
    more = updated(data, sheet, homework, [*ROWS, Row("zzzz-zzzz", {WHY})])
    again = read_sheet(more, FILE, homework, KNOWN)
    assert again.scores == {**wanted, "zzzz-zzzz": {}}
    assert updated(more, again, homework, [*ROWS, Row("zzzz-zzzz", {WHY})]) == more
    if sheet.is_graded:
        assert more.startswith(data)


_HOMEWORKS = {}


def small_homework(factory) -> Homework:
    if "it" not in _HOMEWORKS:
        _HOMEWORKS["it"] = write_course(factory.mktemp("course")).homework("vectors")
    return _HOMEWORKS["it"]


def test_an_ungraded_file_comes_back_in_the_order_of_the_pages_and_in_the_form_it_had(homework):
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
    assert not sheet.is_graded
    assert updated(data, sheet, homework, [*ROWS, Row("zzzz-zzzz", {HOW})]) == data + b"zzzz-zzzz,n/a,n/a,,\r\n"


def test_headings_may_lose_their_maximum_and_their_capitals(homework):
    data = saved([["Code", " WHY: The  Mean ", "how: steps (max 5)"], ["BBBB-BBBB", "１．５", "3"]])
    assert read_sheet(data, FILE, homework, KNOWN).scores == {"bbbb-bbbb": {MEAN: 1.5, STEPS: 3.0}}


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
def test_what_is_no_score_is_told_with_its_line(homework, row, message):
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
        open_course(course.root).homework("vectors")
