"""Who is whom: pieces of downloads gathered into people, groups and attempts, with a roster or without.

Nothing here depends on the order in which anything was given: two people are never merged, nor one split, by it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from autograder.classroom.layouts.model import Claim, Who
from autograder.classroom.roster import Question, Roster, Student
from autograder.errors import InputError
from autograder.results import one_line

if TYPE_CHECKING:
    from autograder.classroom.places import AttemptsThatCount, Piece

STRAY = "its name is of another form than the others', and does not say whose it is"
GROUP_LABEL = 120  # characters of the name that a group's submission has
NAMES = 20  # listed where one is to be chosen


@dataclass(frozen=True)
class Person:
    """Somebody of the class, as far as is known.

    Attributes:
        label: what the person's row is called.
        school_id: the school's number, where `id` is the platform's own.
    """

    label: str
    id: str = ""
    name: str = ""
    section: str = ""
    extension: str = ""
    school_id: str = ""


@dataclass(frozen=True)
class Whose:
    """Who handed in a submission.

    Attributes:
        members: a group's, or the one person; nobody where only the submission's name is known.
        file: what it was called.
        person: the same for all of a person's attempts.
        attempt: which one, from 1.
        late: whether the platform marks it so.
        handed_in: when, if names tell it.
    """

    members: tuple[Person, ...] = ()
    file: str = ""
    person: str = ""
    attempt: int = 1
    late: bool = False
    handed_in: str = ""

    @property
    def id(self) -> str:
        """Of whoever handed it in alone; empty if that is not known, or of a group."""
        return self.members[0].id if len(self.members) == 1 else ""


@dataclass(frozen=True)
class Handed:
    """One attempt of a person or a group.

    Attributes:
        name: of the submission, if it counts.
        person: the same for all attempts of whoever handed it in.
        attempt: which one, from 1.
        pieces: its files.
        members: who is in the group, or the one person; nobody where only a name is known.
        why_not: why it does not count; empty if it does.
    """

    name: str
    person: str
    attempt: int
    pieces: tuple[Piece, ...]
    members: tuple[Person, ...] = ()
    why_not: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is a submission to be graded."""
        return not self.why_not


@dataclass(frozen=True)
class HandedIn:
    """What a class has handed in.

    Attributes:
        handed: by name.
        questions: what a person has to tell: where, and what is asked.
        absent: who is on the roster and handed in nothing, and what is to be said of that.
    """

    handed: tuple[Handed, ...]
    questions: tuple[tuple[str, str], ...] = ()
    absent: tuple[tuple[Person, str], ...] = ()


@dataclass(frozen=True)
class _Owner:
    """Whose a piece is."""

    key: tuple[str, ...]
    label: str
    members: tuple[Person, ...] = ()
    people: tuple[tuple[str, ...], ...] = ()  # keys of the members
    students: tuple[Student, ...] = ()
    question: Question | None = None


def one_called(names: Collection[str], person: str, where: object) -> str:
    """The one name that is meant: the person's, or the only one that holds the text.

    Args:
        names: there are.
        person: what somebody typed.
        where: the names are, for a message.

    Raises:
        InputError: there is none, or there are several.
    """
    close = [n for n in names if n == person] or [n for n in names if person.casefold() in n.casefold()]
    if len(close) != 1:
        what = "nobody is" if not close else f"{len(close)} submissions are"
        shown = ", ".join(one_line(name) for name in sorted(close or names)[:NAMES])
        raise InputError(f"{where}: {what} called {person!r}: choose of {shown}")
    return close[0]


def who_is_whom(pieces: Sequence[Piece], roster: Roster | None, attempts: AttemptsThatCount) -> HandedIn:
    """Gathers pieces into attempts of people.

    Args:
        pieces: of all downloads.
        roster: the class, if there is a list of it.
        attempts: which ones count.
    """
    claimed = [(piece, piece.claim) for piece in pieces if piece.claim is not None]
    ids_of_layout: defaultdict[str, list[Who]] = defaultdict(list)
    for piece, claim in claimed:
        ids_of_layout[piece.layout] += claim.who
    ours = {layout: roster is not None and roster.knows_ids_of(who) for layout, who in ids_of_layout.items()}
    owners: dict[tuple[str, ...], _Owner] = {}
    owned: defaultdict[tuple[str, ...], list[tuple[Piece, Claim]]] = defaultdict(list)
    for piece, claim in claimed:
        owner = _owner(piece, claim, roster, ids_are_ours=ours[piece.layout])
        known = owners.get(owner.key)
        # One label for all of a person's files, whichever is looked at first.
        owners[owner.key] = owner if known is None or owner.label < known.label else known
        owned[owner.key].append((piece, claim))
    taken: set[str] = set()
    handed: list[Handed] = []
    for owner in sorted(owners.values(), key=lambda owner: (owner.key[0] == "plain", owner.key)):
        name, number = owner.label, 2
        while name in taken:
            name, number = f"{owner.label} ({number})", number + 1
        taken.add(name)
        handed += _attempts(owner, name, owned[owner.key], attempts)
    handed = _unique(handed)
    questions = [
        (piece.shown, text)
        for key, owner in owners.items()
        for text in _questions(owner, owners.values())
        for piece, _ in owned[key]
    ]
    if roster is None:
        questions += [(piece.shown, STRAY) for piece, _ in claimed if piece.is_stray]
    absent = _absent(roster, owners, owned, pieces, ours) if roster is not None else ()
    return HandedIn(tuple(handed), tuple(sorted(questions)), absent)


