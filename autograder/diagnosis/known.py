"""A known mistake without its code: what is said to whoever makes it."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.checks.misconceptions import Misconception
from autograder.results import Category, Diagnosis, Message


@dataclass(frozen=True)
class Known:
    """A known mistake.

    Attributes:
        id: its name.
        en: what is said to whoever makes it.
        zh: the same in Chinese.
        convention: whether it is right by another convention than the course's.
        edge: whether ordinary inputs do not show it.
    """

    id: str
    en: str
    zh: str
    convention: bool
    edge: bool = False

    @classmethod
    def without_code(cls, mistake: Misconception) -> Known:
        """What there is to say of a mistake in the question's file."""
        return cls(mistake.id, mistake.en, mistake.zh, mistake.convention, bool(mistake.edge))

    def diagnosis(self, function: str, category: Category = "value") -> Diagnosis:
        """What the student reads; another convention is called that, whatever the category."""
        return Diagnosis(function, self.id, Message(self.en, self.zh), "convention" if self.convention else category)
