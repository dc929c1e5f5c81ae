"""The first wrong quantity of a function that has failed cases, from calls of these cases, made once more and traced.

This comes after the cases, in a process of its own, and changes no outcome. What is traced is the word of the student's
process: only text is made of it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from autograder.diagnosis.aligning import align
from autograder.diagnosis.factors import symbols
from autograder.diagnosis.first_wrong import run_of, sentence
from autograder.diagnosis.quantities import Run
from autograder.engine.local_values import Locals
from autograder.explain.values import size
from autograder.questions.intermediates import Chain, IntermediatesError
from autograder.questions.loading import LoadedQuestion
from autograder.results import Message

MOST = 8  # calls of a function
LARGEST = 20_000  # numbers in the arguments of one
FAILED = ("failed", "contract")


class Traceable(Protocol):
    """Makes a call and says what the function's own variables held."""

    def local_values(self, args: tuple[Any, ...]) -> Locals:
        """As its process says."""


class Called(Protocol):
    """A call that was made in a case."""

    @property
    def function(self) -> str:
        """Its name."""

    @property
    def operation(self) -> str:
        """What was asked of it."""

    @property
    def args(self) -> tuple[Any, ...]:
        """Its arguments."""


def functions_to_trace(question: LoadedQuestion, cases: Sequence[tuple[str, Sequence[Called]]]) -> Iterator[str]:
    """The functions with named intermediate values that were called in cases with a wrong value.

    Args:
        question: with its reference.
        cases: the outcome of each, and its calls.

    Raises:
        IntermediatesError: a declaration of the question cannot be used.
    """
    wrong = {call.function for outcome, calls in cases if outcome in FAILED for call in calls}
    return (name for name in question.chains if name in wrong)


def first_wrong(
    question: LoadedQuestion, name: str, cases: Sequence[tuple[str, Sequence[Called]]], proxy: Traceable
) -> Message | None:
    """What is said of a function; None if nothing is certain.

    Args:
        question: with its reference.
        name: the function.
        cases: the outcome of each, and its calls.
        proxy: of the student's function.

    Raises:
        StudentFault: a call gives no reply.
    """
    chain, runs = question.chains[name], []
    for args in _chosen(name, cases):
        run = _run(question, chain, args, proxy)
        if run is not None:
            runs.append(run)
    depends = {one.number: one.depends for one in chain.declared}
    found = align(runs, depends, [one.number for one in chain.declared if one.optional])
    return sentence(found) if found is not None else None


def _run(question: LoadedQuestion, chain: Chain, args: tuple[Any, ...], proxy: Traceable) -> Run | None:
    name = chain.function
    try:
        values = chain.values(question.reference[name], copy.deepcopy(args))
    except IntermediatesError:
        raise
    except Exception:  # the prompt asks for an exception
        return None
    told = proxy.local_values(args)
    contract = question.contracts[name]
    names, sizes = list(contract.signature.parameters), symbols(contract, args)
    return run_of(names, sizes, args, values, told.values, complete=told.complete, missed=told.missed)


def _chosen(name: str, cases: Sequence[tuple[str, Sequence[Called]]]) -> list[tuple[Any, ...]]:
    """Calls of cases with a wrong value, one of each in turn, hidden ones first: they have more numbers.

    The last calls of a case led to its end.
    """
    waiting = [
        [
            call.args
            for call in calls
            if call.function == name and call.operation == "call" and size(call.args) <= LARGEST
        ]
        for outcome, calls in reversed(cases)
        if outcome in FAILED
    ]
    chosen: list[tuple[Any, ...]] = []
    while len(chosen) < MOST and any(waiting):
        for calls in waiting:
            if calls and len(chosen) < MOST:
                chosen.append(calls.pop())
    return chosen