def _questions(owner: _Owner, owners: Iterable[_Owner]) -> Iterator[str]:
    """What is to be asked about a submission: whose it is, and why somebody in it has another one."""
    if owner.question is not None:
        yield owner.question.text
    for other in owners if len(owner.people) > 1 else ():
        for key, member in zip(owner.people, owner.members):
            if other is not owner and key in (other.people or (other.key,)):
                yield f"{member.label} has handed in with {other.label} as well: both have a row"


def _unique(handed: list[Handed]) -> list[Handed]:
    """The same; of attempts that all count, none has the name of somebody else."""
    names: set[str] = set()
    unique = []
    for one in handed:
        name, number = one.name, 2
        while one.counts and name in names:
            name, number = f"{one.name} ({number})", number + 1
        if one.counts:
            names.add(name)
        unique.append(replace(one, name=name))
    return unique


# -- whose -------------------------------------------------------------------------------------------------------


def _owner(piece: Piece, claim: Claim, roster: Roster | None, *, ids_are_ours: bool) -> _Owner:
    if roster is not None:
        group = _group_on_roster(claim, roster)
        if group:
            return _group(group[0].group, [(("roster", str(s.line)), _person_of(s)) for s in group], group)
    if len(claim.who) > 1:
        people: dict[tuple[str, ...], Person] = {}
        students: list[Student] = []
        for who in claim.who:
            found = roster.find(who, ids_are_ours=ids_are_ours) if roster is not None else None
            if isinstance(found, Student):
                people["roster", str(found.line)] = _person_of(found)
                students.append(found)
            else:
                people[piece.layout, who.key] = _person(who, piece.section) or Person(who.label)
        label = " + ".join(sorted(person.name or person.label for person in people.values()))
        return _group(one_line(label)[:GROUP_LABEL], list(people.items()), tuple(students))
    (who,) = claim.who
    known = _person(who, piece.section)
    own = _Owner((piece.layout, who.key), who.label, (known,) if known else ())
    if roster is None:
        return own
    found = find(piece, who, roster, ids_are_ours=ids_are_ours)
    if isinstance(found, Question):
        return replace(own, question=found)
    on_roster = _person_of(found)
    member = replace(on_roster, section=on_roster.section or piece.section)
    return _Owner(("roster", str(found.line)), found.label, (member,), students=(found,))


def find(piece: Piece, who: Who, roster: Roster, *, ids_are_ours: bool) -> Student | Question:
    """A person of a piece on the roster: by what the platform tells, or by whatever the file is called after."""
    if piece.layout == "plain":
        found = roster.find_text(who.label)
        if isinstance(found, Question) and not found.students:
            parts = [part.casefold() for part in re.split(r"[\s_\-,()（）]+", who.label) if part]
            numbered = {s for part in parts for s in roster.of_id.get(part, ())}
            if len(numbered) == 1:
                (found,) = numbered
        return found
    if piece.layout == "moodle" and (by_number := roster.find_participant(who.key, who.name)) is not None:
        return by_number
    if piece.layout == "github" and not isinstance(by_name := roster.find_text(who.label), Question):
        return by_name
    return roster.find(who, ids_are_ours=ids_are_ours)


def _group(label: str, people: Sequence[tuple[tuple[str, ...], Person]], students: tuple[Student, ...]) -> _Owner:
    keys = sorted({"\0".join(key) for key, _ in people})
    if len(keys) == 1:
        key, person = people[0]
        return _Owner(key, person.label, (person,), students=students)
    ordered = sorted(dict(people).items(), key=lambda one: (one[1].label, one[0]))
    members = tuple(person for _, person in ordered)
    return _Owner(("group", *keys), label, members, tuple(key for key, _ in ordered), students)


def _group_on_roster(claim: Claim, roster: Roster) -> tuple[Student, ...]:
    """The members of the group that a name is of: only where no person is called so."""
    who = claim.who[0]
    if len(claim.who) > 1:
        return ()
    if who.group:
        return roster.members(who.group)
    named = who.name or who.label
    return (
        roster.members(named) if isinstance(roster.find(Who("", "", name=named), ids_are_ours=False), Question) else ()
    )


def _person(who: Who, section: str) -> Person | None:
    if not (who.id or who.name or section):
        return None
    return Person(who.label, who.id, who.name, section)


