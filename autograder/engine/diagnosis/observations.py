"""What a call showed: result, exception, changed arguments. Nothing is judged and nothing is raised here."""

from __future__ import annotations

import builtins
import signal
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import msgspec
import numpy as np

from autograder.wire.codec import UnsendableError, Value, WireError, decode_value, encode, encode_value

Kind = Literal[
    "returned",
    "raised",
    "unsendable",  # an object that no question asks for
    "varies",  # asked again, the function answered otherwise
    # The kinds below end a diagnosis: the cases have told them already.
    "missing",
    "not_implemented",
    "memory",
    "timed_out",
    "crashed",
]
ANSWERS: tuple[Kind, ...] = ("returned", "raised", "unsendable")


class Probe(msgspec.Struct, frozen=True):
    """An input that no student is marked with.

    Attributes:
        args: the arguments.
        operation: "call", or a question about a torch module.
        case: the hidden case that draws such inputs.
    """

    args: list[Value]
    operation: str = "call"
    case: str = ""

    def arguments(self) -> list[Any]:
        """The arguments as new objects."""
        return [decode_value(arg) for arg in self.args]


class Observation(msgspec.Struct, frozen=True):
    """One call. `error` is the name of a built-in exception, `changed` the positions of changed arguments."""

    kind: Kind
    value: Value = None
    error: str = ""
    changed: tuple[int, ...] = ()

    def result(self) -> Any:
        """The returned value as Python's.

        Raises:
            WireError: what came is none.
        """
        return decode_value(self.value)


def observe(function: Callable[..., Any], probe: Probe, seconds: float, operations: Operations) -> Observation:
    """Calls a function of ours (the reference, a known mistake) as a worker calls a student's.

    Args:
        function: trusted; it runs in this process.
        probe: the input.
        seconds: after these it is given up.
        operations: what else than a call a probe may ask, by name.
    """
    try:
        with _time_limit(seconds):
            return answer(function, probe, operations)
    except _TimeUp:
        return Observation("timed_out")


def steady(first: Observation, again: Callable[[], Observation], times: int) -> Observation:
    """The first answer, unless another follows in so many calls: then that it varies is all there is to say."""
    if first.kind == "returned" and any(encode(again()) != encode(first) for _ in range(times)):
        return Observation("varies")
    return first


def answer(function: Callable[..., Any], probe: Probe, operations: Operations) -> Observation:
    """The same without a limit of time; what is no `Exception` passes through."""
    args = probe.arguments()
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a wrong answer's, on inputs that nobody sees
            result = function(*args) if probe.operation == "call" else operations[probe.operation](function, *args)
        value = encode_value(result)
    except UnsendableError:
        return Observation("unsendable")
    except MemoryError:
        return Observation("memory")
    except Exception as error:
        return raised(probe, builtin_name(error))
    changed = tuple(i for i, (now, sent) in enumerate(zip(args, probe.args)) if not as_sent(now, sent))
    return Observation("returned", value, changed=changed)


Operations = dict[str, Callable[..., Any]]


def raised(probe: Probe, error: str) -> Observation:
    """A call that raised. What is asked about a module passes through code of ours: its errors are all alike."""
    return Observation("raised", error=error if probe.operation == "call" else "Exception")


def builtin_name(error: BaseException) -> str:
    """The most special built-in class of the error, as a worker names it."""
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")


def known_error(name: str) -> str:
    """The name if it is a built-in exception's: a student's process may claim any string."""
    kind = getattr(builtins, name, None) if name.isidentifier() else None
    return name if isinstance(kind, type) and issubclass(kind, BaseException) else "Exception"


def as_sent(now: Any, sent: Value) -> bool:
    """Whether an argument is as it was before the call."""
    try:
        return encode(encode_value(now)) == encode(sent)
    except (UnsendableError, WireError):
        return False


class _TimeUp(BaseException):
    """The call took too long."""


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Ends a call that hangs; only a process's main thread can have an alarm."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
