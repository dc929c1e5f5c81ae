"""Questions of a kept submission, judged again as they were, with every call on record.

The submission runs in the sandbox with the inputs that it had: the same seed, the same order of cases. What is recorded
speaks of hidden inputs: it is the staff's alone.
"""

from __future__ import annotations

import contextlib
import copy
import linecache
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from autograder.diagnosis import Tables
from autograder.engine.faults import SandboxGone, StudentFault
from autograder.engine.grader import Grader
from autograder.engine.processor import Budget
from autograder.engine.proxies import Line, Proxy
from autograder.engine.run import Run
from autograder.engine.sandbox_process import Layer
from autograder.explain.first import first_wrong, functions_to_trace
from autograder.questions.loading import LoadedHomework, LoadedQuestion
from autograder.questions.suites import Case
from autograder.results import CaseResult, Diagnosis, Message, SubmissionResult
from autograder.submission import Submission

CALLS = 200  # of one case that are kept
TRACE_SECONDS = 3.0  # for one call whose variables are followed
TRACING_SECONDS = 10.0  # for all of a question's
TRACED = 5  # the calls of a case, up to which one that fails is made again to see where it was


@dataclass(frozen=True)
class CallRecord:
    """One call of a student's function.

    Attributes:
        function: its name.
        operation: "call", or what else the suite asked of the function.
        args: the arguments, as they were sent.
        value: what came back; None with `error`.
        error: why nothing usable came back.
        expected: what the reference answers, as text-free value; only with `known`.
        known: whether the reference was asked.
        trace: what the student's process says of where it was, innermost last.
    """

    function: str
    operation: str
    args: tuple[Any, ...]
    value: Any = None
    error: str = ""
    expected: Any = None
    known: bool = False
    trace: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseRecord:
    """One case, with all that it did.

    Attributes:
        result: as it is kept, but with this run's outcome.
        said: what the check says, in full.
        place: the suite's line that raised, as `file:line: source`.
        calls: in order.
        traceback: of a fault of the suite.
    """

    result: CaseResult
    said: str
    place: str
    calls: tuple[CallRecord, ...]
    traceback: str = ""


@dataclass(frozen=True)
class Again:
    """A question judged again.

    Attributes:
        question: with its reference.
        result: of the submission, this question alone.
        cases: in the order in which they ran: the public ones first.
        first: of functions that returned wrong values, what is known of the first quantity that is wrong.
    """

    question: LoadedQuestion
    result: SubmissionResult
    cases: tuple[CaseRecord, ...]
    first: Mapping[str, Message] = field(default_factory=dict)


class Judge:
    """Judges submissions of a homework again, with every call on record; it owns the servers that this takes."""

    def __init__(self, homework: LoadedHomework, layer: Layer, *, naming: bool = True) -> None:
        self._homework = homework
        self._grader = Grader(homework, layer, tables=Tables(homework) if naming else None)

    def again(self, questions: Sequence[str], submission: Submission, seed: int) -> list[Again]:
        """Judges some questions of a submission again, in the order of the homework.

        Raises:
            SandboxUnavailable, SandboxGone: the machine's fault.
        """
        chosen = tuple(q for q in self._homework.questions if q.spec.name in questions)
        if not chosen:
            return []
        records: dict[str, list[CaseRecord]] = {q.spec.name: [] for q in chosen}
        first: dict[str, dict[str, Message]] = {}
        seconds = self._homework.spec.limits.call

        class Recorded(Run):
            def _case(self, question: LoadedQuestion, case: Case, proxies: Mapping[str, Any]) -> CaseResult:
                kept = _Kept(case, question)
                told = {name: _Told(proxy, kept.calls, question, seconds) for name, proxy in proxies.items()}
                result = super()._case(question, replace(case, run=kept.run), told)
                records[question.spec.name].append(kept.record(result))
                return result

            def _diagnoses(self) -> dict[str, tuple[Diagnosis, ...]]:
                found = super()._diagnoses()
                for question in self.homework.questions:
                    first[question.spec.name] = self._first_wrong(question)
                return found

            def _first_wrong(self, question: LoadedQuestion) -> dict[str, Message]:
                cases = [(case.result.outcome, case.calls) for case in records[question.spec.name]]
                limits = self.homework.spec.limits_of(question.spec)
                limits = msgspec.structs.replace(limits, call=min(limits.call, TRACE_SECONDS))
                said: dict[str, Message] = {}
                line: Line | None = None
                try:
                    for name in functions_to_trace(question, cases):
                        if self._missing(name) is not None:
                            continue
                        if line is None:
                            self._move_to(question.spec.packages)
                            line = Line(lambda: self._open(question), limits, Budget(TRACING_SECONDS))
                        proxy = Proxy(question.contracts[name], line, None)
                        with contextlib.suppress(StudentFault):  # it hangs or ends when traced: that costs this text
                            found = first_wrong(question, name, cases, proxy)
                            said |= {name: found} if found is not None else {}
                        if line.hung:
                            self.close()
                            line = None
                except SandboxGone:
                    raise
                except Exception as error:  # a fault of ours, or a wrong declaration
                    text = f"cannot be told: {type(error).__name__}: {error}"
                    said[question.spec.name] = Message(text, text)
                finally:
                    if line is not None:
                        line.close()
                return said

        self._grader.homework = replace(self._homework, questions=chosen)
        result = self._grader.finish(self._grader.begin(submission, seed), Recorded).result
        of_name = {one.question: one for one in result.questions}
        return [
            Again(
                q,
                msgspec.structs.replace(result, questions=(of_name[q.spec.name],) if q.spec.name in of_name else ()),
                tuple(records[q.spec.name]),
                first.get(q.spec.name, {}),
            )
            for q in chosen
        ]

    def close(self) -> None:
        """Ends the servers."""
        self._grader.close()

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