def _person_of(student: Student) -> Person:
    return Person(student.label, student.id, student.name, student.section, student.extension, student.school_id)


# -- attempts ----------------------------------------------------------------------------------------------------


def _attempts(owner: _Owner, name: str, owned: Sequence[tuple[Piece, Claim]], which: AttemptsThatCount) -> list[Handed]:
    grouped = _in_order(owned)
    handed = []
    shown = 0
    for rank, (number, group) in enumerate(grouped, 1):
        shown = max(rank, number, shown + 1)
        counts = which == "all" or rank == (1 if which == "first" else len(grouped))
        own = f"{name} (attempt {shown})" if which == "all" and len(grouped) > 1 else name
        why_not = "" if counts else "not the first attempt" if which == "first" else "an older attempt"
        pieces = tuple(sorted(group, key=lambda piece: (piece.root, piece.shown)))
        handed.append(Handed(own, name, shown, pieces, _members(owner, own), why_not))
    return handed


def _members(owner: _Owner, name: str) -> tuple[Person, ...]:
    """Whose an attempt is; a lone person's row is called as the submission is."""
    if len(owner.members) == 1:
        return (replace(owner.members[0], label=name),)
    suffix = name.removeprefix(owner.label) if name.startswith(owner.label) else ""
    return tuple(replace(member, label=f"{member.label}{suffix}") for member in owner.members)


def _in_order(owned: Sequence[tuple[Piece, Claim]]) -> list[tuple[int, list[Piece]]]:
    """A person's attempts from the oldest on, each with the number that its names tell, from 1.

    What nobody could put in order is one attempt: its files' contents decide, or a person does.
    """
    asides = [piece for piece, claim in owned if claim.problem]  # a text entry has no place among files
    owned = [(piece, claim) for piece, claim in owned if not claim.problem]
    if not owned:
        return [(1, asides)]
    can_be_ordered = all(claim.when for _, claim in owned) or not any(claim.when for _, claim in owned)
    can_be_ordered = can_be_ordered and (all(c.serial for _, c in owned) or not any(c.serial for _, c in owned))
    if not can_be_ordered:
        return [(1, [*(piece for piece, _ in owned), *asides])]
    newest: defaultdict[str, int] = defaultdict(int)  # of each download the platform's last running number
    for piece, claim in owned:
        newest[piece.root] = max(newest[piece.root], claim.serial)
    times: defaultdict[tuple[str, int], list[tuple[Piece, Claim]]] = defaultdict(list)
    first: dict[int, int] = {}  # a later download holds files of an earlier one again: they are of that attempt
    for piece, claim in sorted(owned, key=lambda one: (newest[one[0].root], one[0].root, one[0].shown)):
        serial = first.setdefault(claim.serial, newest[piece.root]) if claim.serial else 0
        times[claim.when, serial].append((piece, claim))
    ordered = []
    for time in sorted(times):
        numbers: Mapping[int, list[Piece]] = _numbered(times[time])
        ordered += [(number + 1, numbers[number]) for number in sorted(numbers)]
    ordered[-1][1].extend(asides)
    return ordered


def _numbered(owned: Iterable[tuple[Piece, Claim]]) -> dict[int, list[Piece]]:
    """Copies of one file by their numbers; the last copy of each file belongs to the last attempt."""
    owned = list(owned)
    last: defaultdict[str, int] = defaultdict(int)
    for _, claim in owned:
        last[claim.file.casefold()] = max(last[claim.file.casefold()], claim.number)
    newest = max(last.values())
    numbers: defaultdict[int, list[Piece]] = defaultdict(list)
    for piece, claim in owned:
        is_last = claim.number == last[claim.file.casefold()]
        numbers[newest if is_last else claim.number].append(piece)
    return numbers


# -- who is not there --------------------------------------------------------------------------------------------


def _absent(
    roster: Roster,
    owners: Mapping[tuple[str, ...], _Owner],
    owned: Mapping[tuple[str, ...], Sequence[tuple[Piece, Claim]]],
    pieces: Sequence[Piece],
    ours: Mapping[str, bool],
) -> tuple[tuple[Person, str], ...]:
    here = {student.line for owner in owners.values() for student in owner.students}
    said: dict[int, str] = {}
    for piece in pieces:
        if piece.nobody is not None and piece.nobody.who is not None:
            found = find(piece, piece.nobody.who, roster, ids_are_ours=ours.get(piece.layout, False))
            if isinstance(found, Student):
                said[found.line] = f"handed in only {piece.nobody.reason} ({one_line(piece.shown)})"
    asked = [(key, owner.question) for key, owner in sorted(owners.items()) if owner.question is not None]
    for key, question in asked:
        shown = one_line(min(piece.shown for piece, _ in owned[key]))
        for student in question.students:
            said[student.line] = f"handed in nothing, unless {shown} is theirs: {question.text}"
    return tuple((_person_of(s), said.get(s.line, "")) for s in roster.students if s.line not in here)
