"""Students' functions as a suite sees them: proxies that send arguments out and let only checked replies in."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from autograder.checks.values import as_count, as_sequence, refuse_unusable
from autograder.course import Limits
from autograder.diagnosis.observations import Observation, Probe, raised
from autograder.engine.faults import StudentCallsStub, StudentFault, StudentRaised, StudentValueError
from autograder.engine.local_values import MOST_LINES, Locals, read
from autograder.engine.many import replies_to
from autograder.engine.processor import PARTS, Budget, Clock, Watch
from autograder.engine.sandbox_process import Died, QuestionProcess
from autograder.engine.work import Work
from autograder.questions.contracts import Contract, ContractError
from autograder.results import CALLS_STUB, Outcome
from autograder.wire.codec import UnsendableError, Value, WireError, decode_value, encode_value
from autograder.wire.messages import Reply

HIDDEN_TEXT: dict[Outcome, str] = {
    "errored": "the function raised an error",
    "timed_out": "no answer within {seconds:g} s",
    "memory": "the function ran out of memory",
    "crashed": "the process that ran the function ended",
    "not_implemented": "not implemented yet",
}


class Line:
    """The line to one question's process: opens one when a call needs it, and another when that has died."""

    def __init__(
        self,
        open_process: Callable[[], QuestionProcess],
        limits: Limits,
        submission_budget: Budget,
        patience: float = 1.0,
        watch: Callable[[], Watch] | None = None,
    ) -> None:
        """Keeps what it takes to open a process.

        Args:
            open_process: opens one; it may raise StudentFault if the student's code cannot be run at all.
            limits: the question's budgets.
            submission_budget: the budget that all questions of the submission share.
            patience: a factor for the limits: at a second try we wait longer, as the machine may be busy.
            watch: begins to watch what the student's processes get of the processor.
        """
        self._open = open_process
        self.work = Work()  # of the grader, for the whole submission
        self._process: QuestionProcess | None = None
        self._limits = limits
        self._call = limits.call * patience
        self._question_budget = Budget(limits.question, patience, watch)
        self._submission_budget = submission_budget
        self.hung = False  # the last process was left running and has to be killed
        self.waited_in_vain = 0.0  # seconds for the reply that did not come; infinite if a whole budget is used up
        self.proved = False  # that its processes had the processor, or did not want it
        self.starved = False  # they did not have it
        self.scarce = False  # a reply said that the machine had no more of something

    def call(self, function: str, args: list[Value], *, watch: bool = False, operation: str = "call") -> Reply:
        """Makes one call, within the budgets.

        Raises:
            StudentFault: there is no reply: it timed out or crashed.
        """
        self.work.check()
        if min(self._question_budget.remaining, self._submission_budget.remaining) <= 0:
            self._refuse_if_used_up()
        if self._process is None:
            self._process = self._open()
        seconds = min(self._call, self._question_budget.remaining, self._submission_budget.remaining)
        begin, process = time.monotonic(), self._process
        clock: Clock | None = None
        try:
            reply = process.call(function, args, seconds, watch=watch, operation=operation)
            clock = process.clock
            clock.measure()
            self.scarce = self.scarce or reply.scarce
            return reply
        except Died as died:
            clock = process.clock
            self.scarce = self.scarce or died.scarce
            self.close()
            if died.why != "timed_out":
                raise fault("crashed", f"{function}: the process that ran it ended") from None
            self.hung, self.waited_in_vain = True, seconds
            self.proved, self.starved = clock.proved, clock.starved
            if seconds < self._call:
                self._refuse_if_used_up(clock.spent + PARTS * seconds)
                # It was cut short by a budget, to which waits in other calls have been given back meanwhile.
                self.starved = self.starved or self._call - seconds > PARTS * self._call
            raise fault("timed_out", f"{function}: no answer within {self._limits.call:g} s", self._limits) from None
        finally:
            spent = time.monotonic() - begin
            lacked = clock.lacked if clock is not None else 0.0
            self._question_budget.spend(spent, lacked)
            self._submission_budget.spend(spent, lacked)

    def call_many(self, function: str, calls: Sequence[list[Value]]) -> Iterator[Reply]:
        """Makes calls of one function, several in an exchange, each within the budgets.

        Raises:
            StudentFault: there is no reply to one of them: it, or one asked with it, timed out or crashed; or judging
                those before it took the grader too long.
        """
        try:
            for reply in replies_to(self.call, function, calls):
                self.work.check()  # for each of an exchange, as before each of single calls
                self.scarce = self.scarce or reply.scarce
                yield reply
        except WireError:
            self.close()
            raise fault("crashed", f"{function}: the process that ran it ended") from None

    def _refuse_if_used_up(self, spent: float = 0.0) -> None:
        for what, budget in (("question", self._question_budget), ("submission", self._submission_budget)):
            if budget.used_up(spent):
                if self._process is not None:
                    self.close()
                    # Nothing hangs, but it has to be asked all the same whether the student's code took the time.
                    self.hung, self.waited_in_vain = True, math.inf
                    self.proved, self.starved = budget.proved, budget.starved
                text = f"the {budget.seconds:g} s of the whole {what} are used up"
                raise fault("timed_out", text, self._limits) from None

    def close(self) -> None:
        """Ends the process, if there is one."""
        self.hung = False
        if self._process is not None:
            self._process.close()
            self._process = None


