"""What a call showed: its result or exception, and the arguments that it changed. Nothing is judged here."""

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

from autograder.wire.calls import as_sent, builtin_name
from autograder.wire.codec import UnsendableError, Value, decode_value, encode, encode_value

Kind = Literal[
    "returned",
    "raised",
    "unsendable",  # an object that no question asks for
    "varies",  # called again, the function returned something else
    # The kinds below end a diagnosis: the cases have reported them already.
    "missing",
    "not_implemented",
    "memory",
    "timed_out",
    "crashed",
]
COMPARABLE: tuple[Kind, ...] = ("returned", "raised", "unsendable")  # with what known mistakes do


class Probe(msgspec.Struct, frozen=True):
    """An input that no student is marked on.

    Attributes:
        args: the arguments.
        operation: "call", or a question about a torch module.
        case: the hidden case that it was drawn by.
    """

    args: list[Value]
    operation: str = "call"
    case: str = ""

    def arguments(self) -> list[Any]:
        """The arguments as new objects."""
        return [decode_value(arg) for arg in self.args]


class Observation(msgspec.Struct, frozen=True):
    """One call. `error` is the name of a built-in exception; `changed` are the positions of changed arguments."""

    kind: Kind
    value: Value = None
    error: str = ""
    changed: tuple[int, ...] = ()

    def result(self) -> Any:
        """The returned value as a Python object.

        Raises:
            WireError: it does not decode.
        """
        return decode_value(self.value)


def observe(function: Callable[..., Any], probe: Probe, seconds: float, operations: Operations) -> Observation:
    """Runs a function of ours (the reference, a known mistake) on a probe, as a worker does with a student's.

    Args:
        function: trusted, as it runs in this process.
        probe: the input.
        seconds: of the processor, how long it may take.
        operations: what a probe may ask for beside a call, by name.
    """
    try:
        with _time_limit(seconds):
            return observe_without_limit(function, probe, operations)
    except _TimeUp:
        return Observation("timed_out")


def steady(first: Observation, again: Callable[[], Observation], times: int) -> Observation:
    """The first observation, or that it varies, if one of so many further calls returns something else."""
    if first.kind == "returned" and any(encode(again()) != encode(first) for _ in range(times)):
        return Observation("varies")
    return first


def observe_without_limit(function: Callable[..., Any], probe: Probe, operations: Operations) -> Observation:
    """The same without a time limit; a `BaseException` that is no `Exception` passes through."""
    args = probe.arguments()
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they concern inputs that nobody sees
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
    """A call that raised. Questions about a module pass through code of ours, so that their errors say nothing."""
    return Observation("raised", error=error if probe.operation == "call" else "Exception")


def known_error(name: str) -> str:
    """The name, if it is that of a built-in exception: a student's process may claim any string."""
    kind = getattr(builtins, name, None) if name.isidentifier() else None
    return name if isinstance(kind, type) and issubclass(kind, BaseException) else "Exception"


class _TimeUp(BaseException):
    """The call took too long."""


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Ends a call that hangs, but only in a process's main thread: no other can have an alarm.

    Of the processor's seconds, so that what else the machine is doing decides nothing: functions of ours do not sleep.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
