"""Probes: the arguments with which the hidden suite calls the reference while nobody is being graded.

Every known mistake fails some hidden case, so some of these inputs expose it. They are drawn for a student who does not
exist: no one is marked on them, and they are the same for everyone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from autograder.checks.inputs import generator, generators
from autograder.diagnosis.observations import Operations, Probe
from autograder.questions.contracts import Contract
from autograder.questions.loading import LoadedQuestion
from autograder.questions.mistakes import KnownMistakes
from autograder.questions.suites import Suite
from autograder.wire.codec import Value, encode, encode_value

SEED = "probe"  # where the inputs that are marked have a number
PER_CASE = 16  # how many calls of a function are kept from one case
LARGEST = 1 << 20  # bytes of a probe


class Recorder:
    """Stands in for a function of the reference and keeps what it is called with."""

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
        """Keeps an input, unless it is too large or was kept before."""
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
        rounds: how many times the suite is run, with new inputs each time.
    """
    recorders = {name: Recorder(f, contracts[name], operations) for name, f in reference.items()}
    for number in range(rounds):
        for case in hidden.cases:
            for recorder in recorders.values():
                recorder.next_case(case.name)
            environment: dict[str, Any] = dict(recorders)
            environment |= generators(case.parameters, SEED, homework, question, case=case.name, who=number)
            with contextlib.suppress(Exception, SystemExit):  # if the reference fails its own suite, the gate says so
                case.run(environment)
    return {name: recorder.probes for name, recorder in recorders.items()}


def operations_of(question: LoadedQuestion) -> Operations:
    """What a suite may ask of a question's functions beside calling them."""
    return module_operations() if "torch" in question.spec.packages else {}


def module_operations() -> Operations:
    """What may be asked of a function that builds a torch module."""
    from autograder.checks import modules

    return {
        "parameter_shapes": modules.parameter_shapes,
        "module_forward": modules.module_forward,
        "kind": modules.kind,
    }


def written_probes(mistakes: KnownMistakes, homework: str, question: str) -> dict[str, list[Probe]]:
    """The probes that a question's misconceptions file draws itself, if it defines `probes(rng)`."""
    if mistakes.draw is None:
        return {}
    drawn = mistakes.draw(generator(SEED, homework, question, "probes"))
    return {name: [Probe([encode_value(a) for a in args]) for args in inputs] for name, inputs in drawn.items()}
