"""What of a class is alike: files, code, wrong answers and written answers, put together for each pair.

Nothing compares every pair: fingerprints that few have say which pairs there are to look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Literal

from autograder.results import SubmissionResult
from autograder.similar.fingerprints import Index, clusters, rarity
from autograder.similar.mistakes import SameMistake, same_mistakes
from autograder.similar.texts import shingles
from autograder.written.reading import OwnCode

SHARE = 0.4  # of the rarer of two codes or texts: below that it is a coincidence
LISTED = 6.0  # the score from which a pair is listed, at least
STANDS_OUT = 1.5  # so many times as much as is usual in the class
MISTAKE = 2.0  # what the same rare wrong answer adds, at most
TEXT = 15.0  # what a written answer adds, at most; a long one has many fingerprints

Kind = Literal["code", "mistake", "text"]


@dataclass(frozen=True)
class Work:
    """What somebody handed in, as it is compared.

    Attributes:
        name: of the submission.
        digest: of its bytes.
        people: who had a hand in it; works of the same person are not compared.
        own: the code that it does not have from the handout.
        code: by question, the fingerprints of that.
        answers: to written questions, as plain text.
        result: as graded.
        same: names of submissions with the same bytes, which it stands for.
    """

    name: str
    digest: str
    people: frozenset[str]
    own: Sequence[OwnCode] = ()
    code: Mapping[str, Set[Hashable]] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    result: SubmissionResult | None = None
    same: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """What two works share in one question."""

    question: str
    kind: Kind
    score: float
    share: float = 0.0
    shared: frozenset[Hashable] = frozenset()
    mistake: SameMistake | None = None


@dataclass(frozen=True)
class Pair:
    """Two works that share something that few others have, in the order of what they share."""

    a: str
    b: str
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """All parts together."""
        return sum(part.score for part in self.parts)


@dataclass(frozen=True)
class Alike:
    """What was found in a class.

    Attributes:
        works: by name; of several with the same bytes one.
        identical: names of files that are the same byte for byte, the largest group first.
        pairs: the highest score first.
        groups: of more than two that hang together by pairs.
        mistakes: rare wrong answers that several have.
        compared: how many submissions there were.
        left: in how many of them there is nothing to compare: the handout as it was, or what cannot be read.
    """

    works: Mapping[str, Work]
    identical: Sequence[Sequence[str]]
    pairs: Sequence[Pair]
    groups: Sequence[Sequence[str]]
    mistakes: Sequence[SameMistake]
    compared: int
    left: int


def alike(works: Iterable[Work], coded: Collection[str], written: Collection[str]) -> Alike:
    """Compares a class.

    Args:
        works: of all submissions.
        coded: the questions whose code and wrong answers are compared.
        written: those whose answers are.
    """
    everything = list(works)
    ones, identical = _without_doubles([work for work in everything if work.own or work.answers])
    parts: defaultdict[tuple[str, str], list[Part]] = defaultdict(list)
    codes = {name: Index() for name in coded}
    texts = {name: Index() for name in written}
    for work in ones.values():
        for question, found in work.code.items():
            if question in codes:
                codes[question].add(work.name, found)
        for question, text in work.answers.items():
            if question in texts:
                texts[question].add(work.name, shingles(text))
    for kind, indexes in (("code", codes), ("text", texts)):
        for question, index in indexes.items():
            for pair in index.pairs():
                part = _part(question, kind, index, pair)
                if part is not None and _different_people(ones, pair):
                    parts[pair].append(part)
    results = {name: work.result for name, work in ones.items() if work.result is not None}
    mistakes = _of_different_people(ones, same_mistakes(results, frozenset(codes)))
    for mistake in mistakes:
        score = MISTAKE * rarity(len(mistake.names), len(ones))
        for a in mistake.names:
            for b in mistake.names:
                if a < b and _different_people(ones, (a, b)):
                    parts[a, b].append(Part(mistake.question, "mistake", score, mistake=mistake))
    pairs = [Pair(*pair, tuple(sorted(of_both, key=lambda part: -part.score))) for pair, of_both in parts.items()]
    least = max(LISTED, STANDS_OUT * _usual(pairs, len(ones)))
    listed = sorted((pair for pair in pairs if pair.score >= least), key=lambda pair: (-pair.score, pair.a, pair.b))
    groups = [group for group in clusters((pair.a, pair.b) for pair in listed) if len(group) > 2]
    left = sum(not (work.own or work.answers) for work in everything)
    return Alike(ones, identical, listed, groups, mistakes, len(everything), left)


def _without_doubles(works: Iterable[Work]) -> tuple[dict[str, Work], list[list[str]]]:
    """One of all works with the same bytes, by name; and the names of those that several people have handed in."""
    by_digest: defaultdict[str, list[Work]] = defaultdict(list)
    for work in sorted(works, key=lambda work: work.name):
        by_digest[work.digest].append(work)
    ones, identical = {}, []
    for group in by_digest.values():
        ones[group[0].name] = replace(group[0], same=tuple(work.name for work in group[1:]))
        if any(not group[0].people & work.people for work in group[1:]):
            identical.append([work.name for work in group])
    return ones, sorted(identical, key=lambda names: (-len(names), names))


def _part(question: str, kind: str, index: Index, pair: tuple[str, str]) -> Part | None:
    likeness = index.likeness(*pair)
    if likeness.share < SHARE:
        return None
    if kind == "code":
        return Part(question, "code", likeness.score, likeness.share, likeness.shared)
    return Part(question, "text", min(TEXT, likeness.score), likeness.share, likeness.shared)


def _usual(pairs: Iterable[Pair], count: int) -> float:
    """How alike people of this class are who have nothing to do with each other: the median of everybody's third best.

    The third, as two or three who share their work say nothing of the others.
    """
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for pair in pairs:
        scores[pair.a].append(pair.score)
        scores[pair.b].append(pair.score)
    thirds = [sorted(own, reverse=True)[2] for own in scores.values() if len(own) > 2]
    return median([*thirds, *[0.0] * (count - len(thirds))]) if count else 0.0


def _different_people(works: Mapping[str, Work], pair: tuple[str, str]) -> bool:
    return not works[pair[0]].people & works[pair[1]].people


def _of_different_people(works: Mapping[str, Work], mistakes: Iterable[SameMistake]) -> list[SameMistake]:
    return [one for one in mistakes if any(_different_people(works, (one.names[0], other)) for other in one.names[1:])]
