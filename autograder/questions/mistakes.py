"""A question's known mistakes, and what their file says about naming them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checks.misconceptions import Misconception, Shown, Together
from autograder.questions.trusted import execute


@dataclass(frozen=True)
class KnownMistakes:
    """What a file of misconceptions defines.

    Attributes:
        listed: the mistakes, in the order of the file.
        together: combinations of these whose result cannot be computed from theirs.
        draw: `probes(rng)`: further inputs that tell mistakes apart, by function.
        free: functions with more than one right result, each with right ones beside the reference that show this.
        looks: `RECOGNISE`: functions of ours that know mistakes by their symptoms, by function.
    """

    listed: tuple[Misconception, ...] = ()
    together: tuple[Together, ...] = ()
    draw: Callable[[np.random.Generator], Mapping[str, list[tuple[Any, ...]]]] | None = None
    free: Mapping[str, tuple[Callable[..., Any], ...]] = field(default_factory=dict)
    looks: Mapping[str, Callable[[list[Shown]], str | None]] = field(default_factory=dict)

    def of(self, function: str) -> tuple[Misconception, ...]:
        """The mistakes in one function."""
        return tuple(mistake for mistake in self.listed if mistake.function == function)


def load_mistakes(path: Path) -> KnownMistakes:
    """Executes a file of misconceptions, which is ours and trusted; without a file there are none.

    Raises:
        QuestionError: it cannot be read, or raises.
    """
    if not path.is_file():
        return KnownMistakes()
    namespace = execute(path)
    draw = namespace.get("probes")
    return KnownMistakes(
        listed=tuple(value for value in namespace.values() if isinstance(value, Misconception)),
        together=_together(namespace),
        draw=None if isinstance(draw, Misconception) else draw,
        free=_free(namespace.get("FREE_ANSWER", ())),
        looks=dict(namespace.get("RECOGNISE", {})),
    )


def _together(namespace: Mapping[str, Any]) -> tuple[Together, ...]:
    """The combinations: those written one by one, then those made of options that are not among them."""
    single = [value for value in namespace.values() if isinstance(value, Together)]
    made = [both for value in namespace.values() if isinstance(value, tuple) for both in value]
    found: dict[tuple[str, frozenset[str]], Together] = {}
    for both in (*single, *made):
        if isinstance(both, Together):
            found.setdefault((both.function, frozenset(both.ids)), both)
    return tuple(found.values())


def _free(
    listed: Mapping[str, Sequence[Callable[..., Any]]] | Sequence[str],
) -> dict[str, tuple[Callable[..., Any], ...]]:
    if isinstance(listed, Mapping):
        return {str(name): tuple(right) for name, right in listed.items()}
    return {str(name): () for name in listed}
