"""`homework check`: finds the file and its tests, runs them in another process, reports in the student's language."""

from __future__ import annotations

import json
import locale
import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.results import place

DEADLINE = 20.0  # seconds without news: an endless loop
GRADER_CHECK = re.compile(r"""grader\.check\(\s*\\?["'](\w+)\\?["']""")


class CheckError(Exception):
    """There is nothing to check; the message says what to do, in both languages where it may be a student's first."""


@dataclass(frozen=True)
class CaseNews:
    """One public test case."""

    question: str
    case: str
    outcome: str
    message: str
    functions: tuple[str, ...] = ()  # that it called


@dataclass(frozen=True)
class Mistake:
    """A known mistake that the instructor released; `other`: another convention than the question's."""

    id: str
    text: str
    other: bool


@dataclass
class Checked:
    """What a run found.

    Attributes:
        file: the student's.
        cases: in their order.
        remarks: what else can be said of a wrong case, by question and case.
        mistakes: the named ones, by question and function.
        cells: the lines of the file that stopped.
        hints: files of hints that cannot be used.
        unreadable: why nothing could be checked.
    """

    file: Path
    cases: list[CaseNews] = field(default_factory=list)
    remarks: dict[tuple[str, str], str] = field(default_factory=dict)
    mistakes: dict[tuple[str, str], Mistake] = field(default_factory=dict)
    cells: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    unreadable: str = ""

    @property
    def passed(self) -> bool:
        """Whether everything ran and passed."""
        return bool(self.cases) and not self.unreadable and all(c.outcome == "passed" for c in self.cases)


