"""`homework check --watch`: runs the tests at each save, and stays at the first question that is not right.

One loop, in one thread: it takes what happens (a save, a key) from a queue, and looks into that queue between two
steps of a run, so that a save ends a run of the file as it was before. The question at hand runs first and is shown as
soon as its cases have been told.
"""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence

import click

from autograder.questions.handout import read_handout_file
from autograder.reports.escape import for_terminal
from autograder.student.check import CaseNews, Checked, WrittenNews, groups, steps, written_answers
from autograder.student.finding import Found, choose, resolve
from autograder.student.keys import tell_keys
from autograder.student.processes import Processes, Warm
from autograder.student.progress import LONG, says
from autograder.student.saves import tell_saves
from autograder.student.screen import fitted, is_dumb
from autograder.student.show import show_part
from autograder.student.status import SIGNS, State, lines_of, shown, state_of, state_of_written

CLEAR = "\x1b[2J\x1b[1;1H"
SAVED = "saved"  # beside the keys, which are single characters
GONE = "gone"
WAIT = 0.5  # seconds; Windows hears Ctrl-C between two waits
MOST_CHANGES = 6
MOST_PRINTED = 12  # lines of what the file prints
WORDS = {
    "en": {
        "head": "{time} {file}: {done} of {total} questions done",
        "better": "now passes: {names}",
        "worse": "no longer passes: {names}",
        "same": "nothing has changed since the last save",
        "done": "✓ {name} is done.",
        "all": "All public tests pass; hidden ones decide the mark. Next: homework pack",
        "keys": "n next   p previous   a all   q quit",
        "printed": "printed:",
        "running": "running: {what}",
        "gone": "{file} is gone: it is checked again as soon as it is back",
        "more": "{} more",
        "colon": ": ",
        "comma": ", ",
    },
    "zh": {
        "head": "{time} {file}：{total} 题中已完成 {done} 题",
        "better": "现在通过：{names}",
        "worse": "不再通过：{names}",
        "same": "与上次保存相比没有变化",
        "done": "✓ {name} 完成了。",
        "all": "公开测试全部通过；成绩由隐藏测试决定。下一步：homework pack",
        "keys": "n 下一题   p 上一题   a 全部   q 退出",
        "printed": "程序输出：",
        "running": "正在运行：{what}",
        "gone": "{file} 不见了：文件一恢复就会重新检查",
        "more": "另有 {} 项",
        "colon": "：",
        "comma": "，",
    },
}


def live(found: Found, questions: Sequence[str], lang: str) -> None:
    """Watches a file until Ctrl-C, or the key `q`."""
    events: queue.Queue[str] = queue.Queue()
    stop = threading.Event()
    printed = _Printed()
    warm = Warm(printed.take if sys.stdout.isatty() else None)
    try:
        for group in groups(found.tests):
            warm.prepare(group)
        tell_saves(found.file, lambda: events.put(SAVED), stop, lambda: events.put(GONE))
        with tell_keys(events.put) as has_keys, contextlib.suppress(KeyboardInterrupt):
            _Live(found, questions, lang, warm, events, printed, has_keys).go()
    finally:
        stop.set()
        warm.close()


class _Printed:
    """The last of what the file printed."""

    def __init__(self) -> None:
        self._bytes = b""
        self._lock = threading.Lock()

    def take(self, more: bytes) -> None:
        with self._lock:
            self._bytes = (self._bytes + more)[-(1 << 14) :]

    def clear(self) -> None:
        with self._lock:
            self._bytes = b""

    def lines(self) -> list[str]:
        with self._lock:
            text = self._bytes.decode("utf-8", "replace")
        return [for_terminal(line, 200) for line in text.splitlines()][-MOST_PRINTED:]


