"""A wrong case of one function that goes through another wrong one: told to begin there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.diagnosis import wording
from autograder.results import Message
from autograder.sandbox.reaching import reached
from autograder.student.recording import Recording
from autograder.student.remarks import WRONG

Failing = dict[str, Any]  # the functions that fail a case which calls no other, as they were then


def note(case: Recording, namespace: dict[str, Any], failing: Failing) -> None:
    """Keeps a function that fails a case in which nothing else is called."""
    called = {call.function for call in case.calls}
    if case.outcome in WRONG and len(called) == 1:
        (name,) = called
        failing[name] = namespace.get(name)


def sources(cases: Sequence[Recording], namespace: dict[str, Any], failing: Failing) -> dict[str, Message]:
    """What is said of the wrong cases of functions that call a failing one, by case."""
    wrong = {name for name, function in failing.items() if namespace.get(name) is function}
    found = {}
    for case in cases:
        if case.outcome not in WRONG:
            continue
        for name in sorted({call.function for call in case.calls}):
            called = [other for other in reached(namespace.get(name)) if other in wrong and other != name]
            roots = [other for other in called if not wrong & set(reached(namespace.get(other))) - {other}]
            if roots:
                found[case.case] = wording.through(roots[0])
                break
    return found
