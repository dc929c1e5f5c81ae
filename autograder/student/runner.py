"""The process that runs a student's file against its public tests; talks to `check` in JSON lines.

Started as `python -m autograder.student.runner`, so that an endless loop or a crash ends this and not the
command. What the file prints goes to the terminal's error stream; the protocol has a descriptor of its own.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.engine.diagnosis.released import HintsError
from autograder.engine.suites import Case, Suite, SuiteError, load_suite
from autograder.sandbox import cells
from autograder.sandbox.imports import Gate
from autograder.student import hints
from autograder.student.places import Places
from autograder.student.recording import Recorder, Recording
from autograder.student.remarks import WRONG, remarks

Tell = Callable[..., None]


@dataclass(frozen=True)
class Task:
    """What is asked for; `skip`, `asked` and `wrong` are what an earlier process, which did not end, has told.

    Attributes:
        file: the student's.
        lang: of the messages.
        skip: cases that are told already, as `question: case`.
        asked: functions that are not asked about the probes (again), as `question: function`.
        wrong: questions of which a case was wrong.
    """

    file: Path
    lang: str
    skip: list[str]
    asked: list[str]
    wrong: list[str]


@dataclass(frozen=True)
class Loaded:
    """The student's file after it has run."""

    namespace: dict[str, Any]
    found: list[cells.Cell]
    places: Places


def main() -> None:
    """Reads the task from standard input, writes a line of news for each step to the original standard output."""
    task = json.loads(sys.stdin.readline())
    tests = task.pop("tests")
    news = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    os.environ["HOMEWORK_LANG"] = task["lang"]

    def tell(**message: Any) -> None:
        news.write(json.dumps(message) + "\n")
        news.flush()

    file = Path(task.pop("file"))
    os.chdir(file.parent)
    # Suites first: they import otter's format for real, before `import otter` in the file becomes inert.
    suites = []
    for test in tests:
        try:
            suites.append(load_suite(Path(test)))
        except SuiteError as error:
            tell(kind="broken_test", test=Path(test).stem, error=str(error))
    _run(Task(file=file, **task), suites, tell)
    news.close()  # a thread that the file left behind holds nobody up


def _run(task: Task, suites: list[Suite], tell: Tell) -> None:
    tell(kind="step", what="load", name="")
    try:
        found = cells.split("ipynb" if task.file.suffix.lower() == ".ipynb" else "py", task.file.read_bytes())
    except cells.UnreadableError as error:
        tell(kind="unreadable", error=str(error))
        return
    steps, faults = cells.compile_cells(found)
    for fault in faults:
        tell(kind="cell", cell=fault.cell, line=fault.line, error=fault.error)
    for name in [n for n in sys.modules if n.partition(".")[0] == "otter"]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Plots())
    namespace: dict[str, Any] = {"__name__": "__main__", "__file__": str(task.file)}
    for step in steps:
        tell(kind="step", what="cell", name=f"{step.cell}, {step.line}")
        try:
            exec(step.code, namespace)  # noqa: S102 - the student's own file on the student's own machine
        except BaseException as error:
            tell(kind="cell", cell=step.cell, line=step.line, error=_line(error))
    loaded = Loaded(namespace, found, Places(found, steps))
    for suite in suites:
        _question(task, suite, loaded, tell)
    tell(kind="done")


def _question(task: Task, suite: Suite, loaded: Loaded, tell: Tell) -> None:
    """All cases of a question; after each wrong one what can be said of those so far; then the released mistakes."""
    recorder = Recorder(suite.namespace)
    ran: list[Recording] = []
    for case in suite.cases:
        if f"{suite.name}: {case.name}" in task.skip:
            continue
        tell(kind="step", what="case", name=f"{suite.name}: {case.name}")
        recording = recorder.begin(case.name)
        message = _case(case, recording, recorder, loaded)
        called = sorted({call.function for call in recording.calls})
        outcome = recording.outcome
        tell(kind="case", question=suite.name, case=case.name, outcome=outcome, message=message, functions=called)
        ran.append(recording)
        if outcome in WRONG:
            with _quietly():
                for name, remark in remarks(ran, loaded.places.of).items():
                    text = remark.zh if task.lang == "zh" else remark.en
                    tell(kind="remark", question=suite.name, case=name, text=text)
    if suite.name in task.wrong or any(recording.outcome in WRONG for recording in ran):
        with _quietly():
            _name(task, suite, loaded, tell)


def _name(task: Task, suite: Suite, loaded: Loaded, tell: Tell) -> None:
    """The mistakes that the instructor released, if the question's functions make any."""
    try:
        known = hints.load(suite.path)
    except HintsError as error:
        tell(kind="hints", file=f"{hints.FOLDER}/{suite.path.stem}.json", error=str(error))
        return
    for function in known.functions if known is not None else ():
        name = f"{suite.name}: {function.function}"
        call = loaded.namespace.get(function.function)
        if name in task.asked or not callable(call):
            continue
        found = hints.named(function, call, functools.partial(tell, kind="step", what="probe", name=name))
        words = None
        if found is not None:
            words = {"id": found.id, "text": getattr(found, task.lang), "other": found.convention}
        tell(kind="asked", question=suite.name, function=function.function, mistake=words)


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """A fault in saying more about a wrong answer takes nothing from what is said already."""
    try:
        yield
    except Exception:
        if os.environ.get("HOMEWORK_DEBUG"):
            traceback.print_exc()


class _Plots(Gate):
    """On one's own machine every installed package may be imported; only plots and otter stand still."""

    def __init__(self) -> None:
        super().__init__(())
        self.allowed = _Everything()


class _Everything(set[str]):
    def __contains__(self, name: object) -> bool:
        return True


def _case(case: Case, recording: Recording, recorder: Recorder, loaded: Loaded) -> str:
    """Runs a case; returns the message of its outcome."""
    namespace = loaded.namespace
    asked = [p for p in case.parameters if p not in ("env", "rng")]
    missing = [p for p in asked if not callable(namespace.get(p))]
    if missing and missing[0] not in namespace and cells.defines(loaded.found, missing[0]):
        recording.outcome = "broken"
        return missing[0]
    if missing:
        recording.outcome = "not_implemented"
        return missing[0]
    try:
        case.run(namespace | {name: recorder.calling(name, namespace[name]) for name in asked})
    except NotImplementedError:
        recording.outcome = "not_implemented"
    except AssertionError as error:
        recording.outcome, recording.error = "failed", error
        return " ".join(str(error).split())
    except BaseException as error:
        recording.outcome, recording.error = "errored", error
        return _line(error)
    else:
        recording.outcome = "passed"
    return ""


def _line(error: BaseException) -> str:
    try:
        text = " ".join(str(error).split())
    except BaseException:
        text = ""
    return f"{type(error).__name__}: {text}"[:400]


if __name__ == "__main__":
    main()
