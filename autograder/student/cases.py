"""The public cases of one question, run against functions that are at hand; the news are those of `homework check`.

In a process of its own (`runner`) whoever waits for the news ends it if they do not come. In a notebook nobody does, so
each case has a limit there.
"""

from __future__ import annotations

import builtins
import contextlib
import difflib
import functools
import os
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, Protocol

from autograder.checks.inputs import GENERATORS
from autograder.diagnosis.hints_file import HintsError
from autograder.diagnosis.trace_file import TracesError
from autograder.questions.suites import Case, Suite
from autograder.results import MESSAGE_LIMIT
from autograder.sandbox import cells
from autograder.sandbox.reaching import stub_called
from autograder.student import released_mistakes, traces
from autograder.student.check import FOLLOWED
from autograder.student.limit import InterruptedCheck, TimeUp
from autograder.student.places import Spot
from autograder.student.recording import Recorder, Recording
from autograder.student.remarks import WRONG, remarks
from autograder.student.sources import Failing, note, sources
from autograder.wire.calls import describe

Tell = Callable[..., None]
Guard = Callable[[str], contextlib.AbstractContextManager[None]]
NOBODY = (
    "input() has nothing to read: standard input is empty here and when it is graded; use the arguments",
    "input() 读不到内容：检查和评分时标准输入都是空的；需要的数据请从参数中取",
)
NO_STDIN = "StdinNotImplementedError"  # of a kernel that may not ask: a NotImplementedError, and yet no stub
NO_END = ("{function}: no end after {seconds:g} s", "{function}：{seconds:g} 秒内没有结束")
CALLS_STUB = (
    "{function} calls your {name}, which is still a stub",
    "{function} 用到了你的 {name}，而 {name} 还没有写",
)
EXITS = (
    "{error}: exit() or sys.exit() was called: use return, or raise an error",
    "{error}：调用了 exit() 或 sys.exit()：请用 return，或抛出异常",
)
MEANT = (". Did you mean {name}?", "。是不是想写 {name}？")
ALIKE = 0.75  # how much a mistyped name has in common with the one that is offered
BEAT = 0.2  # seconds between two lines that say which function is being called


class Finds(Protocol):
    """Knows the lines of the student's code."""

    def raised_at(self, error: BaseException) -> Spot | None:
        """The innermost line of the student's that an exception passed through."""

    def spot(self, code: CodeType, line: int) -> Spot | None:
        """A line of a code object; None if that is not the student's."""


@dataclass(frozen=True)
class Loaded:
    """The student's file, after it has run."""

    namespace: dict[str, Any]
    found: list[cells.Cell]
    places: Finds


@dataclass(frozen=True)
class Asked:
    """How a question is run; `skip`, `asked`, `wrong` and `hung` are what an earlier process reported before it ended.

    Attributes:
        lang: the language of messages.
        skip: cases that have been reported, as `question: case`.
        asked: functions that have been run on the released probes, as `question: function`, or followed.
        wrong: questions with a wrong case.
        hung: functions that did not come to an end; what asks for them is left out. Those that a guard ends are added.
        guard: what stands around each case and the probes of each function, given their name.
        failing: what is known of functions by cases of their own so far; it is added to.
    """

    lang: str
    skip: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)
    guard: Guard = lambda name: contextlib.nullcontext()
    failing: Failing = field(default_factory=dict)


