"""`homework check`: finds a file and its tests, runs them in another process, and reports in the student's language."""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.course import PUBLIC
from autograder.results import Message
from autograder.student.finding import CheckError, choose, find, kind_of, language, order
from autograder.student.processes import Cold, Group, Processes

__all__ = ["CheckError", "Checked", "check", "choose", "find", "kind_of", "language", "order", "steps"]

DEADLINE = 10.0  # seconds for a statement of the file, as when it is graded
CALL = 5.0  # seconds for a call, where the handout does not say
START = 60.0  # for the first news: until then Python, NumPy and the tests are imported, maybe from a slow disk
HASTE = 2.0  # seconds for a call, once two have not come to an end
TICK = 0.05  # seconds between two looks at what is going on
FOLLOWED = "followed "  # before a function whose variables were followed, among what has been asked
MOST_LEFT_OUT = 3  # statements; of what follows then only definitions run, as when it is graded


@dataclass(frozen=True)
class CaseNews:
    """One public test case; of one that was left out the message is the function that does not end."""

    question: str
    case: str
    outcome: str
    message: str
    functions: tuple[str, ...] = ()  # those that it called
    title: str = ""  # what the case is called in the student's language, where that is not its name

    @property
    def shown(self) -> str:
        """What it is called where students read it."""
        return self.title or self.case.removeprefix(PUBLIC)


@dataclass(frozen=True)
class Mistake:
    """A known mistake that the instructor released; `other` if it is another convention than the question's."""

    id: str
    text: str
    other: bool


@dataclass(frozen=True)
class WrittenNews:
    """A written question. What is counted of an answer is nothing if it is empty; code is not counted.

    Attributes:
        question: its name.
        answered: whether there is anything that a person will read.
        marked: whether the lines around its place are there.
        words: of the answer, but for Chinese ones.
        characters: Chinese ones.
        pictures: that the marker will see.
        unshown: that the marker will not see.
    """

    question: str
    answered: bool
    marked: bool
    words: int = 0
    characters: int = 0
    pictures: int = 0
    unshown: int = 0


@dataclass(frozen=True)
class Doing:
    """What is running, and since when."""

    what: str = ""  # "": starting; "load", "cell", "case", "call", "probe", "trace"
    name: str = ""
    since: float = field(default_factory=time.monotonic)


