"""Records what a public case does: its calls of the student's functions, and what its helpers compare.

Nothing is judged here. If recording fails, the student does not notice: the case runs as it is.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

import numpy as np

from autograder.questions.contracts import Contract
from autograder.wire.calls import as_sent
from autograder.wire.codec import Value, decode_value, encode_value

COMPARES = ["what", "got", "expected"]  # the first parameters of a helper that compares two values
MOST_CALLS = 1000  # of one case; later ones are not looked at
LARGEST = 1 << 22  # bytes of one argument
Place = tuple[Any, ...]


@dataclass
class Call:
    """One call of a student's function; `sent` are the arguments as they were before, if they could be kept."""

    function: str
    contract: Contract | None
    sent: list[Value] | None = None
    result: Any = None
    error: BaseException | None = None
    changed: list[int] = field(default_factory=list)
    takes: str = ""  # its parameters, if the arguments do not fit them
    given: int = 0  # how many arguments there were then

    def arguments(self) -> list[Any]:
        """The arguments as they were before the call."""
        return [decode_value(value) for value in self.sent or []]


@dataclass
class Comparison:
    """One value and the expected one. `place` is where in the call's result it was found; None if it was derived."""

    got: Any
    want: Any
    tolerance: float
    right: bool
    call: Call | None
    place: Place | None
    what: str = ""  # as the helper calls it


@dataclass
class Recording:
    """A case."""

    case: str
    outcome: str = ""
    error: BaseException | None = None
    calls: list[Call] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    wants: str = ""  # the exception that the case asks for where another one was raised


class Recorder:
    """Stands between a suite's cases and the functions that they call."""

    def __init__(self, namespace: dict[str, Any], begin: Callable[[str], None] = lambda function: None) -> None:
        """Makes the helpers in a suite's namespace report what they compare; `begin` is called before each call."""
        self.now = Recording("")
        self._begin = begin
        for name, helper in list(namespace.items()):
            if isinstance(helper, FunctionType) and list(inspect.signature(helper).parameters)[:3] == COMPARES:
                namespace[name] = self._comparing(helper)

    def begin(self, case: str) -> Recording:
        """A new case."""
        self.now = Recording(case)
        return self.now

    def calling(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its calls recorded; or as it is, if it is too odd for that."""
        try:
            return self._calling(name, function)
        except Exception:
            return function

    def _calling(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        contract = contract_of(function)

        @functools.wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            self._begin(name)
            call = Call(name, contract)
            if len(self.now.calls) < MOST_CALLS:
                self.now.calls.append(call)
            sent: list[Any] = []
            with contextlib.suppress(Exception):
                sent = list(inspect.signature(function).bind(*args, **kwargs).args)
                call.sent = _snapshot(sent)
            with contextlib.suppress(ValueError):  # an odd callable has no signature
                call.takes, call.given = _misfit(function, args, kwargs)
            try:
                call.result = function(*args, **kwargs)
            except BaseException as error:
                call.error = error
                raise
            with contextlib.suppress(Exception):
                call.changed = [i for i, (now, was) in enumerate(zip(sent, call.sent or [])) if not as_sent(now, was)]
            return call.result

        return called

    def _comparing(self, helper: FunctionType) -> Callable[..., Any]:
        signature = inspect.signature(helper)

        @functools.wraps(helper)
        def compared(*args: Any, **kwargs: Any) -> Any:
            comparison = None
            with contextlib.suppress(Exception):
                bound = signature.bind(*args, **kwargs)
                bound.apply_defaults()
                comparison = self._comparison(bound.arguments)
            result = helper(*args, **kwargs)
            if comparison is not None:
                comparison.right = True
            return result

        return compared

    def _comparison(self, arguments: dict[str, Any]) -> Comparison:
        got = arguments["got"]
        call, place = _source(got, self.now.calls)
        kept = got.copy() if isinstance(got, np.ndarray) else got
        comparison = Comparison(kept, arguments["expected"], arguments.get("tolerance", 1e-6), False, call, place)
        comparison.what = str(arguments["what"])
        self.now.comparisons.append(comparison)
        return comparison


def _misfit(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[str, int]:
    signature = inspect.signature(function)
    try:
        signature.bind(*args, **kwargs)
    except TypeError:
        return f"({', '.join(signature.parameters)})", len(args) + len(kwargs)
    return "", 0


def contract_of(function: Callable[..., Any]) -> Contract | None:
    """The contract by the annotations of a student's function, if they are still those of the stub."""
    try:
        return Contract(function)
    except Exception:
        return None


def _snapshot(arguments: list[Any]) -> list[Value] | None:
    if any(isinstance(argument, np.ndarray) and argument.nbytes > LARGEST for argument in arguments):
        return None
    return [encode_value(argument) for argument in arguments]


def _source(value: Any, calls: list[Call]) -> tuple[Call | None, Place | None]:
    """The last call whose result is the value or contains it; for a derived value the only call, if there is one."""
    for is_same in (operator.is_, _is_view):
        for call in reversed(calls):
            for place, part in _parts(call.result):
                if is_same(value, part):
                    return call, place
    return (calls[0] if len(calls) == 1 else None), None


def _parts(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    yield place, value
    if len(place) < 3 and isinstance(value, (tuple, list, dict)) and len(value) < 100:
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _parts(part, (*place, key))


def _is_view(value: Any, part: Any) -> bool:
    arrays = isinstance(value, np.ndarray) and isinstance(part, np.ndarray)
    return arrays and value.size > 0 and value.dtype == part.dtype and np.may_share_memory(value, part)