def run_question(task: Asked, suite: Suite, loaded: Loaded, tell: Tell) -> list[Recording]:
    """Runs all cases of a question; after each wrong one come the remarks so far, and at the end released mistakes."""
    recorder = Recorder(suite.namespace, _beating(tell))
    ran: list[Recording] = []
    for name in {function for case in suite.cases for function in case.parameters}:
        task.failing.pop(name, None)
    for case in suite.cases:
        name = f"{suite.name}: {case.name}"
        if name in task.skip:
            continue
        hung = [function for function in case.parameters if function in task.hung]
        if hung:
            more = {"outcome": "left_out", "message": hung[0], "functions": hung}
            tell(kind="case", question=suite.name, case=case.name, **more)
            continue
        tell(kind="step", what="case", name=name)
        recording = recorder.begin(case.name)
        said = _case(case, recording, recorder, loaded, task.guard(name), task.lang)
        if recording.outcome == "timed_out":
            task.hung.extend(filter(None, [_endless(recording)]))
        called = sorted({call.function for call in recording.calls})
        outcome = recording.outcome
        tell(kind="case", question=suite.name, case=case.name, outcome=outcome, message=said, functions=called)
        ran.append(recording)
        with _quietly():
            note(recording, loaded.namespace, task.failing)
        if outcome in WRONG:
            with _quietly():
                recording.wants = _wanted(case, recording, recorder, loaded.namespace)
            with _quietly():
                through = sources(ran, loaded.namespace, task.failing)
                hints = remarks(ran, loaded.places.raised_at)
                for name in [one.case for one in ran if one.case in hints or one.case in through]:
                    told = [texts[name] for texts in (hints, through) if name in texts]
                    text = _joined([one.zh if task.lang == "zh" else one.en for one in told], task.lang)
                    tell(kind="remark", question=suite.name, case=name, text=text)
    if suite.name in task.wrong or any(recording.outcome in WRONG for recording in ran):
        with _quietly():
            _name(task, suite, loaded, tell)
        with _quietly():
            _follow(task, suite, loaded, tell, ran)
    tell(kind="ended_question", question=suite.name)
    return ran


def _beating(tell: Tell) -> Callable[[str], None]:
    """Says which function is called: at once if it is another one than before, else now and then."""
    last, since = "", 0.0

    def begin(function: str) -> None:
        nonlocal last, since
        now = time.monotonic()
        if function != last or now - since > BEAT:
            last, since = function, now
            tell(kind="step", what="call", name=function)

    return begin


def _name(task: Asked, suite: Suite, loaded: Loaded, tell: Tell) -> None:
    """Names the mistakes that the instructor has released, if the question's functions make any."""
    try:
        known = released_mistakes.load(suite.path)
    except HintsError as error:
        tell(kind="hints", file=f"{released_mistakes.FOLDER}/{suite.path.stem}.json", error=str(error))
        return
    for function in known.functions if known is not None else ():
        name = f"{suite.name}: {function.function}"
        call = loaded.namespace.get(function.function)
        if name in task.asked or function.function in task.hung or not callable(call):
            continue
        found, step = None, functools.partial(tell, kind="step", what="probe", name=name)
        with contextlib.suppress(TimeUp), task.guard(name):
            found = released_mistakes.named(function, call, step)
        words = None
        if found is not None:
            words = {"id": found.id, "text": getattr(found, task.lang), "other": found.convention}
        tell(kind="asked", question=suite.name, function=function.function, mistake=words)


def _follow(task: Asked, suite: Suite, loaded: Loaded, tell: Tell, ran: list[Recording]) -> None:
    """Tells the first wrong value of functions that returned wrong ones, if intermediate values came along."""
    try:
        known = traces.load(suite.path)
    except TracesError as error:
        tell(kind="hints", file=f"{traces.FOLDER}/{suite.path.stem}.json", error=str(error))
        return
    wrong = {call.function for recording in ran if recording.outcome == "failed" for call in recording.calls}
    for trace in known.functions if known is not None else ():
        name = f"{suite.name}: {trace.function}"
        call = loaded.namespace.get(trace.function)
        left_out = f"{FOLLOWED}{name}" in task.asked or trace.function in task.hung
        if left_out or not callable(call) or not (trace.function in wrong or suite.name in task.wrong):
            continue
        found, step = None, functools.partial(tell, kind="step", what="trace", name=name)
        try:
            with task.guard(name):
                found = traces.first(trace, call, loaded.places, step)
        except (Exception, InterruptedCheck):
            raise
        except BaseException:  # its time is up, or the function tried to end the process
            found = None
        text = "" if found is None else found.zh if task.lang == "zh" else found.en
        tell(kind="followed", question=suite.name, function=trace.function, text=text)


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """A fault of ours in saying more about a wrong value must not spoil what has been said."""
    try:
        yield
    except Exception:
        if os.environ.get("HOMEWORK_DEBUG"):
            traceback.print_exc()


