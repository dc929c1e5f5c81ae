"""Parts of results that are equal are held once: most of a class passes the same cases, or fails them alike.

What a process holds of a class grows then with what differs, and not with the number of cases.
"""

from __future__ import annotations

import hashlib

import msgspec
from msgspec.structs import replace

from autograder.results import CaseResult, Made, QuestionResult, SubmissionResult, from_json


class Shared:
    """The parts of the results that a run has seen."""

    def __init__(self) -> None:
        self._results: dict[bytes, SubmissionResult] = {}
        self._parts: dict[bytes, QuestionResult | Made] = {}
        self._cases: dict[tuple[CaseResult, type], CaseResult] = {}

    def decoded(self, data: bytes) -> SubmissionResult:
        """A result as it is stored; the same bytes are read once.

        Raises:
            msgspec.DecodeError: it is something else.
        """
        key = _digest(data)
        if key not in self._results:
            self._results[key] = self.of(from_json(data))
        return self._results[key]

    def of(self, result: SubmissionResult) -> SubmissionResult:
        """A result that is equal, and shares what it has in common with others."""
        return replace(result, questions=tuple(map(self._question, result.questions)), made=self._made(result.made))

    def _question(self, question: QuestionResult) -> QuestionResult:
        # By its bytes: 1 and 1.0 are equal, and are not written alike.
        key = _digest(msgspec.msgpack.encode(question))
        found = self._parts.get(key)
        if not isinstance(found, QuestionResult):
            cases = tuple(self._cases.setdefault((case, type(case.points)), case) for case in question.cases)
            self._parts[key] = found = replace(question, cases=cases)
        return found

    def _made(self, made: Made) -> Made:
        """Of what made it, the digests are everybody's."""
        key = _digest(msgspec.msgpack.encode((made.suites, made.judged)))
        found = self._parts.setdefault(key, made)
        assert isinstance(found, Made)
        return replace(made, suites=found.suites, judged=found.judged)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
