"""What people wrote into several folders of results, put together: scores of written answers, and the ledgers.

A file that is there already, and holds something, is only added to. What cannot be put together is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograder.course import Homework
from autograder.marks.ledger import LEDGER, Ledger, Line, new_ledger, read_ledger, with_line
from autograder.reports.escape import for_terminal
from autograder.spreadsheets import decoded, key
from autograder.written.sheet import CODE, Sheet, added_rows, cells_of, headings, is_own, whole_sheet


@dataclass(frozen=True)
class Scored:
    """A folder's file of scores.

    Attributes:
        file: its name for messages.
        codes: by the code there, the code in the merged folder.
        stands: the codes, in the merged folder, of those whose marks there stand.
    """

    file: str
    data: bytes
    sheet: Sheet
    codes: Mapping[str, str]
    stands: Collection[str]


@dataclass(frozen=True)
class _Row:
    file: str
    cells: Mapping[str, str]  # by heading, as it is compared
    scores: Mapping[tuple[str, str], float]


def merged_scores(homework: Homework, base: Scored | None, parts: Sequence[Scored]) -> tuple[bytes | None, list[str]]:
    """One file of scores out of several; None if nobody has entered anything, or nothing is to be added.

    Args:
        homework: gives the columns.
        base: the one of the merged folder, if it has one.
        parts: those that are merged; of two rows for one code it is that of the mark that stands.
    """
    told: list[str] = []
    kept = base if base is not None and (base.sheet.is_graded or base.sheet.has_own) else None
    all_rows: list[tuple[bool, str, _Row]] = []
    own: dict[str, str] = {}
    entered = False
    for part in parts:
        first, cells = cells_of(part.data, part.sheet)
        entered |= part.sheet.is_graded or part.sheet.has_own
        names = [_column(column, heading) for column, heading in zip(part.sheet.headings, first)]
        own |= {name: heading for name, heading in zip(names, first) if is_own(heading)}
        for code, written in cells.items():
            if code in part.codes:
                merged = part.codes[code]
                new = _Row(part.file, dict(zip(names, written)), part.sheet.scores[code])
                all_rows.append((merged not in part.stands, merged, new))
    rows: dict[str, _Row] = {}
    for _, code, new in sorted(all_rows, key=lambda one: one[0]):
        there = rows.setdefault(code, new)
        told += _other_scores(code, there.scores, there.file, new)
    if kept is not None:
        for code in [code for code in rows if code in kept.sheet.scores]:
            told += _other_scores(code, kept.sheet.scores[code], kept.file, rows.pop(code))
        rows = {code: row for code, row in rows.items() if row.scores or _has_own(row, own)}
        first, _ = cells_of(kept.data, kept.sheet)
        names = [_column(column, heading) for column, heading in zip(kept.sheet.headings, first)]
        lacking = sorted(
            own[name] for name in own.keys() - {*names} if any(row.cells.get(name) for row in rows.values())
        )
        told += [
            f"{kept.file}: has no column {for_terminal(name)}: add it, and copy what stands in it" for name in lacking
        ]
        return (added_rows(kept.data, kept.sheet, _lines(rows, names)) if rows else None), told
    if not entered:
        return None, told
    names = [_CODE, *(_column(column, "") for column in headings(homework)), *own]
    whole = [[CODE, *headings(homework).values(), *own.values()], *_lines(rows, names)]
    return whole_sheet(whole), told


_CODE = "\0code"


def _column(column: tuple[str, str] | None, heading: str) -> str:
    if column is not None:
        return "\0".join(column)
    return _CODE if key(heading) == CODE else key(heading)


def _lines(rows: Mapping[str, _Row], names: Sequence[str]) -> list[list[str]]:
    return [
        [code if name == _CODE else row.cells.get(name, "") for name in names] for code, row in sorted(rows.items())
    ]


def _has_own(row: _Row, own: Iterable[str]) -> bool:
    return any(row.cells.get(name, "").strip() for name in own)


def _other_scores(code: str, stands: Mapping[tuple[str, str], float], file: str, row: _Row) -> Iterable[str]:
    for (question, item), score in row.scores.items():
        if stands.get((question, item)) != score:
            there = stands.get((question, item))
            yield (
                f"{code}, {question}: {item}: {score:g} in {row.file}, {'nothing' if there is None else f'{there:g}'} "
                f"in {file}: the latter counts"
            )


@dataclass(frozen=True)
class Adjusted:
    """A folder's ledger.

    Attributes:
        called: what a row of that folder is called in the merged one.
    """

    folder: str
    data: bytes
    called: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Its name for messages."""
        return f"{self.folder}/{LEDGER}"

    @property
    def renames(self) -> bool:
        """Whether a line names somebody who is called otherwise in the merged folder."""
        return any(self.called.get(line.who, line.who) != line.who for line in self.read().lines)

    def read(self) -> Ledger:
        """What it says.

        Raises:
            LedgerError: it cannot be read.
        """
        return read_ledger(self.data, self.file)


def merged_ledger(base: Adjusted, parts: Sequence[Adjusted]) -> tuple[bytes | None, list[str]]:
    """The ledger of the merged folder; None if nothing is to be added to it.

    A line that stands in several folders is one line; one that stands twice in one folder stays twice.

    Args:
        base: the merged folder's.
        parts: those that are merged.

    Raises:
        LedgerError: one of them cannot be read.
    """
    told: list[str] = []
    data = base.data
    holding = [part for part in parts if part.read().lines]
    if not base.read().lines and len(holding) == 1 and not holding[0].renames:
        data = holding[0].data  # as it was written
    there = Counter(map(_said, read_ledger(data, base.file).lines))
    of_all: Counter[tuple[str, ...]] = Counter()
    for part in parts:
        ledger = part.read()
        here: Counter[tuple[str, ...]] = Counter()
        for line in ledger.lines:
            renamed = _renamed(line, part.called.get(line.who, line.who))
            here[_said(renamed)] += 1
            if not line.is_for_one:
                of_all[_said(renamed)] += here[_said(renamed)] == 1
            if here[_said(renamed)] > there[_said(renamed)]:
                there[_said(renamed)] += 1
                data = with_line(data or new_ledger(), renamed, base.file)
        if data != part.data:
            told += _own_things(part, ledger)
    for said, count in of_all.items():
        if count < len(parts):
            told.append(
                f"{LEDGER}: '{said[1]} {said[2]}' for {for_terminal(said[0])} stands in {count} of {len(parts)} "
                "folders, and counts for all of them now"
            )
    return (data if data != base.data else None), told


def _own_things(part: Adjusted, ledger: Ledger) -> Iterable[str]:
    """Columns and remarks of somebody's own are read by nobody else, and stay where they are."""
    remarks = {line.strip() for line in decoded(new_ledger())[0].splitlines()}
    own = [
        line
        for line in decoded(part.data)[0].splitlines()
        if line.lstrip('"').startswith("#") and line.strip() not in remarks
    ]
    if own or ledger.width > len(ledger.columns):
        yield f"{part.file}: remarks and columns of your own stay there"


def _said(line: Line) -> tuple[str, ...]:
    return (key(line.who), line.what, line.change.cell, line.reason, line.by, line.when)


def _renamed(line: Line, who: str) -> Line:
    return replace(line, who=who)