@dataclass
class _Kept:
    """A case while it runs: what it called, and what it raised."""

    case: Case
    question: LoadedQuestion
    calls: list[CallRecord] = field(default_factory=list)
    error: BaseException | None = None

    def run(self, environment: Mapping[str, Any]) -> None:
        try:
            self.case.run(environment)
        except BaseException as error:
            self.error = error
            raise

    def record(self, result: CaseResult) -> CaseRecord:
        error = self.error
        said = "" if error is None else " ".join(f"{error}".split())
        place = ""
        if error is not None:
            suites = {str(suite.path) for suite in self.question.suites}
            for frame in traceback.extract_tb(error.__traceback__):
                if frame.filename in suites and frame.lineno is not None:
                    source = linecache.getline(frame.filename, frame.lineno).strip()
                    place = f"{Path(frame.filename).name}:{frame.lineno}: {source}"
        text = ""
        if error is not None and result.outcome == "grader_error":
            text = "".join(traceback.format_exception(error))
        return CaseRecord(result, said, place, tuple(self.calls), text)


class _Told:
    """A proxy whose calls are put on record."""

    def __init__(self, proxy: Proxy, calls: list[CallRecord], question: LoadedQuestion, seconds: float) -> None:
        self.__name__ = proxy.__name__
        self._proxy = proxy
        self._calls = calls
        self._question = question
        self._seconds = seconds

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        sent = self._question.contracts[self.__name__].positional(args, kwargs)
        return self._record("call", sent, lambda: self._proxy(*args, **kwargs))

    def watched_arguments(self, *args: Any) -> Any:
        return self._record("which arguments change or come back", args, lambda: self._proxy.watched_arguments(*args))

    def watched_call(self, *args: Any) -> Any:
        told: list[list[int]] = []

        def ask() -> Any:
            value, *told[:] = self._proxy.watched_call(*args)
            return value

        return (self._record("call", args, ask), *told)

    def parameter_shapes(self) -> Any:
        return self._record("the shapes of its parameters", (), self._proxy.parameter_shapes)

    def module_forward(self, weights: list[Any], x: Any) -> Any:
        return self._record("its output", (weights, x), lambda: self._proxy.module_forward(weights, x))

    def _record(self, operation: str, args: tuple[Any, ...], ask: Callable[[], Any]) -> Any:
        kept = copy.deepcopy(args) if len(self._calls) < CALLS else ()
        value, error = None, ""
        trace: tuple[str, ...] = ()
        try:
            value = ask()
            return value
        except SandboxGone:
            raise
        except StudentFault as fault:
            error = fault.public
            if operation == "call" and fault.outcome in ("errored", "timed_out") and len(self._calls) < TRACED:
                trace = self._traced(kept)
            raise
        except Exception as other:
            error = f"{type(other).__name__}: {other}"
            raise
        finally:
            if len(self._calls) < CALLS:
                self._calls.append(
                    self._with_expected(CallRecord(self.__name__, operation, kept, value, error, trace=trace))
                )

    def _traced(self, args: tuple[Any, ...]) -> tuple[str, ...]:
        """Where the function is when it raises, or when most of its time is used up: it is called once more."""
        limits = self._question.spec.limits
        seconds = 0.8 * (limits.call if limits is not None else self._seconds)
        try:
            return tuple(self._proxy.trace(args, seconds))
        except SandboxGone:
            raise
        except Exception:  # no time is left, or the process ended
            return ()

    def _with_expected(self, call: CallRecord) -> CallRecord:
        """The call, with what the reference answers to it."""
        if call.operation != "call":
            return call
        try:
            right = self._question.reference[self.__name__](*copy.deepcopy(call.args))
        except Exception as error:  # the prompt may ask for one
            return replace(call, expected=f"raises {type(error).__name__}: {error}", known=True)
        return replace(call, expected=right, known=True)
