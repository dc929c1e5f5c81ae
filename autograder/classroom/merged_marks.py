"""Several folders' marks side by side: which stands where a submission is in several, and what is told."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from autograder import digests
from autograder.classroom.current import UNFINISHED
from autograder.classroom.database import DAMAGED
from autograder.classroom.people import Whose
from autograder.classroom.shards import SHARD, shard_of
from autograder.classroom.store import Store
from autograder.errors import InputError
from autograder.reports.escape import for_terminal
from autograder.reports.figures import number
from autograder.results import Made, SubmissionResult, from_json, to_json

SHOWN = 5  # of each kind of line
MERGED = "merged shards"  # a setting of a folder: those that are in it


@dataclass(frozen=True)
class Standing:
    """What stands for one submission in one folder, without its cases.

    Attributes:
        key: under which it was made.
        same: a digest of the result, but for when it was made.
        judged: by what: a digest over suites and versions, the seed and the containment; empty if by nothing.
        parts: by what each question was judged.
    """

    name: str
    key: str
    whose: Whose
    status: str
    mark: str
    same: str
    made: Made
    judged: tuple[str, int, str]
    absent: SubmissionResult | None

    @property
    def newness(self) -> tuple[str, str, str]:
        """Of two it is the one with the newer file that stands, then the one that was graded later."""
        return self.whose.handed_in, self.made.graded, self.key


@dataclass(frozen=True)
class Folder:
    """What one of the folders says."""

    shown: str
    standing: Mapping[str, Standing]
    parts: Mapping[str, Mapping[str, str]]
    shard: str
    unfinished: bool


@dataclass(frozen=True)
class Choice:
    """Which folder's mark stands for each submission.

    Attributes:
        wins: the place of the folder, by the submission's name.
        told: what a person has to look at.
    """

    wins: Mapping[str, int]
    told: tuple[str, ...]


def look_into(store: Store) -> Folder:
    """What stands in a folder.

    Raises:
        StoreError: it is damaged.
    """
    standing = {}
    for name, key, data, whose in store.rows("results"):
        try:
            result = from_json(data)
            who = msgspec.msgpack.decode(whose, type=Whose) if whose else Whose(person=name)
        except DAMAGED:
            raise InputError(
                f"{store.folder}: what is kept of {for_terminal(name)} is damaged: grade it again"
            ) from None
        standing[name] = _standing(key, result, who)
    shown = str(store.folder)
    return Folder(shown, standing, store.parts(), store.setting(SHARD), bool(store.setting(UNFINISHED)))


def _standing(key: str, result: SubmissionResult, whose: Whose) -> Standing:
    timeless = msgspec.structs.replace(result, made=msgspec.structs.replace(result.made, graded=""))
    mark = f"{number(result.score)} of {number(result.max_score)}" if result.status == "graded" else result.status
    judged = digests.results_digest(result.made.judged) if result.made.judged else ""
    return Standing(
        result.submission,
        key,
        whose,
        result.status,
        mark,
        hashlib.sha256(to_json(timeless)).hexdigest(),
        result.made,
        (judged, result.seed, result.sandbox),
        result if result.status == "absent" else None,
    )


def choose(folders: Sequence[Folder], out: int | None) -> Choice:
    """Decides what stands.

    Args:
        folders: what they say.
        out: the place of the folder that all are merged into, if it holds something: what is newer elsewhere takes the
            place of what stands there, as in a run.

    Raises:
        InputError: two people have one name: one would take the other's place.
    """
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for place, folder in enumerate(folders):
        for name in folder.standing:
            by_name[name].append(place)
    _refuse_namesakes(folders, by_name)
    wins: dict[str, int] = {}
    conflicts = []
    for name, places in sorted(by_name.items()):
        present = [p for p in places if folders[p].standing[name].status != "absent"] or places
        # Of equal ones the one in `out`, which is the last: nothing is to be written then.
        wins[name] = max(present, key=lambda p: (folders[p].standing[name].newness, p))
        given = [place for place in present if place != out]
        if not given:
            continue
        best = max(given, key=lambda p: (folders[p].standing[name].newness, -p))
        stands = folders[best].standing[name]
        if wins[name] == out and folders[wins[name]].standing[name].newness > stands.newness:
            continue  # it was settled there
        for place in given:
            other = folders[place].standing[name]
            if place == best or (other.key, other.same) == (stands.key, stands.same):
                continue
            conflicts.append(
                f"{for_terminal(name)}: {stands.mark} in {folders[best].shown} and {other.mark} in "
                f"{folders[place].shown}, {_why(stands, other)}: the first stands, the other is in its history"
            )
    told = [*_few(conflicts), *_few(_of_two_names(folders)), *_judged_apart(folders, wins)]
    return Choice(wins, tuple(told))


def _why(stands: Standing, other: Standing) -> str:
    if stands.made.sha256 != other.made.sha256:
        return "of different files"
    return "judged by something else" if stands.key != other.key else "of the same file, judged by the same"


def _refuse_namesakes(folders: Sequence[Folder], by_name: Mapping[str, Sequence[int]]) -> None:
    for name, places in sorted(by_name.items()):
        ids = {folders[p].standing[name].whose.id: p for p in reversed(places) if folders[p].standing[name].whose.id}
        if len(ids) > 1:
            (one, first), (two, second) = sorted(ids.items())[:2]
            raise InputError(
                f"{for_terminal(name)} is {for_terminal(one)} in {folders[first].shown} and {for_terminal(two)} in "
                f"{folders[second].shown}: two people; grade one of the folders again under names that differ"
            )


def _of_two_names(folders: Sequence[Folder]) -> Iterator[str]:
    """Whose attempt has a mark under one name here and under another there."""
    seen: dict[tuple[str, int], tuple[str, int]] = {}
    for place, folder in enumerate(folders):
        for name, stands in folder.standing.items():
            if not stands.whose.id or stands.status == "absent":
                continue
            former, where = seen.setdefault((stands.whose.id, stands.whose.attempt), (name, place))
            if former != name and where != place:
                yield (
                    f"{for_terminal(stands.whose.id)} is {for_terminal(former)} in {folders[where].shown} and "
                    f"{for_terminal(name)} in {folder.shown}: both have a row; take one out with `homework remove`"
                )


def _judged_apart(folders: Sequence[Folder], wins: Mapping[str, int]) -> Iterator[str]:
    """Says it if parts of the class were judged by something else than the rest."""
    counts: Counter[tuple[str, int, str]] = Counter()
    example: dict[tuple[str, int, str], Standing] = {}
    parts: dict[str, Mapping[str, str]] = {}
    for folder in folders:
        parts |= folder.parts
    for name, place in wins.items():
        stands = folders[place].standing[name]
        if stands.judged[0]:
            counts[stands.judged] += 1
            example.setdefault(stands.judged, stands)
    if len(counts) < 2:
        return
    (most, _), *others = counts.most_common()
    for judged, count in others:
        names = _differing(example[most], example[judged], parts)
        yield (
            f"{count} of {sum(counts.values())} were judged by something else than the rest ({', '.join(names)}; "
            f"{for_terminal(example[judged].name)} is one): `homework grade` into the merged folder, without paths, "
            "grades them again"
        )


def _differing(one: Standing, other: Standing, parts: Mapping[str, Mapping[str, str]]) -> list[str]:
    names = {"seed"} if one.judged[1] != other.judged[1] else set()
    names |= {"containment"} if one.judged[2] != other.judged[2] else set()
    for question, digest in one.made.judged.items():
        mine, theirs = parts.get(digest, {}), parts.get(other.made.judged.get(question, ""), {})
        names |= {part for part in mine.keys() | theirs.keys() if mine.get(part) != theirs.get(part)}
    return sorted(names) or ["questions"]


def shards_told(folders: Iterable[Folder], before: str) -> tuple[str, list[str]]:
    """Which shards are merged by now, for the setting, and what is missing of them.

    Args:
        folders: that are merged.
        before: what the setting was.
    """
    told = [f"{f.shown}: its run was not finished: run it again, then merge again" for f in folders if f.unfinished]
    there = sorted({shard_of(text) for text in [*before.split(), *(f.shard for f in folders if f.shard)]}, key=str)
    counts = sorted({shard.count for shard in there})
    if len(counts) > 1:
        told.append(f"shards of {' and of '.join(map(str, counts))} are merged: somebody may be in none, or in two")
    for count in counts if len(counts) == 1 else ():
        missing = sorted(set(range(1, count + 1)) - {shard.number for shard in there})
        if missing:
            first = ", ".join(f"{one}/{count}" for one in missing[:SHOWN])
            more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
            told.append(f"shards that are missing: {first}{more}")
    return " ".join(map(str, there)), told


def _few(lines: Iterable[str]) -> list[str]:
    """The first of some lines, and how many more there are."""
    lines = list(lines)
    more = [f"and {len(lines) - SHOWN} more like that"] if len(lines) > SHOWN else []
    return lines[:SHOWN] + more
