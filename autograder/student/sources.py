"""A wrong case of one function that goes through another wrong one: told, after what else is known, to begin there.

Whether the other one is wrong in this very call cannot be known here: there is no right answer to ask. So it is told
only where a wrong number may come from there, and of a function that was right nowhere, or not finite in both places.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.diagnosis import wording
from autograder.results import Message
from autograder.sandbox.reaching import reached
from autograder.student.recording import Comparison, Recording
from autograder.student.remarks import WRONG


@dataclass
class Kept:
    """What is known of a function by the cases which call no other.

    Attributes:
        function: as it was then.
        wrong: whether it failed one.
        right: whether it was right in one.
        endless: whether it gave NaN or infinity there.
    """

    function: Any
    wrong: bool = False
    right: bool = False
    endless: bool = False


Failing = dict[str, Kept]


def note(case: Recording, namespace: dict[str, Any], failing: Failing) -> None:
    """Keeps what a case says of a function if nothing else is called in it."""
    called = {call.function for call in case.calls}
    if len(called) != 1 or case.outcome not in (*WRONG, "passed"):
        return
    (name,) = called
    kept = failing.setdefault(name, Kept(namespace.get(name)))
    kept.right = kept.right or case.outcome == "passed" or any(comparison.right for comparison in case.comparisons)
    if case.outcome in WRONG:
        kept.wrong = True
        kept.endless = kept.endless or not all(map(_is_finite, case.comparisons))


def sources(cases: Sequence[Recording], namespace: dict[str, Any], failing: Failing) -> dict[str, Message]:
    """What is said of the wrong cases of functions that call a failing one, by case."""
    wrong = {name for name, kept in failing.items() if kept.wrong and namespace.get(name) is kept.function}
    found = {}
    for case in cases:
        if case.outcome not in WRONG:
            continue
        for name in sorted({call.function for call in case.calls}):
            called = [other for other in reached(namespace.get(name)) if other in wrong and other != name]
            roots = [other for other in called if not wrong & set(reached(namespace.get(other))) - {other}]
            roots = [other for other in roots if _may_come_from(case, failing[other])]
            if roots:
                found[case.case] = wording.through(roots[0])
                break
    return found


def _may_come_from(case: Recording, other: Kept) -> bool:
    """Whether what is wrong in a case may be the other's: it raised, or numbers of the right form are wrong."""
    if any(call.error is case.error and case.error is not None for call in case.calls):
        code = getattr(other.function, "__code__", None)
        frames = traceback.walk_tb(case.error.__traceback__ if case.error is not None else None)
        return any(frame.f_code is code for frame, _ in frames)
    wrong = next((comparison for comparison in reversed(case.comparisons) if not comparison.right), None)
    if wrong is None or not _has_form(wrong):
        return False
    return not other.right or (other.endless and not _is_finite(wrong))


def _has_form(comparison: Comparison) -> bool:
    """Whether only the numbers are wrong: not the type, not the shape."""
    try:
        got, want = np.asarray(comparison.got), np.asarray(comparison.want)
    except (ValueError, TypeError):
        return False
    return got.dtype.kind in "fiu" and got.shape == want.shape


def _is_finite(comparison: Comparison) -> bool:
    try:
        return bool(np.isfinite(np.asarray(comparison.got, dtype=np.float64)).all())
    except (ValueError, TypeError):
        return True
