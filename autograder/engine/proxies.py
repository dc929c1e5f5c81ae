"""Student functions as a suite sees them: proxies that send arguments out and let only checked replies in."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from autograder.checks.values import as_count, as_sequence, refuse_unusable
from autograder.course import Limits
from autograder.engine.contracts import Contract, ContractError
from autograder.engine.diagnosis.observations import Observation, Probe, raised
from autograder.engine.faults import StudentFault, StudentRaised, StudentValueError
from autograder.engine.sandbox_process import Died, QuestionProcess
from autograder.wire.codec import UnsendableError, Value, WireError, decode_value, encode_value
from autograder.wire.messages import Reply

HIDDEN_TEXT = {
    "errored": "the function raised an error",
    "timed_out": "no answer within {seconds:g} s",
    "memory": "the function ran out of memory",
    "crashed": "the process that ran the function ended",
    "not_implemented": "not implemented yet",
}


class Budget:
    """Seconds of waiting for a student's code."""

    def __init__(self, seconds: float, patience: float = 1.0) -> None:
        self.seconds = seconds
        self.left = seconds * patience

    def spend(self, seconds: float) -> None:
        """Takes some away."""
        self.left -= seconds


class Line:
    """The connection of one question: opens a process when a call needs one, replaces it when it died."""

    def __init__(
        self, open_process: Callable[[], QuestionProcess], limits: Limits, whole: Budget, patience: float = 1.0
    ) -> None:
        """Keeps what is needed to open a process.

        Args:
            open_process: opens one; may raise StudentFault if the student's code cannot be run at all.
            limits: the question's budgets.
            whole: the submission's budget, which all its questions share.
            patience: times the limits: a second look waits longer, for a machine that is busy with other things.
        """
        self._open = open_process
        self._process: QuestionProcess | None = None
        self._limits = limits
        self._call = limits.call * patience
        self._own = Budget(limits.question, patience)
        self._whole = whole
        self.hung = False  # the last process was left running: it is to be killed
        self.waited = 0.0  # seconds for the answer that did not come; without end if a whole budget is used up

    def call(self, function: str, args: list[Value], *, watch: bool = False, operation: str = "call") -> Reply:
        """One call within the budgets.

        Raises:
            StudentFault: no reply; timed out or crashed.
        """
        self._check_left()
        if self._process is None:
            self._process = self._open()
        seconds = min(self._call, self._own.left, self._whole.left)
        begin = time.monotonic()
        try:
            return self._process.call(function, args, seconds, watch=watch, operation=operation)
        except Died as died:
            self.close()
            if died.why != "timed_out":
                raise fault("crashed", f"{function}: the process that ran it ended") from None
            self.hung, self.waited = True, seconds
            if seconds < self._call:
                self._check_left(time.monotonic() - begin)
            raise fault("timed_out", f"{function}: no answer within {self._limits.call:g} s", self._limits) from None
        finally:
            spent = time.monotonic() - begin
            self._own.spend(spent)
            self._whole.spend(spent)

    def _check_left(self, spent: float = 0.0) -> None:
        for what, budget in (("question", self._own), ("submission", self._whole)):
            if budget.left <= spent:
                if self._process is not None:
                    self.close()
                    # Nothing hangs, but whether the time was the student's is asked all the same.
                    self.hung, self.waited = True, math.inf
                text = f"the {budget.seconds:g} s of the whole {what} are used up"
                raise fault("timed_out", text, self._limits) from None

    def close(self) -> None:
        """Ends the process, if there is one."""
        self.hung = False
        if self._process is not None:
            self._process.close()
            self._process = None


