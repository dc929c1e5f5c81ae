"""A known mistake without its code: what is said to whoever makes it."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.checks.misconceptions import Misconception
from autograder.results import Category, Diagnosis, Message


@dataclass(frozen=True)
class Known:
    """A known mistake; `convention` if it is right by another convention than the course's."""

    id: str
    en: str
    zh: str
    convention: bool

    @classmethod
    def without_code(cls, mistake: Misconception) -> Known:
        """What there is to say of a mistake in the question's file."""
        return cls(mistake.id, mistake.en, mistake.zh, mistake.convention)

    def diagnosis(self, function: str, category: Category = "value") -> Diagnosis:
        """What the student reads; another convention is called that, whatever the category."""
        return Diagnosis(function, self.id, Message(self.en, self.zh), "convention" if self.convention else category)
