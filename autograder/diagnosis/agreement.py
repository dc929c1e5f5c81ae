"""What two functions showed, side by side: what counts as the same, and how much it proves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.diagnosis.forms import (
    LOOSE,
    RIGHT,
    Form,
    Tolerance,
    alike,
    form_of,
    leaves,
)
from autograder.diagnosis.observations import Observation, Probe
from autograder.questions.contracts import is_array, is_integer

EVIDENCE = 3  # a lone number from one probe (counted as a value and as a number) proves nothing


@dataclass(frozen=True)
class Observed:
    """An observation and its form."""

    observation: Observation
    form: Form | None

    @classmethod
    def of(cls, observation: Observation, hint: Any) -> Observed:
        """An observation with its form; an exception has none.

        Args:
            observation: the call.
            hint: the annotation of the result, None if it is not known.
        """
        return cls(observation, form_of(observation.result(), hint) if observation.kind == "returned" else None)

    @property
    def kind(self) -> str:
        """Of the observation."""
        return self.observation.kind


def agrees(one: Observed, other: Observed, tolerance: Tolerance) -> bool:
    """Whether two calls showed the same: outcome, kind of exception, changed arguments, values."""
    a, b = one.observation, other.observation
    if (a.kind, a.error, a.changed) != (b.kind, b.error, b.changed):
        return False
    return one.form is None or other.form is None or alike(one.form, other.form, tolerance)


def all_agree(observed: Sequence[Observed], others: Sequence[Observed], tolerance: Tolerance) -> bool:
    """Whether two functions showed the same on every probe."""
    return all(agrees(one, other, tolerance) for one, other in zip(observed, others))


def evidence(observed: Sequence[Observed]) -> int:
    """How much there is to agree on: the numbers and other values that were returned.

    An exception proves nothing, as it can have any cause. A result that varies from call to call has only one: the
    seed is not used.
    """
    forms = [one.form for one in observed if one.form is not None]
    varying = sum(one.kind == "varies" for one in observed)
    return EVIDENCE * varying + sum(1 + max(1, sum(leaf.array.size for _, leaf in leaves(form))) for form in forms)


def tolerance_of(probe: Probe, hints: list[Any]) -> Tolerance:
    """The tolerance of a probe: wider for float32 input, and for integers where floats are usual."""
    for arg, hint in zip(probe.arguments(), hints):
        arrays = arg if isinstance(arg, list) else [arg]
        for array in arrays:
            if isinstance(array, np.ndarray):
                if array.dtype.kind == "f" and array.dtype.itemsize < 8:
                    return LOOSE
                if array.dtype.kind in "iu" and is_array(hint) and not is_integer(hint):
                    return LOOSE
    return RIGHT
