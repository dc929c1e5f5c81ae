"""How a wrong answer is written down: a function with the stub's signature, an id and a hint in both languages.

A file of misconceptions may also define names that the diagnosis reads:

    def probes(rng): ...        function name -> list of argument tuples; further inputs to tell mistakes apart,
                                beside those with which the hidden suite calls the reference
    FREE_ANSWER = ("name",)     functions with more than one right answer
    RECOGNISE = {"name": look}  functions with so many that mistakes show as symptoms only: look(shown) gets what the
                                function did with each of its probes, a list of `Shown`, and says an id, or None
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Misconception:
    """A known wrong answer to one function of a question."""

    id: str
    function: str
    wrong: Callable[..., Any]
    en: str
    zh: str
    convention: bool  # right by another convention than the course's: named as that, not as an error


@dataclass(frozen=True)
class Shown:
    """What a function did with one probe; a student's function may have returned anything that can be sent."""

    args: list[Any]  # as they were before the call
    result: Any  # None if it raised
    error: str  # the built-in exception that it raised, or ""
    changed: tuple[int, ...]  # the positions of the arguments that it changed


def misconception(
    id: str,
    *,
    function: str,
    en: str,
    zh: str,
    convention: bool = False,
) -> Callable[[Callable[..., Any]], Misconception]:
    """Names the decorated wrong answer.

    Args:
        id: kebab-case, unique within the question.
        function: the function of the question that it answers wrongly.
        en: the hint in English; points at the concept, does not hand over the answer.
        zh: the hint in Chinese.
        convention: it is another convention, not an error.
    """

    def name(wrong: Callable[..., Any]) -> Misconception:
        return Misconception(id, function, wrong, en, zh, convention)

    return name
