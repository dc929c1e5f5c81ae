"""Replies that no honest function gives, for every case of the real course: every case judges them, and quickly.

The suites run as they do in a grader, but instead of a sandbox there is the reference, whose results are replaced.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import numpy as np
import pytest

from autograder.checks.inputs import generators
from autograder.course import find_course
from autograder.engine import proxies
from autograder.engine.faults import StudentFault
from autograder.engine.proxies import Proxy
from autograder.engine.work import Work
from autograder.questions.contracts import ContractError
from autograder.questions.loading import LoadedHomework, LoadedQuestion, load_homework
from autograder.sandbox.many import answer_many
from autograder.sandbox.modules import MODULE_OPERATIONS
from autograder.wire.codec import UnsendableError, Value, decode_value, encode, encode_value, too_many_items
from autograder.wire.many import OPERATION
from autograder.wire.messages import Call, Reply

SECONDS = 5.0  # of the processor for judging one case
HOMEWORKS = ("trees", "losses", "backprop", "training", "convnets")


def numbers(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A change of every number and array in nested data."""

    def each(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)(each(v) for v in value)
        if isinstance(value, dict):
            return {k: each(v) for k, v in value.items()}
        is_number = isinstance(value, (int, float, np.ndarray, np.generic)) and not isinstance(value, bool)
        return change(np.asarray(value)) if is_number else value

    return each


def always(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


def cast(kind: Any) -> Callable[[Any], Any]:
    return numbers(lambda a: a.astype(kind))


REPLIES: dict[str, Callable[[Any], Any]] = {
    "as uint8": cast(np.uint8),
    "as int8": cast(np.int8),
    "as uint64": cast(np.uint64),
    "as float16": cast(np.float16),
    "huge numbers": numbers(lambda a: np.full(a.shape, 1e308)),
    "negative huge numbers": numbers(lambda a: np.full(a.shape, -1e308)),
    "subnormal numbers": numbers(lambda a: np.full(a.shape, 5e-324)),
    "the largest integers": numbers(lambda a: np.full(a.shape, 2**64 - 1, np.uint64)),
    "the smallest integers": numbers(lambda a: np.full(a.shape, -(2**63))),
    "nan": numbers(lambda a: np.full(a.shape, np.nan)),
    "one more axis": numbers(lambda a: a[None]),
    "texts": numbers(lambda a: str(a)),
    "a list instead of each number": numbers(lambda a: [a]),
    "None": always(None),
    "an empty list": always([]),
    "an empty dict": always({}),
    "a dict of odd keys": always({float("nan"): 1, None: 2, 3: []}),
    "a text": always("x"),
    "the largest integer": always(2**64 - 1),
    "a huge number": always(1e308),
    "nested lists": always([[[[]]], [[], [[]]]]),
    "empty lists": always([[], [], []]),
    "dicts": always([{}, {}, {}]),
    "rows without bytes": always(np.zeros((2**17, 0))),
    "rows without bytes in a list": always([np.zeros((2**16, 0))] * 3),
    "rows without bytes in a dict": always({"label": np.zeros((2**17, 0), int), "majority": 1}),
    "a million small integers": always(np.ones(10**6, np.uint8)),
    "a million small integers in a dict": always({"label": np.ones(10**6, np.uint8), "majority": 1}),
    "texts of odd widths": always(["a" * 3000] + ["b"] * 3000),
    "texts of odd widths, nested": always([["a" * 3000] + ["b"] * 3000] * 3),
}


RIGHT: dict[bytes, Value] = {}


class Line(proxies.Line):
    """Replies instead of a sandbox: the reference, one of whose functions gives odd results."""

    def __init__(self, question: LoadedQuestion, odd: str, change: Callable[[Any], Any]) -> None:
        self.question, self.odd, self.change = question, odd, change
        self.scarce, self.work = False, Work()
        self.spent = 0.0  # by the reference

    def call(self, function: str, args: list[Value], *, watch: bool = False, operation: str = "call") -> Reply:
        if operation == OPERATION:
            whole = Call(1, function, args)
            return answer_many(whole, lambda one: msgspec.structs.replace(self.call(function, one.args), id=one.id))
        try:
            with np.errstate(all="ignore"):
                result = self.right(function, args, operation)
                value = encode_value(self.change(result) if function == self.odd else result)
        except UnsendableError as error:
            return Reply(1, "unsendable", text=str(error))
        except Exception as error:  # also of a reference that is given odd values of its own sibling
            return Reply(1, "raised", error=type(error).__name__, text="x")
        if too_many_items(value):
            raise StudentFault("crashed", "too many items")
        return Reply(1, "returned", value=value)

    def right(self, function: str, args: list[Value], operation: str) -> Any:
        """The reference's result, computed once, as a new object each time."""
        key = f"{self.question.spec.name}/{function}/{operation}".encode() + encode(args)
        if key not in RIGHT:
            begin = time.process_time()
            given = [decode_value(arg) for arg in args]
            call = self.question.reference[function]
            RIGHT[key] = encode_value(
                call(*given) if operation == "call" else MODULE_OPERATIONS[operation](call, *given)
            )
            self.spent += time.process_time() - begin
        return decode_value(RIGHT[key])


class TooSlow(BaseException):
    """The alarm."""


def faults(homework: LoadedHomework, reply: str) -> Iterator[str]:
    for question in homework.questions:
        for function in question.spec.functions:
            line = Line(question, function, REPLIES[reply])
            stand_ins: dict[str, Any] = {n: Proxy(c, line, None) for n, c in question.contracts.items()}
            for case in (case for suite in question.suites for case in suite.cases if function in case.parameters):
                key = 1, homework.spec.name, question.spec.name
                draws = generators(case.parameters, *key, case=case.name, who="student")
                begin = time.process_time() - line.spent
                signal.setitimer(signal.ITIMER_PROF, 6 * SECONDS)
                what = ""
                try:
                    case.run(stand_ins | draws)
                except (StudentFault, ContractError, AssertionError):
                    pass
                except TooSlow:
                    what = "without end"
                except Exception as error:
                    what = f"{type(error).__name__}: {error}"
                finally:
                    signal.setitimer(signal.ITIMER_PROF, 0)
                seconds = time.process_time() - line.spent - begin
                if what or seconds > SECONDS:
                    yield f"{question.spec.name}, {function}, {case.name}: {what or f'{seconds:.0f} s'}"[:200]


@pytest.fixture(scope="module", params=HOMEWORKS)
def homework(request):
    return load_homework(find_course(), request.param)


@pytest.fixture(autouse=True)
def alarm():
    def ring(*args: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, ring)
    yield
    signal.signal(signal.SIGPROF, before)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.skipif("HOSTILE_BRIEF" in os.environ, reason="needs no other machine")
@pytest.mark.parametrize("reply", REPLIES)
def test_every_case_can_judge_an_odd_reply(homework: LoadedHomework, reply: str):
    assert list(faults(homework, reply)) == []
