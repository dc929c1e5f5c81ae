r"""Files of marks that are made from the rows, where no download is filled in.

A spreadsheet takes a cell for a number, a date or a formula if it looks like one: an id of `0012` is 12 from then on.
Such an id is written as `="0012"`, which spreadsheets keep as the text 0012; any other id is written as it is. A
program has to read all as text, and take that off again:

    table = pandas.read_csv(path, dtype=str, encoding="utf-8-sig")
    table["学号"] = table["学号"].str.replace(r'^="(.*)"$', r"\1", regex=True)
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from autograder.errors import InputError
from autograder.export.fill import OURS, Summary, comment, mark
from autograder.export.rows import Person
from autograder.reports.escape import for_csv

# What a spreadsheet turns into something else: leading zeros, exponents, signs, dates, fractions, more than 15 digits.
_NUMBER = re.compile(r"0\d+|\d{16,}|[+-]?[\d.,]*\d[\d.,]*e[+-]?\d+|[+-][\d.,]+%?|[\d.,]*[.,][\d.,]*", re.IGNORECASE)
_DATE = re.compile(
    r"\d{1,4}[-/.:]\d{1,4}([-/.:]\d{1,4})?|\d{1,4}[- ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ]?\d*|"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ]?\d{1,4}|\d+ \d+/\d+|true|false",
    re.IGNORECASE,
)
# The header of a list, what is said of who has no mark, and of who has none yet.
CHINESE = (["学号", "姓名", "成绩", "评语"], {"absent": "未提交", "excused": "免交"}, "待评")
ENGLISH = (["id", "name", "score", "comment"], {"absent": "absent", "excused": "excused"}, "not marked yet")
_SAFE = re.compile(r"[\w .,:/+\-@]*")


def id_cell(text: str) -> str:
    """An id that a spreadsheet keeps as it is."""
    text = text.strip()
    is_changed = _NUMBER.fullmatch(text) or _DATE.fullmatch(text) or text[:1] in ("+", "-", "@", "=")
    return f'="{text}"' if is_changed and _SAFE.fullmatch(text) else for_csv(text)


def plain(people: Sequence[Person], title: str, languages: Sequence[str]) -> tuple[bytes, Summary]:
    """`学号,姓名,成绩,评语`, in a course without Chinese in English, with everybody in it; no mark for who has none."""
    header, words, unmarked = CHINESE if "zh" in languages else ENGLISH

    def cells(person: Person, value: str) -> list[str]:
        status = person.row.status
        said = words.get(status) or (unmarked if person.row.is_open else comment(person).removeprefix(OURS))
        return [id_cell(person.id), for_csv(person.name or person.row.submission), value, for_csv(said)]

    return _made(people, header, cells, everybody=True)


def gradescope(people: Sequence[Person], title: str, languages: Sequence[str]) -> tuple[bytes, Summary]:
    """People by e-mail or SID."""

    def cells(person: Person, value: str) -> list[str] | None:
        if not (person.id or person.email):
            return None
        return [for_csv(person.name), id_cell(person.id), for_csv(person.email), value]

    return _made(people, ["Name", "SID", "Email", title], cells)


def brightspace(people: Sequence[Person], title: str, languages: Sequence[str]) -> tuple[bytes, Summary]:
    """Ids begin with `#` there, which keeps spreadsheets from changing them."""

    def cells(person: Person, value: str) -> list[str] | None:
        if not (person.id or person.username):
            return None
        return [f"#{person.id}" if person.id else "", f"#{person.username}" if person.username else "", value, "#"]

    header = ["OrgDefinedId", "Username", f"{title} Points Grade", "End-of-Line Indicator"]
    return _made(people, header, cells, decimals=2, is_marked=False)


ANEW: Mapping[str, Callable[[Sequence[Person], str, Sequence[str]], tuple[bytes, Summary]]] = {
    "plain": plain,
    "gradescope": gradescope,
    "brightspace": brightspace,
}


def _made(
    people: Sequence[Person],
    header: Sequence[str],
    cells: Callable[[Person, str], list[str] | None],
    *,
    everybody: bool = False,
    decimals: int = 0,
    is_marked: bool = True,
) -> tuple[bytes, Summary]:
    summary = Summary()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    ids = Counter(person.id.casefold() for person in people if person.id)
    for person in people:
        row = person.row
        value = ""
        if row.status == "absent":
            summary.absent.append(row.submission)
        elif row.status == "excused":
            summary.excused.append(row.submission)
        elif row.is_open or row.score is None:
            summary.open.append(row.submission)
        else:
            value = mark(row.score, decimals)
        if not value and not everybody:
            continue
        found = cells(person, value)
        if person.id and ids[person.id.casefold()] > 1:
            summary.left_out.append((row.submission, f"the id {person.id} has several rows"))
        elif found is None:
            summary.left_out.append((row.submission, "neither its id nor another key is known; pass --roster"))
        else:
            writer.writerow(found)
            if value:
                summary.filled.append(row.submission)
    if not summary.filled and not everybody:
        raise InputError("nobody has a mark and a key under which the platform knows them; pass --roster")
    data = text.getvalue().encode("utf-8", "backslashreplace")
    return (codecs.BOM_UTF8 if is_marked else b"") + data, summary
