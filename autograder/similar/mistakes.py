"""The same rare wrong answer: who fails the same cases of a question in the same way, where few do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from autograder.results import Outcome, QuestionResult, SubmissionResult

WRONG: frozenset[Outcome] = frozenset({"failed", "contract", "errored", "timed_out", "memory", "crashed"})
FEW, FEW_IN = 3, 50  # at most three do, or one in fifty of a class
_FIGURES = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")  # they depend on inputs, which everybody has of their own


@dataclass(frozen=True)
class SameMistake:
    """A wrong answer that few have.

    Attributes:
        question: where.
        names: who.
        cases: that fail, with outcome and message as the first of them has it.
        named: what the mistake is called; empty where it has no name.
    """

    question: str
    names: tuple[str, ...]
    cases: tuple[tuple[str, Outcome, str], ...]
    named: tuple[str, ...]


def same_mistakes(results: Mapping[str, SubmissionResult], questions: frozenset[str]) -> list[SameMistake]:
    """All of a class, the rarest first; by messages, and by the names of mistakes."""
    having: defaultdict[tuple[str, Hashable], list[str]] = defaultdict(list)
    asked: dict[tuple[str, str], QuestionResult] = {}
    for name, result in sorted(results.items()):
        for question in result.questions:
            if question.question in questions:
                asked[question.question, name] = question
                for way in _ways(question):
                    having[question.question, way].append(name)
    few = max(FEW, len(results) // FEW_IN)
    found: dict[tuple[str, tuple[str, ...]], SameMistake] = {}
    for (where, _), names in having.items():
        if 2 <= len(names) <= few and (where, tuple(names)) not in found:
            first = asked[where, names[0]]
            failed = tuple((case.name, case.outcome, case.message) for case in first.cases if case.outcome in WRONG)
            found[where, tuple(names)] = SameMistake(where, tuple(names), failed, _named(first))
    return sorted(found.values(), key=lambda one: (len(one.names), -len(one.cases), one.question, one.names))


def _ways(question: QuestionResult) -> Iterator[Hashable]:
    """In which ways a question is wrong: what its cases say, and which known mistakes it makes in which cases."""
    failed = [case for case in question.cases if case.outcome in WRONG]
    if failed:
        yield frozenset((case.name, case.outcome, _FIGURES.sub("#", case.message)) for case in failed)
        if named := _named(question):
            yield named, frozenset(case.name for case in failed)


def _named(question: QuestionResult) -> tuple[str, ...]:
    return tuple(
        sorted(
            f"{one.function}: {one.misconception}"
            for one in question.diagnoses
            if not one.misconception.startswith("generic-")
        )
    )
