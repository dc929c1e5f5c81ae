"""What a client and the workers of a cluster say to each other: bytes, of the same records on both sides."""

from __future__ import annotations

from typing import Literal

import msgspec

from autograder.classroom.pool import Job, Said
from autograder.classroom.source import Source
from autograder.engine.run import Doubt
from autograder.engine.sandbox_process import Layer
from autograder.results import GraderFault, SubmissionResult


class Order(msgspec.Struct, frozen=True):
    """What all submissions of a run have in common.

    Attributes:
        digest: over all that could change a result, as the client has it.
        judged: by question, what that is over.
        naming: whether mistakes are named.
    """

    homework: str
    layer: Layer
    digest: str
    judged: dict[str, str]
    naming: bool = True


class Work(msgspec.Struct, frozen=True):
    """A submission to grade.

    Attributes:
        question: the one question that is graded; empty for all.
    """

    number: int
    name: str
    seed: int
    patience: float
    question: str
    source: Source

    @classmethod
    def of(cls, number: int, job: Job, question: str) -> Work:
        """Of a job."""
        return cls(number, job.submission.name, job.seed, job.patience, question, Source.of(job.submission))

    @property
    def job(self) -> Job:
        """The job."""
        return Job(self.source.submission(self.name), self.seed, self.patience)


class Answer(msgspec.Struct, frozen=True):
    """What a grader says of a submission: `pool.Said`."""

    number: int
    kind: Literal["result", "doubtful", "gone", "error", "unavailable"]
    result: SubmissionResult | None
    message: str
    fault: GraderFault | None
    doubts: tuple[Doubt, ...]

    @classmethod
    def of(cls, said: Said) -> Answer:
        """Of what was said."""
        return cls(said.number, said.kind, said.result, said.message, said.fault, tuple(sorted(said.doubts)))

    @property
    def said(self) -> Said:
        """What was said."""
        return Said(self.number, self.kind, self.result, self.message, self.fault, frozenset(self.doubts))


class Batch(msgspec.Struct, frozen=True):
    """A task: some submissions, one after the other in one grader.

    Attributes:
        alone: each in a grader of its own, started afresh.
    """

    works: list[Work]
    alone: bool = False


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """A grader has loaded the homework; lines for whoever runs this."""

    notes: list[str]


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """A grader cannot or must not grade this."""

    why: str


class Examined(msgspec.Struct, frozen=True):
    """What a worker has.

    Attributes:
        judged: by question, a digest over all that could change its result there; empty if there is no such homework.
        parts: by digest, what it was made of.
        problem: why it cannot grade, if it cannot.
    """

    judged: dict[str, str] = {}
    parts: dict[str, dict[str, str]] = {}
    problem: str = ""


class Answers(msgspec.Struct, frozen=True):
    """What came of a batch."""

    answers: list[Answer]
    notes: list[str] = []


Begun = Ready | Refused
encode = msgspec.msgpack.encode
