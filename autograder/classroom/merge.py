"""`homework merge`: folders of results, such as the shards of a class, put together into one.

What was graded, what stands, what stood and what people wrote is all of it taken over; the pages are then written as
after a run. The folders that are merged stay as they are. Done again, it adds what is new.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from autograder import clock, digests
from autograder.classroom import grade
from autograder.classroom.contained import Containment
from autograder.classroom.database import Numbered, StoreError, Table, homework_of
from autograder.classroom.merged_files import Adjusted, Scored, merged_ledger, merged_scores
from autograder.classroom.merged_marks import MERGED, SHOWN, Choice, Folder, choose, look_into, shards_told
from autograder.classroom.outputs import People, named_rows
from autograder.classroom.plan import Plan, Wanted
from autograder.classroom.register import PUBLISHED, Register
from autograder.classroom.store import Store
from autograder.course import Course, Homework
from autograder.engine.sandbox_process import Layer
from autograder.errors import InputError
from autograder.files import read_bytes, remove_file, write_file
from autograder.marks.ledger import LEDGER, ledger_bytes
from autograder.reports.escape import file_names, for_terminal
from autograder.results import SubmissionResult
from autograder.written.marking import SCORES, SCORES_LIMIT, codes
from autograder.written.sheet import read_sheet

TAKEN_WHOLE: tuple[Table, ...] = ("readings", "judged", "sources")


@dataclass(frozen=True)
class MergedClass:
    """What merging came to.

    Attributes:
        results: as written.
        folders: how many were merged.
        told: what a person has to look at.
        changed: whose mark stood in the merged folder, and is another one now.
    """

    homework: Homework
    results: list[SubmissionResult]
    folders: int
    told: tuple[str, ...]
    changed: tuple[str, ...]


def merge(
    course: Course, folders: Sequence[Path], out: Path, *, sandbox: Layer | Literal["auto"] = "auto"
) -> MergedClass:
    """Merges folders of results into `out`, which may hold what was merged before.

    Args:
        course: where the homework lies.
        folders: each an `out` of `grade_folder`; their order changes nothing.
        out: the folder for all of it; made if need be.
        sandbox: containment of what shows written answers that are not kept.

    Raises:
        InputError: they cannot be merged; nothing is written then.
        WriteError: a file cannot be written; the same call goes on.
    """
    places = sorted({folder.resolve() for folder in folders} - {out.resolve()})
    names = {homework_of(place) for place in places}
    if len(names) != 1:
        what = f"hold results of {' and of '.join(sorted(names))}" if names else "are the merged folder itself"
        raise InputError(f"the folders {what}: merge those of one homework into another folder")
    homework = course.homework(names.pop())
    with contextlib.ExitStack() as stack:
        stores = [stack.enter_context(Store.existing(place, homework.name)) for place in places]
        looked = [look_into(store) for store in stores]
        is_there = (out / "results.sqlite").exists()
        if not is_there:
            choose(looked, None)  # what is refused makes no folder
        store = stack.enter_context(Store(out, homework.name))
        if shard := store.setting("shard"):
            raise StoreError(f"{out}: holds shard {shard} of a class: merge into another folder")
        everything = [*looked, look_into(store)]
        chosen = choose(everything, len(stores))
        return _Merging(course, homework, [*stores, store], everything, chosen, out).done(sandbox)


@dataclass
class _Merging:
    """The folders, the merged one last."""

    course: Course
    homework: Homework
    stores: Sequence[Store]
    looked: Sequence[Folder]
    chosen: Choice
    out: Path

    def done(self, sandbox: Layer | Literal["auto"]) -> MergedClass:
        *parts, store = self.stores
        told = list(self.chosen.told)
        coded = self._codes()
        scores, more = self._scores(coded)
        told += more
        ledger, more = self._ledger()
        told += more
        shards, more = shards_told(self.looked[:-1], store.setting(MERGED))
        told += more
        told += self._publish()
        moved = self._moved()
        for part in parts:
            for table in TAKEN_WHOLE:
                store.take_over(table, part.rows(table))
            store.take_over("graded", ((None, *row[1:]) for row in part.rows("graded")))
        self._tell_anew("history", lambda place, row: (row[1], str(row[2]), row[1:]))
        rows = self._rows()
        self._tell_anew("counted", lambda place, row: _counted(rows[place], row))
        self._take_marks(coded)
        if scores is not None:
            write_file(self.out / SCORES, scores)
        if ledger is not None:
            write_file(self.out / LEDGER, ledger)
        store.set(MERGED, shards)
        self._forget_explanations(moved)
        settled = self._settle(sandbox)
        moved |= {one.after.submission for one in settled.changed}
        return MergedClass(self.homework, settled.rows, len(parts), tuple(told), tuple(sorted(moved)))

    def _publish(self) -> Iterator[str]:
        """Written marks count once somebody has said so anywhere."""
        *parts, store = self.stores
        published = [part for part in parts if part.setting(PUBLISHED)]
        if published and not store.setting(PUBLISHED):
            store.set(PUBLISHED, "yes")
            if len(published) < len(parts):
                yield f"written marks were published in {len(published)} of {len(parts)} folders, and count for all now"

    def _moved(self) -> set[str]:
        """Whose mark stood in the merged folder, and is another one now."""
        last = len(self.stores) - 1
        return {
            name
            for name, stands in self.looked[last].standing.items()
            if not self._same_as_what_stands(name, last) and stands.status != "absent"
        }

    def _forget_explanations(self, moved: set[str]) -> None:
        """Takes away the staff's pages that explain what stood."""
        every = {name: self.looked[place].standing[name] for name, place in self.chosen.wins.items()}
        rows = named_rows(every.keys() - _absent(every), _people(every))
        files = file_names(rows.values())
        for (name, _), row in rows.items():
            if name in moved:
                remove_file(self.out / "staff" / f"{files[row]}.html")

    # -- the store ---------------------------------------------------------------------------------------------

    def _take_marks(self, coded: Sequence[Mapping[str, str]]) -> None:
        """What stands, and what belongs to it under the same key."""
        *parts, store = self.stores
        wins = self.chosen.wins
        for place, part in enumerate(parts):
            won = {name for name, best in wins.items() if best == place}
            store.take_over("results", (row for row in part.rows("results") if row[0] in won), replacing=True)
            twice = [name for name in won if self._is_elsewhere(name, place)]
            if twice:
                store.keep_results(twice)
            recode = coded[place]
            codes_here = part.codes()
            own = {name for name in codes_here if wins.get(name, place) in (place, len(parts))}
            store.take_over("codes", ((name, recode[codes_here[name]]) for name in own))
            meant = {codes_here[name] for name in own}
            store.take_over("marked", ((recode[code], *rest) for code, *rest in part.rows("marked") if code in meant))

    def _is_elsewhere(self, name: str, place: int) -> bool:
        return any(name in folder.standing for at, folder in enumerate(self.looked) if at != place)

    def _tell_anew(self, table: Numbered, read: Any) -> None:
        """What happened to each submission or row in the order of time, and last what led to what stands.

        Only digests are held: a history is as large as the class.
        """
        *parts, store = self.stores
        events: defaultdict[str, list[_Event]] = defaultdict(list)
        for place, one in enumerate(self.stores):
            for row in one.rows(table):
                name, at, said = read(place, row)
                wins = self.chosen.wins.get(name, place) == place or self._same_as_what_stands(name, place)
                events[name].append(_Event(at, wins, place, row[0], _digest(said)))
        last = len(parts)
        for told in events.values():
            there = [event for event in told if event.place == last]
            wanted = _in_order(told)
            if [event.said for event in wanted] == [event.said for event in there]:
                continue
            rows = [(None, *read(e.place, self.stores[e.place].row(table, e.number))[2]) for e in wanted]
            store.tell_anew(table, [event.number for event in there], rows)

    def _same_as_what_stands(self, name: str, place: int) -> bool:
        here = self.looked[place].standing.get(name)
        stands = self.looked[self.chosen.wins[name]].standing[name] if name in self.chosen.wins else None
        return here is not None and stands is not None and (here.key, here.same) == (stands.key, stands.same)

    def _rows(self) -> Sequence[Mapping[str, str]]:
        """For each folder, what a row of it is called when all are merged."""
        every = {name: self.looked[place].standing[name] for name, place in self.chosen.wins.items()}
        whole = named_rows(every.keys() - _absent(every), _people(every))
        found = []
        for folder in self.looked:
            own = named_rows(folder.standing.keys() - _absent(folder.standing), _people(folder.standing))
            found.append({row: whole.get(whom, row) for whom, row in own.items()})
        return found

    # -- what people wrote -------------------------------------------------------------------------------------

    def _codes(self) -> list[Mapping[str, str]]:
        """For each folder, what its codes are in the merged one: two submissions may have been given the same."""
        merged = dict(self.stores[-1].codes())
        for place, part in sorted(enumerate(self.stores[:-1])):
            for name, code in part.codes().items():
                if self.chosen.wins.get(name) == place:
                    merged.setdefault(name, code)
        for part in self.stores[:-1]:
            for name, code in part.codes().items():
                merged.setdefault(name, code)
        holders: defaultdict[str, list[str]] = defaultdict(list)
        for name, code in merged.items():
            holders[code].append(name)
        twice = [name for names in holders.values() if len(names) > 1 for name in names]
        if twice:
            known = self.stores[-1].codes()
            longer = codes(self.course.manifest.seed, self.homework.name, merged)
            merged |= {name: longer[name] for name in twice if name not in known}
        return [{code: merged[name] for name, code in part.codes().items()} for part in self.stores]

    def _scores(self, coded: Sequence[Mapping[str, str]]) -> tuple[bytes | None, list[str]]:
        if not self.homework.written:
            return None, []
        sheets = [self._scored(place, coded[place]) for place in range(len(self.stores))]
        return merged_scores(self.homework, sheets[-1], [sheet for sheet in sheets[:-1] if sheet is not None])

    def _scored(self, place: int, coded: Mapping[str, str]) -> Scored | None:
        path = self.stores[place].folder / SCORES
        try:
            data = read_bytes(path, SCORES_LIMIT)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}: close it elsewhere") from None
        if not data.strip(b"\xef\xbb\xbf \t\r\n,;"):
            return None
        named = self.stores[place].codes()
        stands = {coded[code] for name, code in named.items() if self.chosen.wins.get(name) == place}
        return Scored(str(path), data, read_sheet(data, str(path), self.homework, coded.keys()), coded, stands)

    def _ledger(self) -> tuple[bytes | None, list[str]]:
        rows = self._rows()
        ledgers = [
            Adjusted(str(one.folder), ledger_bytes(one.folder), called) for one, called in zip(self.stores, rows)
        ]
        *parts, base = ledgers
        return merged_ledger(base, parts)

    # -- the folder --------------------------------------------------------------------------------------------

    def _settle(self, sandbox: Layer | Literal["auto"]) -> Any:
        store, homework, course = self.stores[-1], self.homework, self.course
        register = Register(store, homework, self.out)
        containment = Containment(course, homework, sandbox)
        plan = Plan(course, homework, digests.judging(course, homework), containment, course.manifest.seed, [], {})
        register.mark_with(grade.plan_marking(plan, store, {}, Wanted()))
        return register.settle({}, {}, (), at=clock.now(), anyway=True)


