"""`grader.check` in a notebook: what `homework check` says, of the functions as they are in the kernel, as a card."""

from __future__ import annotations

import builtins
import contextlib
import functools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.questions.handout import read_handout_file
from autograder.questions.remarks import placed
from autograder.questions.suites import Suite
from autograder.questions.trusted import QuestionError
from autograder.results import Message
from autograder.sandbox.imports import Gate
from autograder.student.card import Card, Table, table_of
from autograder.student.cases import Asked, Loaded, run_question
from autograder.student.check import CALL, HASTE, Checked, Progress, by_packages, calls_of, case_titles, written_answers
from autograder.student.finding import CheckError, language, resolve
from autograder.student.helpers import beside
from autograder.student.kernel import KernelPlaces, cells_run, notebook_file
from autograder.student.limit import InterruptedCheck, Limit, limited
from autograder.student.not_offered import Import, not_offered
from autograder.student.places import Spot
from autograder.student.public_suites import load_public_suite
from autograder.student.show import show
from autograder.student.sources import Failing
from autograder.student.watching import WORDS
from autograder.wire.text import modules

STILL = (
    "{name} is still running after {seconds:g} s: stop it with the square button, or restart the kernel",
    "{name} 运行了 {seconds:g} 秒还没有结束：请点击方形按钮中止，或重启内核",
)
NO_TESTS = (
    "{folder}: no tests are there: keep the notebook in the folder it came in",
    "{folder}：这里没有公开测试：请把笔记本留在作业原来的文件夹里",
)
WHICH = (
    'which question? For one grader.check("{name}"), for all grader.check_all(); there are {names}',
    '要检查哪一题？检查一题用 grader.check("{name}")，检查全部用 grader.check_all()；题目有 {names}',
)
AS_SAVED = (
    "a written answer is read from the file: save it first, if you have just written one",
    "简答题读取的是已保存的文件：如果刚刚写完，请先保存",
)