def language(chosen: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """`en` or `zh`: as chosen, else as the environment says, else English."""
    named = chosen or environment.get("HOMEWORK_LANG") or ""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        named = named or environment.get(variable, "").partition(":")[0]
    if not named and sys.platform == "win32":
        named = locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def find(target: Path | None) -> tuple[Path, Path]:
    """The student's file and the folder of its tests.

    Args:
        target: a file, a folder, or None for the working folder.

    Raises:
        CheckError: nothing there, no tests beside it, or more than one file could be meant.
    """
    target = target or Path()
    if target.is_dir():
        files = [p for p in sorted(target.iterdir()) if p.suffix.lower() in (".py", ".ipynb") and p.is_file()]
        if len(files) > 1:
            # the handout holds both forms; the one worked on last is meant
            files.sort(key=lambda p: p.stat().st_mtime)
            stems = {p.stem for p in files}
            if len(stems) > 1:
                names = ", ".join(p.name for p in files[-4:])
                raise CheckError(f"{target}: holds several files ({names}): name the one to check")
        if not files:
            raise CheckError(
                f"{target.absolute()}: holds no .py or .ipynb file: go to the homework's folder or name the file"
            )
        target = files[-1]
    if not target.is_file():
        raise CheckError(f"{target}: there is no such file")
    if target.suffix.lower() not in (".py", ".ipynb"):
        raise CheckError(f"{target}: an unknown ending; check a .py or .ipynb file")
    tests = target.absolute().parent / "tests"
    if not tests.is_dir() or not any(tests.glob("*.py")):
        raise CheckError(f"{tests}: no tests are there: keep the file in the folder it came in")
    return target.absolute(), tests


def order(file: Path, tests: Path) -> list[Path]:
    """The test files in the order of the handout, which names them in its check cells."""
    named = GRADER_CHECK.findall(file.read_bytes().decode("utf-8", "replace"))
    rank = {name: i for i, name in enumerate(named)}
    return sorted(tests.glob("*.py"), key=lambda p: (rank.get(p.stem, len(rank)), p.stem))


def check(file: Path, tests: list[Path], lang: str, deadline: float = DEADLINE) -> Checked:
    """Runs the tests; what hangs or ends the process is reported and left out, the rest still runs."""
    checked = Checked(file)
    told = _Told(checked, tests, deadline)
    while not told.finished:
        for message in _news(file, told, lang):
            told.take(message)
    return checked


@dataclass
class _Told:
    """What the runners have told so far, and what the next one need not do again."""

    checked: Checked
    tests: list[Path]
    deadline: float
    skip: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    step: tuple[str, str] = ("", "")
    finished: bool = False

    def wrong(self) -> list[str]:
        return sorted({case.question for case in self.checked.cases if case.outcome in ("failed", "errored")})

    def take(self, message: dict[str, Any]) -> None:
        """Takes one message; of a kind that is not known (a student's own line), nothing."""
        kind = message.pop("kind", None)
        known: dict[Any, Callable[..., None]] = {
            "step": self._step,
            "case": self._case,
            "remark": self._remark,
            "asked": self._asked,
            "cell": self._cell,
            "hints": self._hints,
            "broken_test": self._broken_test,
            "unreadable": self._end,
            "done": self._end,
            "hung": self._hung,
            "ended": self._ended,
        }
        if kind in known and not self.finished:
            known[kind](**message)

    def _step(self, what: str, name: str) -> None:
        self.step = what, name

    def _case(self, question: str, case: str, outcome: str, message: str, functions: list[str]) -> None:
        self.checked.cases.append(CaseNews(question, case, outcome, message, tuple(functions)))
        self.skip.append(f"{question}: {case}")

    def _remark(self, question: str, case: str, text: str) -> None:
        self.checked.remarks[question, case] = text

    def _asked(self, question: str, function: str, mistake: dict[str, Any] | None) -> None:
        self.asked.append(f"{question}: {function}")
        if mistake is not None:
            self.checked.mistakes[question, function] = Mistake(**mistake)

    def _cell(self, cell: int, line: int, error: str) -> None:
        text = f"{place(cell, line)}: {error}"
        if text not in self.checked.cells:
            self.checked.cells.append(text)

    def _hints(self, file: str, error: str) -> None:
        text = f"{file}: {error}"
        if text not in self.checked.hints:
            self.checked.hints.append(text)

    def _broken_test(self, test: str, error: str) -> None:
        self.checked.cases.append(CaseNews(test, "", "errored", error))
        self.tests = [t for t in self.tests if t.stem != test]

    def _end(self, error: str = "") -> None:
        self.checked.unreadable = error
        self.finished = True

    def _hung(self) -> None:
        self._stopped("timed_out", f"no end after {self.deadline:g} s")

    def _ended(self) -> None:
        self._stopped("crashed", "the process ended")

    def _stopped(self, outcome: str, why: str) -> None:
        """The runner is gone; the next one leaves out what it was at."""
        what, name = self.step
        if what == "case":
            question, _, case = name.partition(": ")
            self.checked.cases.append(CaseNews(question, case, outcome, ""))
            self.skip.append(name)
        elif what == "probe":
            self.asked.append(name)
        else:
            where = place(*map(int, name.split(", "))) if what == "cell" else "the file"
            self._end(f"{where}: {why}")


def _news(file: Path, told: _Told, lang: str) -> Iterator[dict[str, Any]]:
    """The runner's messages, then `hung` or `ended` if it did not come to its end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder.student.runner"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
    )
    assert process.stdin is not None and process.stdout is not None
    task = {"file": str(file), "tests": [str(t) for t in told.tests], "lang": lang}
    task |= {"skip": told.skip, "asked": told.asked, "wrong": told.wrong()}
    stream = process.stdout
    lines: queue.Queue[bytes | None] = queue.Queue()

    def read() -> None:
        for line in stream:
            lines.put(line)
        lines.put(None)

    # A thread and a queue: pipes have no deadlines on Windows.
    threading.Thread(target=read, daemon=True).start()
    try:
        process.stdin.write(json.dumps(task).encode() + b"\n")
        process.stdin.flush()
        done = False
        while True:
            try:
                line = lines.get(timeout=told.deadline)
            except queue.Empty:
                yield {"kind": "hung"}
                return
            if line is None:
                if not done:
                    yield {"kind": "ended"}
                return
            try:
                message = json.loads(line)
            except ValueError:
                continue
            done = done or message.get("kind") in ("done", "unreadable")
            yield message
    except OSError:
        yield {"kind": "ended"}
    finally:
        process.kill()
        process.wait()


def changes(file: Path, pause: float = 0.5) -> Iterator[None]:
    """Yields whenever the file has been saved; ends with Ctrl-C."""
    seen = _stamp(file)
    while True:
        time.sleep(pause)
        now = _stamp(file)
        if now != seen and now is not None:
            seen = now
            yield


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:  # an editor that replaces the file
        return None
    return status.st_mtime_ns, status.st_size