@dataclass
class Checked:
    """What a run found.

    Attributes:
        file: the student's.
        cases: in their order.
        remarks: what else can be said about a wrong case, by question and case.
        mistakes: those that are named, by question and function.
        cells: the lines of the file at which a cell stopped.
        notes: what is odd about the file.
        hints: the files of hints that cannot be used, and why.
        unreadable: why nothing could be checked.
        written: the written questions, which nobody but a person can check.
        helpers: modules of the student's own that the file uses.
        doing: what is running now.
        ended: the questions all of whose cases have been told.
        only_definitions: whether only definitions ran after the last of `cells`.
        in_kernel: whether functions were asked as they are in a notebook's kernel, not in the file.
        firsts: the first wrong value of functions, by question and function.
    """

    file: Path
    cases: list[CaseNews] = field(default_factory=list)
    remarks: dict[tuple[str, str], str] = field(default_factory=dict)
    mistakes: dict[tuple[str, str], Mistake] = field(default_factory=dict)
    cells: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    unreadable: str = ""
    written: list[WrittenNews] = field(default_factory=list)
    helpers: list[str] = field(default_factory=list)
    doing: Doing = field(default_factory=Doing)
    ended: set[str] = field(default_factory=set)
    only_definitions: bool = False
    in_kernel: bool = False
    firsts: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether everything ran and passed; of written questions alone, whether each is answered in its place."""
        if self.unreadable:
            return False
        if not self.cases:
            return bool(self.written) and all(news.answered and news.marked for news in self.written)
        return all(c.outcome == "passed" for c in self.cases)


def check(file: Path, tests: list[Path], lang: str, deadline: float | None = None) -> Checked:
    """Runs the tests; what hangs or ends the process is reported and left out, and the rest still runs."""
    checked = Checked(file)
    for checked in steps(file, tests, lang, deadline):  # noqa: B007 - the last one is all that is asked for
        pass
    return checked


def steps(
    file: Path, tests: list[Path], lang: str, deadline: float | None = None, processes: Processes | None = None
) -> Generator[Checked]:
    """The same step by step: what is known so far, after each news, and every `TICK` while there is none.

    Args:
        file: the student's.
        tests: in the order in which they are to run; none, if only written questions are asked for.
        lang: of what is said.
        deadline: seconds that a statement or a call may take, instead of what the handout says.
        processes: where the file is run.
    """
    checked = Checked(file, unreadable=_refused(file, lang) or ("" if tests else _unreadable(file, lang)))
    yield checked
    if checked.unreadable or not tests:
        return
    calls, titles = calls_of(tests), case_titles(tests, lang)
    for packages, stand_ins, asked in by_packages(tests):
        progress = Progress(checked, asked, deadline, packages, stand_ins, lang, calls, titles)
        group = _group(packages, tests[0].parent)
        while not progress.finished:
            for message in _news(file, progress, lang, processes or Cold(), group):
                progress.take(message)
                yield checked


def _refused(file: Path, lang: str) -> str:
    """Why the file is not even read when it is graded; empty if it is."""
    from autograder.submission import CLEAR, EMPTY, FILE_LIMIT, TOO_LARGE

    chosen = 1 if lang == "zh" else 0
    if not file.is_file():  # it was there when it was chosen
        return ("there is no such file any more", "文件已经不在了")[chosen]
    if file.stat().st_size > FILE_LIMIT:
        return TOO_LARGE[chosen] + (CLEAR[chosen] if kind_of(file) == "ipynb" else "")
    return "" if file.read_bytes().strip() else EMPTY[chosen]


def _unreadable(file: Path, lang: str) -> str:
    """Why no cells are found in it, which else the process says that runs them."""
    from autograder.sandbox import cells

    try:
        cells.read(kind_of(file) or "py", file.read_bytes())
    except cells.UnreadableError as error:
        return error.zh if lang == "zh" else str(error)
    return ""


def written_answers(file: Path, tests: Path) -> list[WrittenNews]:
    """The file's written questions, found as they are for grading; none where the handout does not tell of any."""
    from autograder.questions.handout import read_handout_file
    from autograder.sandbox.cells import UnreadableError
    from autograder.written.extract import look, size

    handout = read_handout_file(tests)
    if handout is None or not handout.written:
        return []
    try:
        found = look(kind_of(file) or "py", file.read_bytes(), handout.written, handout.document)
    except (UnreadableError, OSError):  # that is told where its code is run
        return []
    news = []
    for name in handout.written:
        answer, marked = found.answers.get(name), name in found.marked
        if answer is None:
            news.append(WrittenNews(name, answered=False, marked=marked))
            continue
        counted = size(answer)
        pictures = len(answer.pictures)
        news.append(
            WrittenNews(name, True, marked, counted.words, counted.characters, pictures, unshown=counted.unshown)
        )
    return news


def by_packages(tests: list[Path]) -> list[tuple[list[str] | None, list[str], list[Path]]]:
    """The tests in groups that may use the same packages, as they are graded; in the order of their first test."""
    from autograder.questions.handout import read_handout_file  # loads NumPy, which only a check needs

    handout = read_handout_file(tests[0].parent) if tests else None
    if handout is None:
        return [(None, [], tests)]
    groups: dict[tuple[str, ...], list[Path]] = {}
    for test in tests:
        groups.setdefault(tuple(handout.packages.get(test.stem, ("numpy",))), []).append(test)
    every = {package for packages in handout.packages.values() for package in packages}
    return [(list(group), sorted(every - set(group)), found) for group, found in groups.items()]


def groups(tests: Path) -> list[Group]:
    """The groups of all tests of a folder."""
    return [_group(packages, tests) for packages, _, _ in by_packages(sorted(tests.glob("*.py")))]


