"""Probes: the arguments with which the hidden suite calls the reference when nobody is being graded.

Every known mistake fails some hidden case, so among these inputs are those that expose it. They are drawn for a
student that does not exist, so they are nobody's marked inputs, and the same for everyone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from autograder.checks.inputs import generator
from autograder.checks.misconceptions import Misconception
from autograder.engine.contracts import Contract
from autograder.engine.diagnosis.observations import Operations, Probe
from autograder.engine.suites import Suite
from autograder.wire.codec import Value, encode, encode_value

SEED = "probe"  # marked inputs have a number here
PER_CASE = 16  # calls of one function that are kept of one case
LARGEST = 1 << 20  # bytes of one probe


class Recorder:
    """Stands for a function of the reference and keeps what it is called with."""

    def __init__(self, function: Callable[..., Any], contract: Contract, operations: Operations) -> None:
        self.__name__ = contract.name
        self._function = function
        self._contract = contract
        self._operations = operations
        self._seen: set[bytes] = set()
        self._room = PER_CASE
        self._case = ""
        self.probes: list[Probe] = []

    def next_case(self, name: str) -> None:
        """A new case begins."""
        self._room = PER_CASE
        self._case = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Keeps the arguments and calls the function."""
        sent = self._contract.positional(args, kwargs)
        self.keep([encode_value(arg) for arg in sent])
        return self._function(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        operation = self.__dict__["_operations"].get(name)
        if operation is None:
            raise AttributeError(name)

        def ask(*args: Any) -> Any:
            self.keep([encode_value(arg) for arg in args], name)
            return operation(self._function, *args)

        return ask

    def keep(self, args: list[Value], operation: str = "call") -> None:
        """Keeps an input, once, if it is not too large."""
        key = encode((args, operation))
        if self._room and len(key) <= LARGEST and key not in self._seen:
            self._room -= 1
            self._seen.add(key)
            self.probes.append(Probe(args, operation, self._case))


def record(
    homework: str,
    question: str,
    hidden: Suite,
    reference: dict[str, Callable[..., Any]],
    contracts: dict[str, Contract],
    operations: Operations,
    rounds: int,
) -> dict[str, list[Probe]]:
    """Runs the hidden suite against the reference and returns each function's inputs.

    Args:
        homework: its name.
        question: its name.
        hidden: the suite.
        reference: the functions.
        contracts: theirs.
        operations: what a suite may ask of a function beside calling it.
        rounds: how many students that do not exist.
    """
    recorders = {name: Recorder(f, contracts[name], operations) for name, f in reference.items()}
    for number in range(rounds):
        for case in hidden.cases:
            for recorder in recorders.values():
                recorder.next_case(case.name)
            environment: dict[str, Any] = dict(recorders)
            if "rng" in case.parameters:
                environment["rng"] = generator(SEED, homework, question, case.name, number)
            with contextlib.suppress(Exception):  # a reference that fails its own suite is the gate's to tell
                case.run(environment)
    return {name: recorder.probes for name, recorder in recorders.items()}


def written_probes(namespace: dict[str, Any], homework: str, question: str) -> dict[str, list[Probe]]:
    """The probes of a question's own `probes(rng)`, where its misconceptions file defines one."""
    draw = namespace.get("probes")
    if draw is None or isinstance(draw, Misconception):
        return {}
    drawn = draw(generator(SEED, homework, question, "probes"))
    return {name: [Probe([encode_value(a) for a in args]) for args in inputs] for name, inputs in drawn.items()}