class Proxy:
    """Stands for one function of the student."""

    def __init__(self, contract: Contract, line: Line, missing: StudentFault | None) -> None:
        """Binds a function to a line.

        Args:
            contract: what its replies must be.
            line: where it is called.
            missing: raised at each call if the submission has no such function.
        """
        self.__name__ = contract.name
        self._contract = contract
        self._line = line
        self._missing = missing

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Calls the student's function.

        Raises:
            StudentFault: there is no usable value.
        """
        sent = self._contract.positional(args, kwargs)
        reply = self._ask(sent)
        try:
            return self._contract.check(sent, decode_value(reply.value))
        except ContractError as error:
            raise self._broken(error.got) from None
        except WireError:
            raise self._broken("an array that is not one") from None

    def observe(self, probe: Probe) -> Observation:
        """What the student's function answers to a probe: raw, before any contract, and without raising."""
        if self._missing is not None:
            return Observation("missing")
        try:
            reply = self._line.call(self.__name__, probe.args, watch=True, operation=probe.operation)
        except StudentFault as student:
            return Observation("timed_out" if student.outcome == "timed_out" else "crashed")
        changed = tuple(i for i in reply.changed if 0 <= i < len(probe.args))
        if reply.status == "returned":
            return Observation("returned", reply.value, changed=changed)
        return raised(probe, reply.error) if reply.status == "raised" else Observation(reply.status)

    def watched_arguments(self, *args: Any) -> tuple[list[int], list[int]]:
        """Which arguments the function changes, and which it hands back; the caller's own stay as they are."""
        reply = self._ask(args, watch=True)
        return tuple([i for i in told if 0 <= i < len(args)] for told in (reply.changed, reply.shared))  # type: ignore[return-value]

    def parameter_shapes(self) -> Any:
        """For a function that builds a torch module: the shapes of its parameters, unchecked plain data."""
        shapes = as_sequence(self._operate("parameter_shapes"))
        sides = [as_sequence(s) for s in shapes or ()]
        counts = [[as_count(n) for n in s] for s in sides if s is not None]
        fine = all(n is not None and 0 <= n < 2**31 for shape in counts for n in shape)
        if shapes is None or len(counts) < len(shapes) or not fine:
            raise self._broken("something else than shapes")
        return [tuple(s) for s in counts]

    def module_forward(self, weights: list[Any], x: Any) -> Any:
        """For a function that builds a torch module: its output with these weights, unchecked plain data."""
        return self._operate("module_forward", weights, x)

    def _operate(self, operation: str, *args: Any) -> Any:
        reply = self._ask(args, operation=operation)
        try:
            return decode_value(reply.value)
        except WireError:
            raise self._broken("an array that is not one") from None

    def _ask(self, args: tuple[Any, ...], watch: bool = False, operation: str = "call") -> Reply:
        if self._missing is not None:
            raise self._missing
        name = self.__name__
        try:
            sent = [encode_value(arg) for arg in args]
        except UnsendableError:
            refuse_unusable(args)  # a part of an earlier reply, handed on
            raise
        reply = self._line.call(name, sent, watch=watch, operation=operation)
        if reply.status == "returned":
            return reply
        if reply.status == "not_implemented":
            raise fault("not_implemented", f"{name}: not implemented yet")
        if reply.status == "missing":
            raise fault("not_implemented", f"there is no function {name} in the file")
        if reply.status == "memory":
            raise fault("memory", f"{name}: ran out of memory")
        if reply.status == "unsendable":
            raise self._broken(reply.text[:80])
        kind = StudentValueError if reply.error == "ValueError" else StudentRaised
        raise kind("errored", f"{name} raised {reply.text[:300]}", HIDDEN_TEXT["errored"])

    def _broken(self, got: str) -> StudentFault:
        error = ContractError(self._contract.expected, got)
        return StudentFault("contract", f"{self.__name__}: {error}", error.hidden)


def fault(outcome: Any, public: str, limits: Limits | None = None, *, told: bool = False) -> StudentFault:
    """A fault whose message in a hidden case is the outcome's own.

    Args:
        outcome: what the case becomes.
        public: the message in a public case.
        limits: of the question; a hidden case names these, never how long something really took.
        told: the message is ours and was certain before any hidden input was sent: a hidden case has it too.
    """
    hidden = public if told else HIDDEN_TEXT[outcome].format(seconds=limits.call if limits else 0.0, expected="")
    return StudentFault(outcome, public, hidden)
