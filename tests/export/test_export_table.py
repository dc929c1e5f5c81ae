"""The editor of tables: what is put into a cell is there, and every other byte is as it was."""

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.export.table import Table, TableError

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufeff"), max_size=8)
PLAIN = st.text(st.sampled_from("abc 陈é'#=1.0|()\u2028"), max_size=6)
MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


@st.composite
def files(draw):
    """A table as pieces of text: cells as they are written, and what stands between them."""
    delimiter = draw(st.sampled_from(",;\t"))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    width, height = draw(st.integers(2, 5)), draw(st.integers(1, 6))
    rows = []
    for _ in range(height):
        cells = []
        for _ in range(width):
            quoted = draw(st.booleans())
            text = draw(TEXT if quoted else PLAIN)
            cells.append('"' + text.replace('"', '""') + '"' if quoted else text)
        rows.append(cells)
    rows[0] = [f"h{i}" for i in range(width)]  # so that what separates is seen
    encoding = draw(st.sampled_from(["", *MARKS]))
    return rows, delimiter, end, encoding, draw(st.sampled_from(["", end]))


def written(rows, delimiter, end, encoding, last):
    text = end.join(delimiter.join(cells) for cells in rows) + last
    return MARKS.get(encoding, b"") + text.encode(encoding or "utf-8")


@given(files(), st.data())
def test_only_the_bytes_of_the_cells_that_are_set_change(file, data):
    rows, *form = file
    table = Table(written(rows, *form))
    assert table.content() == written(rows, *form)
    at = st.tuples(st.integers(0, len(rows) - 1), st.integers(0, len(rows[0]) - 1))
    for row, column in data.draw(st.sets(at, max_size=4)):
        value = data.draw(st.sampled_from(["", "87.5", "0", "EX", "x y"]))
        was_quoted = rows[row][column].startswith('"')
        rows[row][column] = f'"{value}"' if was_quoted else value
        table.put(row, column, value)
    assert table.content() == written(rows, *form)


@given(files())
def test_cells_are_read_as_the_csv_module_reads_them(file):
    rows, delimiter, *form = file
    table = Table(written(rows, delimiter, *form))
    text = written(rows, delimiter, form[0], "", form[2]).decode()
    found = [row or [""] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    is_text = [[cell[:2] == '="' and cell[-1:] == '"' and len(cell) > 2 for cell in row] for row in found]
    assert table.rows == [
        [cell[2:-1] if said else cell for cell, said in zip(row, told)] for row, told in zip(found, is_text)
    ]


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_what_has_to_be_quoted_is(pairs):
    table = Table(b"a,b\n" + b"x,y\n" * len(pairs))
    for row, pair in enumerate(pairs, 1):
        for column, text in enumerate(pair):
            table.put(row, column, text)
    found = list(csv.reader(io.StringIO(table.content().decode(), newline="")))
    assert found[1:] == [list(pair) for pair in pairs]


def test_a_text_that_says_it_is_one_is_read_as_it():
    assert Table(b'id,b\n="0012",1\n"=""1e5""",2\n').rows[1:] == [["0012", "1"], ["1e5", "2"]]


def test_cells_that_a_spreadsheet_cut_off_at_a_line_s_end_are_made_again():
    table = Table(b"a,b,c,d\r\n1\r\n2,3")
    table.put(1, 2, "x")
    table.put(1, 3, "y")
    table.put(2, 3, "z")
    assert table.content() == b"a,b,c,d\r\n1,,x,y\r\n2,3,,z"


@pytest.mark.parametrize(
    ("data", "what"),
    [(b'a,b\n"x,1\n', "line 2: a quotation mark is never closed"), (b"PK\3\4....", "a spreadsheet, no text"),
     (b"\xff\xfea", "no text that can be decoded"), (b"\xef\xbb\xbf\xff,1", "no text that can be decoded")],
)  # fmt: skip
def test_what_is_no_table_is_one_clear_line(data, what):
    with pytest.raises(TableError, match=what):
        Table(data, "marks.csv")


def test_gb18030_is_kept_as_it_is():
    data = "学号,姓名,成绩\r\n1,陈思远,\r\n".encode("gb18030")
    table = Table(data)
    table.put(1, 2, "90")
    assert table.content() == "学号,姓名,成绩\r\n1,陈思远,90\r\n".encode("gb18030")
