"""A question with all that the gate's static checks look at."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.checks.misconceptions import Misconception
from autograder.course import Course, Homework, Question
from autograder.questions.loading import LoadedQuestion
from autograder.release.gate.verdict import Problem


@dataclass(frozen=True)
class Room:
    """A question with all that belongs to it."""

    course: Course
    homework: Homework
    question: Question
    loaded: LoadedQuestion

    @property
    def misconceptions(self) -> tuple[Misconception, ...]:
        """Its known mistakes."""
        return self.loaded.mistakes.listed

    def problem(self, check: str, what: str, mend: str) -> Problem:
        """A problem of this question."""
        return Problem(self.question.name, check, what, mend)