@dataclass(frozen=True)
class _Event:
    """Something that is told of a submission: when, whether by the folder whose mark stands, where, and what."""

    at: str
    wins: bool
    place: int
    number: int
    said: bytes


def _in_order(events: Sequence[_Event]) -> list[_Event]:
    """In the order of time, each once; what the folder said last whose mark stands is last."""
    winning = [event.at for event in events if event.wins]
    until = max(winning, default="")
    ordered = sorted(events, key=lambda e: (min(e.at, until) if winning else e.at, e.wins, e.place, e.number))
    once = {event.said: event for event in reversed(ordered)}  # of two that say the same it is the later
    return list(reversed(once.values()))


def _digest(said: Sequence[Any]) -> bytes:
    digest = hashlib.sha256()
    for value in said:
        data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data) + data)
    return digest.digest()[:16]


def _counted(rows: Mapping[str, str], row: tuple[Any, ...]) -> tuple[str, str, tuple[Any, ...]]:
    name = rows.get(row[1], row[1])
    return name, str(row[2]), (name, *row[2:])


def _absent(standing: Mapping[str, Any]) -> set[str]:
    return {name for name, stands in standing.items() if stands.status == "absent"}


def _people(standing: Mapping[str, Any]) -> People:
    there = {name: stands.whose for name, stands in standing.items() if stands.status != "absent"}
    ids = {member.id for who in there.values() for member in who.members if member.id}
    missing = [s.absent for s in standing.values() if s.absent is not None and s.absent.id not in ids]
    return People.of(there, missing)


def lines_of(merged: MergedClass, out: Path) -> Iterator[str]:
    """What is said of it."""
    people = len(merged.results)
    yield (
        f"{merged.folders} folders merged: {people} {'row' if people == 1 else 'rows'}; results in {out}: grades.csv, "
        "results/, report.html"
    )
    if merged.changed:
        names = ", ".join(map(for_terminal, merged.changed[:SHOWN]))
        more = f" and {len(merged.changed) - SHOWN} more" if len(merged.changed) > SHOWN else ""
        yield f"marks that stood in {out} and are others now: {names}{more}; homework history {out} tells them"
    for line in merged.told:
        yield f"to be looked at: {line}"
