"""What the gate has run of a question, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.checks.misconceptions import Misconception
from autograder.diagnosis.recognising import Recogniser
from autograder.questions.loading import LoadedQuestion
from autograder.release.gate.bare import Ran
from autograder.release.gate.judging import Judged
from autograder.release.gate.killing import Killing
from autograder.release.gate.mutants import Mutant
from autograder.release.gate.pasting import Earned, Pasted
from autograder.release.gate.verdict import Problem

SLOW = 0.3  # CPU seconds of the reference: a slower question gets fewer seeds, and the table says so


@dataclass
class Runs:
    """A question on its way through the gate."""

    loaded: LoadedQuestion
    misconceptions: list[Misconception]
    source: str  # of the reference; empty if its mutants are not run
    why_no_mutants: str
    problems: list[Problem]
    recognisers: dict[str, Recogniser] = field(default_factory=dict)
    unprobed: set[str] = field(default_factory=set)  # functions whose answers are not compared
    pasted: list[Pasted] = field(default_factory=list)  # answers that are made of what students read
    mutants: list[Mutant] = field(default_factory=list)
    seconds: float = 0.0
    seeds: int = 0
    failed: dict[str, tuple[int, Ran]] = field(default_factory=dict)
    believing: set[str] = field(default_factory=set)  # cases that ask what becomes of arguments
    judged: list[Judged] = field(default_factory=list)
    earned: list[Earned] = field(default_factory=list)  # by what was pasted, where it is too much
    killing: Killing = field(default_factory=lambda: Killing(0, [], []))

    @property
    def name(self) -> str:
        """The question's."""
        return self.loaded.spec.name