def _group(packages: list[str] | None, tests: Path) -> Group:
    """All tests of a folder that may use these packages."""
    for theirs, stand_ins, found in by_packages(sorted(tests.glob("*.py"))):
        if theirs == packages:
            return Group(tuple(found), tuple(packages or ()), tuple(stand_ins))
    return Group((), tuple(packages or ()), ())


def calls_of(tests: list[Path]) -> dict[str, float]:
    """Seconds that a call may take, by question, where the handout says so."""
    from autograder.questions.handout import read_handout_file

    handout = read_handout_file(tests[0].parent) if tests else None
    return handout.calls if handout is not None else {}


def case_titles(tests: list[Path], lang: str) -> dict[str, dict[str, str]]:
    """What the public cases are called in Chinese, by question and name; nothing in English, which the tests have."""
    from autograder.questions.handout import read_handout_file

    handout = read_handout_file(tests[0].parent) if tests and lang == "zh" else None
    return handout.cases if handout is not None else {}


@dataclass
class Progress:
    """What the runners have done so far, and what the next one need not do again."""

    checked: Checked
    tests: list[Path]
    deadline: float | None
    packages: list[str] | None
    stand_ins: list[str]
    lang: str = "en"
    calls: dict[str, float] = field(default_factory=dict)
    titles: dict[str, dict[str, str]] = field(default_factory=dict)
    skip: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    only_definitions_from: int | None = None
    hung: list[str] = field(default_factory=list)  # functions that did not come to an end
    step: tuple[str, str] = ("", "")  # what the runner is doing; empty until its first news
    case: str = ""  # as `question: case`
    function: str = ""  # the last that it called there
    finished: bool = False

    @property
    def patience(self) -> float:
        """Seconds that the runner may take until its next news."""
        what, name = self.step
        if not what:
            return max(START, self.deadline or 0.0)
        if self.deadline is not None:
            return self.deadline
        if what not in ("case", "call", "probe", "trace"):
            return DEADLINE
        limit = self.calls.get((name if what in ("probe", "trace") else self.case).partition(": ")[0], CALL)
        return min(limit, HASTE) if len(self.hung) > 1 else limit

    def wrong(self) -> list[str]:
        """The questions with a wrong case."""
        return sorted({case.question for case in self.checked.cases if case.outcome in ("failed", "errored")})

    def take(self, message: dict[str, Any]) -> None:
        """Takes one message; does nothing if its kind is unknown, as for a line that the student's file wrote."""
        kind = message.pop("kind", None)
        known: dict[Any, Callable[..., None]] = {
            "step": self._step,
            "case": self._case,
            "ended_question": self._ended_question,
            "helper": self._helper,
            "remark": self._remark,
            "asked": self._asked,
            "followed": self._followed,
            "cell": self._cell,
            "note": self._note,
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
        if what == "case":
            self.case, self.function = name, ""
        elif what == "call":
            self.function = name
        question, _, case = self.case.partition(": ")
        shown = f"{question}{self._in(': ', '：')}{self._title(question, case) or case.removeprefix(PUBLIC)}"
        called = shown + self._in(f" ({name})", f"（{name}）")
        doing = Doing(what, called if what == "call" else shown if what == "case" else name)
        if (doing.what, doing.name) != (self.checked.doing.what, self.checked.doing.name):
            self.checked.doing = doing

    def _ended_question(self, question: str) -> None:
        self.checked.ended.add(question)

    def _helper(self, name: str) -> None:
        if name not in self.checked.helpers:
            self.checked.helpers.append(name)

    def _case(self, question: str, case: str, outcome: str, message: str, functions: list[str]) -> None:
        title = self._title(question, case)
        self.checked.cases.append(CaseNews(question, case, outcome, message, tuple(functions), title))
        self.skip.append(f"{question}: {case}")

    def _title(self, question: str, case: str) -> str:
        return self.titles.get(question, {}).get(case, "")

    def _remark(self, question: str, case: str, text: str) -> None:
        self.checked.remarks[question, case] = text

    def _asked(self, question: str, function: str, mistake: dict[str, Any] | None) -> None:
        self.asked.append(f"{question}: {function}")
        if mistake is not None:
            self.checked.mistakes[question, function] = Mistake(**mistake)

    def _followed(self, question: str, function: str, text: str) -> None:
        self.asked.append(f"{FOLLOWED}{question}: {function}")
        if text:
            self.checked.firsts[question, function] = text

    def _cell(self, cell: int, line: int, error: str) -> None:
        from autograder.questions.remarks import placed

        if error.startswith("SystemExit"):
            error = self._in("exit() or sys.exit() was called: take it out", "调用了 exit() 或 sys.exit()：请删掉它")
        said = placed(cell, line, Message(error, error))
        text = said.zh if self.lang == "zh" else said.en
        if text not in self.checked.cells:
            self.checked.cells.append(text)

    def _note(self, text: str) -> None:
        if text not in self.checked.notes:
            self.checked.notes.append(text)

    def _hints(self, file: str, error: str) -> None:
        text = f"{file}{self._in(': ', '：')}{error}"
        if text not in self.checked.hints:
            self.checked.hints.append(text)

    def _broken_test(self, test: str, error: str) -> None:
        self.checked.cases.append(CaseNews(test, "", "errored", error))
        self.tests = [t for t in self.tests if t.stem != test]

    def _end(self, error: str = "") -> None:
        self.checked.unreadable = error
        self.finished = True

    def _hung(self) -> None:
        self._stopped("timed_out", self._in(f"no end after {self.patience:g} s", f"{self.patience:g} 秒内没有结束"))

    def _ended(self) -> None:
        self._stopped("crashed", self._in("the process ended", "进程意外退出"))

    def _in(self, en: str, zh: str) -> str:
        return zh if self.lang == "zh" else en

    def _stopped(self, outcome: str, why: str) -> None:
        """The runner is gone; the next one leaves out what this one was doing."""
        what, name = self.step
        if what in ("case", "call"):
            question, _, case = self.case.partition(": ")
            called = (self.function,) if self.function else ()
            message = f"{self.function}{self._in(': ', '：')}{why}" if self.function and outcome == "timed_out" else ""
            self.checked.cases.append(CaseNews(question, case, outcome, message, called, self._title(question, case)))
            self.skip.append(self.case)
            if self.function and outcome == "timed_out":
                self.hung.append(self.function)
        elif what in ("probe", "trace"):
            self.asked.append(name if what == "probe" else f"{FOLLOWED}{name}")
        elif what == "cell" and self.only_definitions_from is None:
            cell, line, number = map(int, name.split(", "))
            self._cell(cell, line, why)
            if len(self.left_out) < MOST_LEFT_OUT:
                self.left_out.append(number)
            else:
                self.only_definitions_from = number
                self.checked.only_definitions = True
        else:
            self._end(self._in(f"the file: {why}", f"运行整个文件时：{why}"))


def _news(file: Path, progress: Progress, lang: str, processes: Processes, group: Group) -> Iterator[dict[str, Any]]:
    """The messages of a new runner, then `hung` or `ended` if it did not come to its end."""
    progress.step = ("", "")
    progress.checked.doing = Doing()
    task: dict[str, Any] = {"file": str(file), "tests": [str(t) for t in progress.tests], "lang": lang}
    task |= {"skip": progress.skip, "asked": progress.asked, "wrong": progress.wrong()}
    task |= {"left_out": progress.left_out, "only_definitions_from": progress.only_definitions_from}
    task |= {"packages": progress.packages, "stand_ins": progress.stand_ins, "hung": progress.hung}
    with processes.running(group, task) as news:
        heard = time.monotonic()
        while True:
            try:
                line = news.get(timeout=TICK)
            except queue.Empty:
                if time.monotonic() - heard > progress.patience:
                    yield {"kind": "hung"}
                    return
                yield {"kind": "tick"}
                continue
            heard = time.monotonic()
            if line is None:
                yield {"kind": "ended"}
                return
            try:
                message = json.loads(line)
            except ValueError:
                continue
            if message.get("kind") == "gone":  # a child of a process that stays
                yield {"kind": "ended"}
                return
            yield message
            if message.get("kind") in ("done", "unreadable"):
                return