def _meant(error: BaseException, namespace: dict[str, Any], lang: str) -> str:
    """The name that is nearest to one which is not defined, as Python's own traceback offers it."""
    if not isinstance(error, NameError) or isinstance(error, UnboundLocalError) or not error.name:
        return ""
    known = [name for name in (*namespace, *vars(builtins)) if not name.startswith("_")]
    near = difflib.get_close_matches(error.name, known, 1, ALIKE)
    return MEANT[lang == "zh"].format(name=near[0]) if near else ""


def _joined(texts: list[str], lang: str) -> str:
    """Sentences one after the other; remarks have no full stop of their own."""
    stop, space = ("。", "") if lang == "zh" else (". ", " ")
    text, *more = texts
    for one in more:
        text += (space if text.endswith(("?", "？", ".", "。")) else stop) + one
    return text


def _own(recording: Recording, error: BaseException) -> bool:
    """Whether one of the student's functions raised it."""
    return bool(recording.calls) and recording.calls[-1].error is error


def _wanted(case: Case, recording: Recording, recorder: Recorder, namespace: dict[str, Any]) -> str:
    """The exception that would have been right where the student's function raised another one; empty if none is known.

    The case runs again with what was returned before; in the place of the call that raised there is that exception.
    """
    error = recording.error
    if error is None or not _own(recording, error) or isinstance(error, ValueError) or not isinstance(error, Exception):
        return ""
    before = iter([call.result for call in recording.calls[:-1]])
    nothing = object()

    def again(*_: Any, **__: Any) -> Any:
        result = next(before, nothing)
        if result is nothing:
            raise ValueError
        return result

    recorder.begin("")  # what is compared now is nobody's
    try:
        case.run(namespace | {name: again for name in case.parameters if name not in ("env", *GENERATORS)})
    except Exception:
        return ""
    return ValueError.__name__


def _endless(recording: Recording) -> str:
    """The function that was being called when the time was up; where a thread watches, it interrupts."""
    last = recording.calls[-1] if recording.calls else None
    return last.function if last is not None and isinstance(last.error, TimeUp | KeyboardInterrupt) else ""


def _case(
    case: Case,
    recording: Recording,
    recorder: Recorder,
    loaded: Loaded,
    guard: contextlib.AbstractContextManager[None],
    lang: str,
) -> str:
    """Runs a case and returns the message that goes with its outcome."""
    namespace = loaded.namespace
    asked = [p for p in case.parameters if p not in ("env", *GENERATORS)]
    missing = [p for p in asked if not callable(namespace.get(p))]
    if missing and missing[0] not in namespace and cells.defines(loaded.found, missing[0]):
        recording.outcome = "broken"
        return missing[0]
    if missing:
        recording.outcome = "not_implemented"
        return missing[0]
    try:
        with guard:
            case.run(namespace | {name: recorder.calling(name, namespace[name]) for name in asked})
    except NotImplementedError as error:
        if type(error).__name__ == NO_STDIN:
            recording.outcome, recording.error = "errored", error
            return NOBODY[lang == "zh"]
        recording.outcome = "not_implemented"
        caller = recording.calls[-1].function if recording.calls else ""
        stub = stub_called(namespace.get(caller), error)
        if stub:
            recording.outcome = "untested"
            return CALLS_STUB[lang == "zh"].format(function=caller, name=stub)
    except AssertionError as error:
        recording.outcome, recording.error = "failed", error
        if not _own(recording, error):
            return " ".join(str(error).split())
        recording.outcome = "errored"  # the student's own `assert`, not the test's
        return describe(error, MESSAGE_LIMIT)
    except TimeUp as up:
        recording.outcome = "timed_out"
        function = _endless(recording)
        return NO_END[lang == "zh"].format(function=function, seconds=up.seconds) if function else ""
    except InterruptedCheck:
        raise
    except BaseException as error:
        recording.outcome, recording.error = "errored", error
        if isinstance(error, EOFError):
            return NOBODY[lang == "zh"]
        if isinstance(error, SystemExit):
            return EXITS[lang == "zh"].format(error=describe(error, MESSAGE_LIMIT))
        return describe(error, MESSAGE_LIMIT) + _meant(error, namespace, lang)
    else:
        recording.outcome = "passed"
    return ""
