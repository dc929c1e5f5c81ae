"""`adjustments.csv`, as spreadsheets of both languages save it."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.marks.changes import change_of
from autograder.marks.ledger import COLUMNS, LedgerError, Line, load_ledger, new_ledger, read_ledger, with_line

TEXT = """who,what,change,reason,by,when
0012,square,'+2,"right idea, wrong sign",Lin,2026-12-03
section:A,square: edge,given,the prompt was unclear,Lin,2026-12-03
*,total,- 10 %,陈述不清,Lin,2026-12-04
"""
MEANT = [("0012", "square", "", "+2"), ("section:A", "square", "edge", "given"), ("*", "", "", "-10%")]


def meant(data: bytes) -> list[tuple[str, str, str, str]]:
    return [(line.who, line.question, line.case, line.change.text) for line in read_ledger(data).lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_ledger_is_read_in_each_form_that_a_spreadsheet_saves(encoding: str, delimiter: str, end: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(csv.reader(TEXT.splitlines()))
    assert meant(text.getvalue().encode(encoding)) == MEANT


def test_columns_stand_in_any_order_under_either_language_beside_columns_of_one_s_own() -> None:
    text = "我的备注,理由,学生,题目,改动\n,粗心,陈思远,square,减 2\n,,,,\n"
    (line,) = read_ledger(text.encode()).lines
    assert (line.who, line.what, line.change.text, line.reason, line.by) == ("陈思远", "square", "-2", "粗心", "")


def test_remarks_and_empty_rows_are_passed_over_and_lines_are_counted_as_an_editor_does() -> None:
    head = '# a remark\n"# another, with a comma"\n\nwho,what,change,reason\n,,,\n'
    text = f'{head}ann,total,+1,"a\nb"\n# bo,total,+1,x\ncid,,+1,y\n'
    assert [(line.line, line.who, line.reason) for line in read_ledger(text.encode()).lines] == [
        (6, "ann", "a b"),
        (9, "cid", "y"),
    ]


def test_a_new_ledger_explains_itself_in_both_languages_and_holds_no_line() -> None:
    data = new_ledger()
    assert data.startswith(codecs.BOM_UTF8)
    text = data.decode("utf-8-sig")
    assert "the student reads it" in text and "学生会看到" in text
    assert read_ledger(data).lines == ()
    assert all(row.startswith(("#", '"#')) for row in text.splitlines()[:-1])
    assert text.splitlines()[-1] == ",".join(COLUMNS)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n"])
def test_an_empty_file_holds_no_line(data: bytes) -> None:
    assert read_ledger(data).lines == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b,c\n1,2,3\n", "no line with the columns who,what,change,reason: put the header back"),
        ("who,what,change,reason\nann,total,7,x\n", r"line 2: 7 says neither .* write \+7 to give points, '=7"),
        ("who,what,change,reason\n\nann,total,-0.1,x\n", r"line 3: -0.1 could be points or a per cent"),
        ("who,what,change,reason\nann,total,+1,\n", "line 2: says no reason: write one, ann will read it"),
        ("who,what,change,reason\n,total,+1,x\n", "line 2: names nobody"),
        ('who,what,change,reason\nann,total,+1,"x\n', "line 2: unexpected end of data: close the quotes"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_do(text: str, says: str) -> None:
    with pytest.raises(LedgerError, match=says):
        read_ledger(text.encode())


def test_a_ledger_that_cannot_be_opened_is_an_error_and_none_at_all_is_empty(tmp_path) -> None:
    assert load_ledger(tmp_path).lines == ()
    (tmp_path / "adjustments.csv").mkdir()
    with pytest.raises(LedgerError, match=r"adjustments\.csv: cannot be read: not a regular file"):
        load_ledger(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_line_is_appended_in_the_form_of_the_file_whose_bytes_all_stay(encoding: str) -> None:
    before = "mine;who;what;change;reason\r\nx;陈思远;total;+1;好".encode(encoding)
    after = with_line(before, Line(0, "李雷", "square", "", change_of("=7"), "口头; 解释", "Lin", "2026-12-03"))
    assert after.startswith(before)
    assert meant(after) == [("陈思远", "", "", "+1"), ("李雷", "square", "", "=7")]
    assert read_ledger(after).lines[1].reason == "口头; 解释"


NAMES = st.one_of(
    st.sampled_from(["1e5", "0012", "+86", "2023-11-01", "=1+1", "NA", "#ann", "MAR1", "3月2日", "12345678901234567"]),
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=12).filter(
        lambda text: text.strip("'# ") == text
    ),
)


@settings(derandomize=True, database=None, deadline=None)
@given(NAMES, NAMES, st.sampled_from(["+2", "-0.5", "=7", "-10%", "excused", "", "extension 24h"]))
def test_whatever_is_written_is_read_back(who: str, reason: str, change: str) -> None:
    line = Line(0, who, "square", "edge", change_of(change, typed=True), reason, "Lin", "2026-12-03")
    (read,) = read_ledger(with_line(b"", line)).lines
    assert (read.who, read.question, read.case, read.change, read.reason, read.by) == (
        *(who, "square", "edge", line.change, reason, "Lin"),
    )


@settings(derandomize=True, database=None, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_ledger_or_refused(data: bytes) -> None:
    try:
        read_ledger(data)
    except LedgerError:
        pass
