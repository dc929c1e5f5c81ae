"""Which line of a gradebook is whose: what fits two, or whose parts contradict each other, is left out and told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.classroom.names import are_alike, forms
from autograder.export.rows import Person
from autograder.export.table import shown


@dataclass(frozen=True)
class Line:
    """Somebody in a gradebook.

    Attributes:
        row: where in the table.
        keys: numbers, e-mails and usernames, in small letters.
        name: as it is written.
    """

    row: int
    keys: frozenset[str]
    name: str = ""

    def __str__(self) -> str:
        who = self.name or min(self.keys, default="")
        return f"{shown(who)} (line {self.row + 1})" if who else f"line {self.row + 1}"


@dataclass(frozen=True)
class Matched:
    """Who is whom.

    Attributes:
        lines: of each person, by the row's name.
        left_out: who has no line, and why.
        others: lines that are nobody's of ours.
    """

    lines: Mapping[str, Line]
    left_out: Mapping[str, str]
    others: Sequence[Line] = field(default_factory=list)


def match(people: Sequence[Person], lines: Sequence[Line]) -> Matched:
    """Finds everybody's line, in no order: nobody's place depends on another's."""
    by_key, by_name, by_form = _indexed(lines)
    found: dict[str, Line] = {}
    left_out: dict[str, str] = {}
    meant: defaultdict[int, list[Person]] = defaultdict(list)
    for person in people:
        line = _line_of(person, by_key, by_name, by_form)
        if isinstance(line, str):
            left_out[person.row.submission] = line
        else:
            meant[line.row].append(person)
            found[person.row.submission] = line
    for several in meant.values():
        # Of people of one name, whose number or address it is.
        sure = [one for one in several if one.keys & found[one.row.submission].keys]
        names = [one.row.submission for one in several]
        for name in names if len(several) > 1 else ():
            if [one.row.submission for one in sure] == [name]:
                continue
            others = ", ".join(shown(other) for other in names if other != name)
            left_out[name] = f"{found.pop(name)} is the line of {others} as well"
    taken = {line.row for line in found.values()}
    return Matched(found, left_out, [line for line in lines if line.row not in taken])


Index = Mapping[str, Sequence[Line]]


def _indexed(lines: Iterable[Line]) -> tuple[Index, Index, Index]:
    by_key: defaultdict[str, list[Line]] = defaultdict(list)
    by_name: defaultdict[str, list[Line]] = defaultdict(list)
    by_form: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for key in line.keys:
            by_key[key].append(line)
        if line.name:
            by_name[_spaced(line.name)].append(line)
            for form in forms(line.name):
                by_form[form].append(line)
    return by_key, by_name, by_form


def _line_of(person: Person, by_key: Index, by_name: Index, by_form: Index) -> Line | str:
    """The line, or why there is none."""
    keyed = {line.row: line for key in person.keys for line in by_key.get(key, ())}
    named = {line.row: line for name in person.names for line in by_name.get(_spaced(name), ())}
    named = named or {line.row: line for name in person.names for form in forms(name) for line in by_form.get(form, ())}
    if len(keyed) > 1 and len(keyed.keys() & named.keys()) == 1:
        keyed = {row: line for row, line in keyed.items() if row in named}
    if len(keyed) > 1:
        return f"could be {_listed(keyed.values())}"
    if keyed:
        (line,) = keyed.values()
        if named and line.row not in named:
            return f"its number or address is that of {line}, its name that of {_listed(named.values())}"
        if not named and line.name and person.names and not any(are_alike(line.name, name) for name in person.names):
            return f"its number or address is that of {line}, who is called otherwise"
        return line
    if not named and not person.names:  # a file called after its student tells no more than that
        label = person.row.submission
        named = {line.row: line for line in by_name.get(_spaced(label), ())}
        named = named or {line.row: line for form in forms(label) for line in by_form.get(form, ())}
    if len(named) > 1:
        return f"its name is that of {_listed(named.values())}"
    return next(iter(named.values())) if named else "is not in the gradebook"


def _listed(lines: Iterable[Line]) -> str:
    return " and ".join(str(line) for line in sorted(lines, key=lambda line: line.row)[:4])


def _spaced(name: str) -> str:
    return " ".join(name.split())