class Grader:
    """What the first cell of a handout calls `grader`."""

    def __init__(self, homework: str, language: str = "", folder: Path | None = None) -> None:
        """Nothing is read yet.

        Args:
            homework: its name; the notebook is called after it.
            language: of what is said, if the notebook does not say it later; else the environment's.
            folder: where `tests/` lies; the working folder.
        """
        self._homework = homework
        self._language = language
        self._folder = (folder or Path.cwd()).absolute()
        self.deadline: float | None = None  # seconds for a call, in place of what the handout says
        self._failing: Failing = {}

    def check(self, question: Any = None, *_: Any, **__: Any) -> Card:
        """The public tests of one question, on the functions as they are now; a function stands for its name."""
        name = question if isinstance(question, str) else getattr(question, "__name__", None)
        return self._told([name if isinstance(name, str) else ""], sys._getframe(1).f_globals)

    def check_all(self, *_: Any, **__: Any) -> Card:
        """The public tests of all questions."""
        return self._told([], sys._getframe(1).f_globals)

    def _told(self, questions: list[str], namespace: dict[str, Any]) -> Card:
        """The card; a script shows no values, so there it is printed."""
        card = self._card(questions, namespace)
        if not _shows_values(namespace):
            show(card.checked, card.lang)
        return card

    def _card(self, questions: list[str], namespace: dict[str, Any]) -> Card:
        chosen = namespace.get("LANGUAGE")
        lang = language(chosen if isinstance(chosen, str) and chosen else self._language or None)
        checked = Checked(self._notebook, in_kernel=True)
        try:
            tests, written = self._chosen(questions, lang)
        except CheckError as error:
            checked.unreadable = str(error)
            return Card(checked, lang)
        tables: dict[tuple[str, str], Table] = {}
        hung: list[str] = []
        with _language_of_tests(lang):
            for test in tests:
                try:
                    tables |= self._question(test, namespace, checked, lang, hung)
                except InterruptedCheck:
                    raise KeyboardInterrupt from None
        self._written(written, namespace, checked, lang)
        return Card(checked, lang, tables)

    @property
    def _notebook(self) -> Path:
        return self._folder / f"{self._homework}.ipynb"

    def _chosen(self, questions: list[str], lang: str) -> tuple[list[Path], list[str]]:
        """The tests of these questions, and which of them are written; of all, if none is named."""
        folder = self._folder / "tests"
        handout = read_handout_file(folder)
        rank = {name: i for i, name in enumerate(handout.functions if handout is not None else ())}
        every = sorted(folder.glob("*.py"), key=lambda path: (rank.get(path.stem, len(rank)), path.stem))
        if not every:
            raise CheckError(NO_TESTS[lang == "zh"].format(folder=folder))
        if "" in questions:
            sep = "、" if lang == "zh" else ", "
            raise CheckError(WHICH[lang == "zh"].format(name=every[0].stem, names=sep.join(t.stem for t in every)))
        wanted = {resolve(name, self._notebook, folder, lang) for name in questions}
        written = handout.written if handout is not None else []
        return (
            [test for test in every if not questions or test.stem in wanted],
            [name for name in written if not questions or name in wanted],
        )

    def _written(self, names: list[str], namespace: dict[str, Any], checked: Checked, lang: str) -> None:
        """Adds the written questions of these names, as they stand in the file that was saved."""
        file = self._notebook if "In" in namespace else Path(str(namespace.get("__file__") or self._notebook))
        file = notebook_file(namespace, file)
        if not names or not file.is_file():
            return
        news = written_answers(file, self._folder / "tests")
        checked.written = [one for one in news if one.question in names]
        if not all(one.answered for one in checked.written):
            checked.notes.append(AS_SAVED[lang == "zh"])

    def _question(
        self, test: Path, namespace: dict[str, Any], checked: Checked, lang: str, hung: list[str]
    ) -> dict[tuple[str, str], Table]:
        progress = Progress(checked, [test], self.deadline, None, [], lang, titles=case_titles([test], lang))

        limits: list[Limit] = []  # that of what runs now

        def tell(**message: Any) -> None:
            if message["kind"] == "step" and limits:  # as for the command, each call has its own time
                limits[-1].again()
            progress.take(message)

        try:
            suite = load_public_suite(test)
        except QuestionError as error:
            tell(kind="broken_test", test=test.stem, error=str(error))
            return {}
        places = KernelPlaces(namespace, self._notebook)

        def note(said: Message, spot: Spot | None) -> None:
            if spot is not None and spot.run:
                where = spot.words()
                said = Message(f"{where[0]}: {said.en}", f"{where[1]}：{said.zh}")
            elif spot is not None:
                said = placed(spot.cell, spot.line, said)
            tell(kind="note", text=said.zh if lang == "zh" else said.en)

        def asks(*_: object, **__: object) -> str:
            """In the place of `input`, as when it is graded."""
            en, zh = WORDS["asks"]
            note(Message(en.replace("{name}", ""), zh.replace("{name}", "")), places.asked_from(sys._getframe(1)))
            raise EOFError("EOF when reading a line")

        for found, said in self._not_offered(test, suite, namespace, lang):
            note(Message(said, said), places.in_cell(found.source, found.line))

        @contextlib.contextmanager
        def guard(name: str) -> Iterator[None]:
            seconds = self.deadline or calls_of([test]).get(test.stem, CALL)
            if len(hung) > 1:
                seconds = min(seconds, HASTE)
            say = STILL[lang == "zh"].format(name=name, seconds=seconds)
            with limited(seconds, functools.partial(print, say)) as limit:
                limits[:] = [limit]
                try:
                    yield
                finally:
                    limits.clear()

        with _in_place_of_input(asks):
            asked = Asked(lang, hung=hung, guard=guard, failing=self._failing)
            ran = run_question(asked, suite, Loaded(namespace, cells_run(namespace), places), tell)
        tables = {(suite.name, recording.case): table_of(recording) for recording in ran}
        return {key: table for key, table in tables.items() if table is not None}

    def _not_offered(
        self, test: Path, suite: Suite, namespace: dict[str, Any], lang: str
    ) -> Iterator[tuple[Import, str]]:
        """Imports of the question's functions that fail when the file is graded."""
        ((packages, stand_ins, _),) = by_packages([test])
        if packages is None:  # the handout does not say
            return
        gate = Gate(packages, stand_ins, libraries_may=True, lang=lang)
        gate.own = dict.fromkeys(modules(beside(self._notebook)), "")
        asked = [namespace.get(name) for case in suite.cases for name in case.parameters]
        yield from not_offered(asked, namespace, cells_run(namespace), gate)


def _shows_values(namespace: dict[str, Any]) -> bool:
    """Whether the value of a line is shown: in a notebook, and at the prompt of an interpreter."""
    return "In" in namespace or (hasattr(sys, "ps1") and namespace.get("__name__") == "__main__")


@contextlib.contextmanager
def _language_of_tests(lang: str) -> Iterator[None]:
    """While tests run, they say what they say in this language."""
    before = os.environ.get("HOMEWORK_LANG")
    os.environ["HOMEWORK_LANG"] = lang
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("HOMEWORK_LANG", None)
        else:
            os.environ["HOMEWORK_LANG"] = before


@contextlib.contextmanager
def _in_place_of_input(asks: Any) -> Iterator[None]:
    """Whoever reads gets this; who has kept the kernel's own `input` under another name is refused by the kernel."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    kernel: Any = getattr(shell, "kernel", None)
    before, allowed = builtins.input, getattr(kernel, "_allow_stdin", None)
    builtins.input = asks
    if allowed:
        kernel._allow_stdin = False
    try:
        yield
    finally:
        builtins.input = before
        if allowed:
            kernel._allow_stdin = allowed
