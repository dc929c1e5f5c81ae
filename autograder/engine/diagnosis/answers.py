"""Answers side by side: what counts as the same, and how much it proves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.engine.diagnosis.forms import (
    LOOSE,
    RIGHT,
    Form,
    Tolerance,
    alike,
    form_of,
    is_array,
    is_integer,
    leaves,
)
from autograder.engine.diagnosis.observations import Observation, Probe

EVIDENCE = 3  # a lone number from one probe (counted as a value and as a number) proves nothing


@dataclass(frozen=True)
class Seen:
    """An observation and its form."""

    observation: Observation
    form: Form | None

    @property
    def kind(self) -> str:
        """Of the observation."""
        return self.observation.kind


def seen(observation: Observation, hint: Any) -> Seen:
    """An observation with its form."""
    return Seen(observation, form_of(observation.result(), hint) if observation.kind == "returned" else None)


def same(a: Seen, b: Seen, tolerance: Tolerance) -> bool:
    """Whether two calls showed the same: outcome, kind of exception, changed arguments, values."""
    left, right = a.observation, b.observation
    if (left.kind, left.error, left.changed) != (right.kind, right.error, right.changed):
        return False
    return a.form is None or b.form is None or alike(a.form, b.form, tolerance)


def evidence(answers: Sequence[Seen]) -> int:
    """How much there is to agree on: numbers and other values that were returned. An exception alone has any cause.

    That an answer varies has one cause only: the seed was not used.
    """
    forms = [a.form for a in answers if a.form is not None]
    varying = sum(a.kind == "varies" for a in answers)
    return EVIDENCE * varying + sum(1 + max(1, sum(leaf.array.size for _, leaf in leaves(form))) for form in forms)


def tolerance_of(probe: Probe, hints: list[Any]) -> Tolerance:
    """The tolerance of a probe: float32 input, or integers where floats are usual, gets the wider one."""
    for arg, hint in zip(probe.arguments(), hints):
        arrays = arg if isinstance(arg, list) else [arg]
        for array in arrays:
            if isinstance(array, np.ndarray):
                if array.dtype.kind == "f" and array.dtype.itemsize < 8:
                    return LOOSE
                if array.dtype.kind in "iu" and is_array(hint) and not is_integer(hint):
                    return LOOSE
    return RIGHT