class _Live:
    """What is known of the file, what is shown of it, and what the keys do."""

    def __init__(
        self,
        found: Found,
        questions: Sequence[str],
        lang: str,
        processes: Processes,
        events: queue.Queue[str],
        printed: _Printed,
        has_keys: bool,
    ) -> None:
        self._found, self._lang, self._words = found, lang, WORDS[lang]
        self._processes, self._events, self._printed, self._has_keys = processes, events, printed, has_keys
        self._terminal = sys.stdout.isatty()
        handout = read_handout_file(found.tests)
        self._points: Mapping[str, float] = handout.points if handout is not None else {}
        self._titles: Mapping[str, Mapping[str, str]] = handout.titles if handout is not None else {}
        self._tests = {test.stem: test for test in choose(found.file, found.tests, questions, lang)}
        wanted = {resolve(name, found.file, found.tests, lang) for name in questions}
        written = handout.written if handout is not None else []
        self._names = [*self._tests, *(name for name in written if not questions or name in wanted)]
        self._known: dict[str, list[CaseNews]] = {}
        self._before: dict[str, list[CaseNews]] = {}
        self._checked = Checked(found.file)
        self._pinned = ""  # the question that a key has chosen
        self._all = False
        self._written: dict[str, WrittenNews] = {}
        self._written_before: dict[str, WrittenNews] = {}
        self._output: list[str] = []
        self._gone = False

    def go(self) -> None:
        """Until somebody quits."""
        event = SAVED
        while event != "q":
            event = self._run() if event == SAVED else self._lost() if event == GONE else self._key(event)
            while not event:
                with contextlib.suppress(queue.Empty):
                    event = self._events.get(timeout=WAIT)

    # -- a run ----------------------------------------------------------------

    def _run(self) -> str:
        """Runs the tests, the question at hand first; returns the event that ended that, if one did."""
        self._before, self._written_before = dict(self._known), dict(self._written)
        self._printed.clear()
        self._output, self._gone = [], False
        if self._has_keys and self._current() in self._written:
            self._pinned = self._current()  # a first sentence is no end: it stays until a key is pressed
        self._read_written()
        first = self._current()
        announced = first not in self._tests
        if announced:
            self._show(final=False)
        order = [name for name in self._tests if name == first] + [name for name in self._tests if name != first]
        said_long = False
        tests = [self._tests[name] for name in order]
        run = steps(self._found.file, tests, self._lang, processes=self._processes)
        with contextlib.closing(run):
            for self._checked in run:
                for name in self._checked.ended - {*self._learnt()}:
                    self._known[name] = [case for case in self._checked.cases if case.question == name]
                if not announced and self._told_enough(first):
                    announced = True
                    self._output = self._printed.lines()
                    self._show(final=False)
                doing = self._checked.doing
                if self._terminal and not said_long and doing.what and time.monotonic() - doing.since > LONG:
                    said_long = True
                    what = says(doing, self._found.file, self._lang)
                    click.secho(self._words["running"].format(what=what), dim=True)
                if not self._events.empty():
                    event = self._events.get()
                    if event in (SAVED, GONE, "q"):
                        return event
                    self._key(event)
        for name in self._tests:
            cases = [case for case in self._checked.cases if case.question == name]
            if cases or name in self._known:
                self._known[name] = cases
        announced = announced and not self._checked.unreadable
        if not announced:
            self._output = self._printed.lines()
        self._show(final=True, announced=announced)
        return ""

    def _lost(self) -> str:
        """Says that the file is gone; one that is empty is run, which says that."""
        if self._found.file.exists():
            return SAVED
        self._gone = True
        if self._terminal:
            self._show(final=True)
        else:
            self._say_gone()
            click.echo()
        return ""

    def _say_gone(self) -> None:
        click.secho(fitted(self._words["gone"].format(file=self._found.file.name)), fg="red")

    def _read_written(self) -> None:
        """The written answers as they are in the file now."""
        if len(self._names) > len(self._tests):
            news = written_answers(self._found.file, self._found.tests)
            self._written = {one.question: one for one in news if one.question in self._names}

    def _learnt(self) -> Iterator[str]:
        """The questions whose cases are known as they are in this run."""
        for name, cases in self._known.items():
            if cases and cases is not self._before.get(name):
                yield name

    def _told_enough(self, first: str) -> bool:
        """Whether there is something to show: the question at hand, in the first run the first that is not done."""
        if self._before:
            return first in self._checked.ended
        return any(self._state(name) != "done" for name in self._tests if name in self._checked.ended)

    # -- which question -------------------------------------------------------

    def _state(self, name: str) -> State:
        return _state_in(name, self._known, self._written)

    def _current(self) -> str:
        """The question that a key has chosen, else the first that is not done; the first one, if all are."""
        if self._pinned:
            return self._pinned
        names = self._names
        return next((name for name in names if self._state(name) != "done"), names[0] if names else "")

    def _key(self, key: str) -> str:
        """Does what a key says; returns the event that is left to be done."""
        if key == "q":
            return key
        names = self._names
        if key in ("n", "p", " ") and names:
            step = -1 if key == "p" else 1
            self._pinned = names[(names.index(self._current()) + step) % len(names)]
            self._all = False
        elif key == "a":
            self._all = not self._all
        else:
            return ""
        self._show(final=True)
        return ""

    # -- what is shown --------------------------------------------------------

    def _show(self, *, final: bool, announced: bool = False) -> None:
        """Everything on a terminal; in a pipe what is new."""
        if self._pinned in self._tests and self._state(self._pinned) == "done" and self._newly_done():
            self._pinned = ""  # done: on to the next one
        if self._terminal and not is_dumb():
            click.echo(CLEAR, nl=False, color=True)  # else click takes it for a colour, which may not be wanted
        if self._terminal or not announced:
            self._head()
        if self._gone:
            self._say_gone()
        elif self._terminal or final:
            self._changes(final=final)
        if self._checked.unreadable or not self._all:
            if self._terminal or not announced:
                name = self._current()
                show_part(self._shown(), [name] if name else [], self._lang)
        else:
            lines = lines_of(self._shown(), self._points, self._lang, self._titles)
            for text, colour in shown(lines, self._lang):
                click.secho(text, fg=colour)
        if final and self._known and all(self._state(name) == "done" for name in self._names):
            click.secho(self._words["all"], fg="green")
        if self._terminal and self._output and not self._all:
            click.secho(f"\n{self._words['printed']}", dim=True)
            for line in self._output:
                click.secho(fitted(f"  {line}", 4), dim=True)
        if self._terminal and self._has_keys:
            click.secho(f"\n{self._words['keys']}", dim=True)
        if not self._terminal and final:
            click.echo()

    def _shown(self) -> Checked:
        """The last run, with what is known from before in the place of what it has not come to."""
        checked = self._checked
        cases = [case for name in self._tests for case in self._known.get(name, [])]
        return Checked(
            checked.file,
            cases,
            checked.remarks,
            checked.mistakes,
            checked.cells,
            checked.notes,
            checked.hints,
            checked.unreadable,
            list(self._written.values()),
            firsts=checked.firsts,
            only_definitions=checked.only_definitions,
        )

    def _head(self) -> None:
        done = sum(self._state(name) == "done" for name in self._names)
        now = time.strftime("%H:%M:%S")
        file = self._found.file.name
        click.echo(self._words["head"].format(time=now, file=file, done=done, total=len(self._names)))
        if self._terminal:
            for name in self._names:
                sign, colour = SIGNS[self._state(name)]
                click.secho(
                    f"[{sign}]" if name == self._current() and not self._all else f" {sign} ", fg=colour, nl=False
                )
            click.echo("\n")

    def _changes(self, *, final: bool) -> None:
        """What the last save has changed, and a quiet line for a question that is done."""
        before, now = _outcomes(self._before), _outcomes(self._known)
        if not before and not self._written_before:
            return
        better = [key for key in now if now[key] == "passed" and before.get(key) not in (None, "passed")]
        worse = [key for key in now if now[key] != "passed" and before.get(key) == "passed"]
        for what, keys, colour in (("better", better, "green"), ("worse", worse, "red")):
            if keys:
                click.secho(fitted(self._words[what].format(names=self._named(keys)), 2), fg=colour)
        if final and (self._known, self._written) == (self._before, self._written_before):
            click.secho(self._words["same"], dim=True)
        for name in self._newly_done():
            click.secho(self._words["done"].format(name=name), fg="green", bold=True)

    def _newly_done(self) -> list[str]:
        told = [name for name in self._names if self._before.get(name) or name in self._written_before]
        before = {name: _state_in(name, self._before, self._written_before) for name in told}
        return [name for name in told if before[name] != "done" and self._state(name) == "done"]

    def _named(self, keys: Sequence[tuple[str, str]]) -> str:
        shown = {(case.question, case.case): case.shown for cases in self._known.values() for case in cases}
        names = [f"{key[0]}{self._words['colon']}{shown[key]}" for key in keys]
        if len(names) > MOST_CHANGES:
            names = [*names[:MOST_CHANGES], self._words["more"].format(len(names) - MOST_CHANGES)]
        return for_terminal(self._words["comma"].join(names), 600)


def _state_in(name: str, known: Mapping[str, Sequence[CaseNews]], written: Mapping[str, WrittenNews]) -> State:
    if name in written:
        return state_of_written(written[name])
    cases = known.get(name)
    return state_of(cases) if cases else "todo"


def _outcomes(known: Mapping[str, Sequence[CaseNews]]) -> dict[tuple[str, str], str]:
    return {(case.question, case.case): case.outcome for cases in known.values() for case in cases}