class Proxy:
    """Stands in for one of the student's functions."""

    def __init__(self, contract: Contract, line: Line, missing: StudentFault | None) -> None:
        """Binds a function to a line.

        Args:
            contract: what its replies must be.
            line: to the process that runs it.
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
        return self._checked(sent, self._ask(sent))

    def call_many(self, calls: Iterable[Sequence[Any]]) -> Iterator[Any]:
        """Calls the student's function several times; values come in order, up to the first call that has none.

        Raises:
            StudentFault: there is no usable value; as for that call by itself.
        """
        sent = [self._contract.positional(tuple(args), {}) for args in calls]
        if self._missing is not None:
            raise self._missing
        replies = self._line.call_many(self.__name__, [self._encoded(args) for args in sent])
        for args, reply in zip(sent, replies, strict=True):
            yield self._checked(args, self._returned(reply))

    def observe(self, probe: Probe) -> Observation:
        """What the student's function does with a probe, before any contract is checked; never raises."""
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
        """Which arguments the function changes, and which it returns; the caller's own objects stay as they are."""
        return self._positions(self._ask(args, watch=True), args)

    def watched_call(self, *args: Any) -> tuple[Any, list[int], list[int]]:
        """The value of a call, and which arguments it changed and returned."""
        reply = self._ask(args, watch=True)
        return (self._checked(args, reply), *self._positions(reply, args))

    @staticmethod
    def _positions(reply: Reply, args: tuple[Any, ...]) -> tuple[list[int], list[int]]:
        changed, shared = ([i for i in positions if 0 <= i < len(args)] for positions in (reply.changed, reply.shared))
        return changed, shared

    def trace(self, args: tuple[Any, ...], seconds: float) -> list[str]:
        """What the function raises with these arguments and where it was, as its process says: for the staff."""
        lines = as_sequence(self._operate("trace", seconds, *args))
        return [line for line in lines or () if isinstance(line, str)]

    def where(self, probe: Probe) -> tuple[int, int] | None:
        """The cell and the line in which the function raised or returned, as its process says; None if it does not."""
        if probe.operation != "call":
            return None
        try:
            reply = self._line.call(self.__name__, probe.args, operation="where")
            numbers = [as_count(n) for n in as_sequence(decode_value(reply.value)) or ()]
        except (StudentFault, WireError):
            return None
        if len(numbers) != 2 or any(n is None or n >= MOST_LINES for n in numbers):
            return None
        return numbers[0] or 0, numbers[1] or 0

    def local_values(self, args: tuple[Any, ...]) -> Locals:
        """What the function's own variables held in a call, as its process says: it can only explain.

        Raises:
            StudentFault: there is no reply.
        """
        return read(self._operate("locals", *args))

    def reached(self) -> list[str]:
        """The other functions of the file that it calls, as its process says."""
        try:
            reply = self._line.call(self.__name__, [], operation="reached")
            return [name for name in as_sequence(decode_value(reply.value)) or () if isinstance(name, str)]
        except (StudentFault, WireError):
            return []

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
            raise self._broken("an invalid array") from None

    def _ask(self, args: tuple[Any, ...], watch: bool = False, operation: str = "call") -> Reply:
        if self._missing is not None:
            raise self._missing
        sent = self._encoded(args)
        return self._returned(self._line.call(self.__name__, sent, watch=watch, operation=operation))

    def _encoded(self, args: tuple[Any, ...]) -> list[Value]:
        try:
            return [encode_value(arg) for arg in args]
        except UnsendableError:
            refuse_unusable(args)  # part of an earlier reply that the suite passes on
            raise

    def _checked(self, args: tuple[Any, ...], reply: Reply) -> Any:
        """The value of a reply, held against the contract."""
        try:
            return self._contract.check(args, decode_value(reply.value))
        except ContractError as error:
            raise self._broken(error.got) from None
        except WireError:
            raise self._broken("an invalid array") from None

    def _returned(self, reply: Reply) -> Reply:
        """The reply, if the function returned."""
        name = self.__name__
        if reply.status == "returned":
            return reply
        if reply.status == "not_implemented":
            if reply.text.isidentifier():
                text = CALLS_STUB.format(function=name, name=reply.text)
                raise StudentCallsStub("not_implemented", text, HIDDEN_TEXT["not_implemented"])
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


def fault(
    outcome: Outcome, public: str, limits: Limits | None = None, *, known_before_hidden: bool = False
) -> StudentFault:
    """A fault whose message in a hidden case depends on the outcome alone.

    Args:
        outcome: the outcome of the case.
        public: the message in a public case.
        limits: of the question; a hidden case names these, never how long anything really took.
        known_before_hidden: the message is ours and was certain before any hidden input was sent, so that hidden
            cases show it too.
    """
    hidden = public if known_before_hidden else HIDDEN_TEXT[outcome].format(seconds=limits.call if limits else 0.0)
    return StudentFault(outcome, public, hidden)
