"""The process that runs a student's file against its public tests, and reports to `check` in lines of JSON.

It is started as `python -m autograder.student.runner`, so that an endless loop or a crash ends this process and not the
command. A first line names the tests, which are imported at once; a second one is the task, for which it may wait. With
`--stay` a child is forked for each task, and an empty line ends that child. What the file prints goes to standard
error; the protocol has its own descriptor.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.questions.handout import HandoutFile, read_handout_file
from autograder.questions.remarks import message
from autograder.questions.suites import Suite
from autograder.questions.trusted import QuestionError
from autograder.results import Message
from autograder.sandbox import cells
from autograder.sandbox.imports import PRELOADED, Gate
from autograder.sandbox.loading import Handout, Outcome, load, looks_like, prepare
from autograder.sandbox.statements import Program
from autograder.student.cases import Asked, Loaded, Tell, run_question
from autograder.student.gradients import gradient_check  # noqa: F401 - imported, so that a student's file gets it
from autograder.student.helpers import beside
from autograder.student.places import Places
from autograder.student.public_suites import load_public_suite
from autograder.student.warned import tell_places
from autograder.student.watching import Watch
from autograder.submission import KINDS, plain_name, read_without
from autograder.wire.text import modules


@dataclass(frozen=True)
class Task:
    """What to do; for `lang`, `skip`, `asked`, `wrong` and `hung` see `Asked`.

    Attributes:
        file: the student's.
        left_out: statements of the file that hung or ended the process.
        only_definitions_from: from this statement on nothing runs but definitions.
        packages: what the questions at hand may use; None if the handout does not say.
        stand_ins: what only other questions may use.
    """

    file: Path
    lang: str
    skip: list[str]
    asked: list[str]
    wrong: list[str]
    left_out: list[int]
    only_definitions_from: int | None
    packages: list[str] | None
    stand_ins: list[str]
    hung: Sequence[str] = ()


def main() -> None:
    """Reads from standard input what to do, and writes a line of news for each step to the original standard output."""
    lines = _Lines()
    first = json.loads(lines.next() or b"{}")
    news = os.dup(1)
    os.dup2(2, 1)
    # Suites come first: in the file `import otter` must be inert.
    suites: dict[str, Suite | str] = {}
    for test in first.get("tests", ()):
        try:
            suites[test] = load_public_suite(Path(test))
        except QuestionError as error:
            suites[test] = str(error)
    for package in (*PRELOADED, *first.get("packages", ())):
        with contextlib.suppress(Exception):
            importlib.import_module(package)
    prepare()
    if "--stay" in sys.argv:
        from autograder.student.staying import stay

        stay(lines, news, lambda line: _begin(line, suites, news))
    else:
        line = lines.next()
        if line is not None:
            _begin(line, suites, news)


class _Lines:
    """Lines of standard input, by its descriptor: nothing is read ahead that would hide from `select`."""

    def __init__(self) -> None:
        self._read = b""

    def next(self) -> bytes | None:
        """The next line, without its end; None at the end of all."""
        while b"\n" not in self._read:
            more = os.read(0, 1 << 16)
            if not more:
                return None
            self._read += more
        line, _, self._read = self._read.partition(b"\n")
        return line


def _begin(line: bytes, suites: Mapping[str, Suite | str], descriptor: int) -> None:
    """Does one task."""
    task = json.loads(line)
    tests = task.pop("tests")
    _nobody_answers()
    os.environ["HOMEWORK_LANG"] = task["lang"]
    news = os.fdopen(descriptor, "w", encoding="utf-8", newline="\n")

    def tell(**message: Any) -> None:
        with contextlib.suppress(Exception):  # whatever the file has made of it
            sys.stdout.flush()  # before whoever reads the news ends this process
        news.write(json.dumps(message) + "\n")
        news.flush()

    file = Path(task.pop("file"))
    os.chdir(file.parent)
    chosen = []
    for test in tests:
        suite = suites.get(test, "")
        if isinstance(suite, Suite):
            chosen.append(suite)
        else:
            tell(kind="broken_test", test=Path(test).stem, error=suite)
    _run(Task(file=file, **task), chosen, tell)
    news.close()  # so that nobody waits for a thread that the file has left behind


def _nobody_answers() -> None:
    """What the file reads from standard input ends at once, as when it is graded: the pipe stays open."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    sys.stdin = sys.__stdin__ = io.open(0, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: UP020, SIM115


def _run(task: Task, suites: list[Suite], tell: Tell) -> None:
    tell(kind="step", what="load", name="")

    def note(said: Message) -> None:
        tell(kind="note", text=said.zh if task.lang == "zh" else said.en)

    plain, added = plain_name(task.file.name)
    if added:
        note(Message(*read_without(task.file.name, added)))
    try:
        file = cells.read(KINDS[Path(plain).suffix.lower()], task.file.read_bytes())
    except cells.UnreadableError as error:
        tell(kind="unreadable", error=error.zh if task.lang == "zh" else str(error))
        return
    for name in [n for n in sys.modules if n.partition(".")[0] == "otter"]:
        del sys.modules[name]
    handout = read_handout_file(suites[0].path.parent) if suites else None
    functions = [name for names in handout.functions.values() for name in names] if handout is not None else []
    gate = Gate(task.packages or (), task.stand_ins, libraries_may=True, lang=task.lang)
    if task.packages is None:
        gate.allowed = _Everything()
    prepare()
    sys.meta_path.insert(0, gate)
    watch = Watch(task.file, note)
    helpers = modules(beside(task.file))

    def compiled(program: Program) -> None:
        watch.places = Places(file.code, program.steps)
        tell_places(task.file.name, file.code, watch.places, task.lang)

    outcome = load(
        file,
        functions,
        gate,
        handout=_handout(handout),
        path=str(task.file),
        skip=task.left_out,
        only_definitions_from=task.only_definitions_from,
        helpers=helpers,
        begin=lambda number, step: tell(kind="step", what="cell", name=f"{step.cell}, {step.line}, {number}"),
        compiled=compiled,
    )
    for fault in outcome.faults:
        tell(kind="cell", cell=fault.cell, line=fault.line, error=fault.error)
    for remark in outcome.remarks:
        said = message(remark)
        if said is not None:
            note(said)
    other = _another_homework(outcome, file, functions, handout)
    if other:
        tell(kind="unreadable", error=other.zh if task.lang == "zh" else other.en)
        return
    loaded = Loaded(outcome.namespace, file.code, Places(file.code, outcome.program.steps))
    written = {step.writes[0] for step in outcome.program.steps if step.writes is not None}
    told: set[str] = set()

    def tell_helpers() -> None:
        for name in sorted(gate.used & set(helpers) - written - told):
            told.add(name)
            tell(kind="helper", name=name)
            note(Message(
                f"{name}.py was used: hand it in with this file, both in one zip",
                f"用到了 {name}.py：请把它和这个文件打包成一个 zip 一起提交",
            ))  # fmt: skip

    tell_helpers()
    asked = Asked(task.lang, task.skip, task.asked, task.wrong, [*task.hung])
    for suite in suites:
        run_question(asked, suite, loaded, tell)
        tell_helpers()  # a function may have imported one
    tell(kind="done")


def _handout(told: HandoutFile | None) -> Handout | None:
    part = told.part if told is not None else None
    return Handout(part.own, part.setup, part.prelude, part.stubs) if part is not None else None


def _another_homework(
    outcome: Outcome, file: cells.File, functions: list[str], handout: HandoutFile | None
) -> Message | None:
    """What is said of a file that has nothing of this homework, and the functions of another one."""
    names = outcome.namespace
    here = any(callable(names.get(name)) or cells.defines(file.code, name) for name in functions)
    other = looks_like(names, handout.elsewhere) if handout is not None and not here else ""
    if handout is None or not other:
        return None
    return Message(
        f"this looks like {other}, not {handout.homework}: hand in the file of {handout.homework}",
        f"这看起来是 {other} 的文件，而不是 {handout.homework} 的：请提交 {handout.homework} 的文件",
    )


class _Everything(set[str]):
    """Where the handout does not say what is offered, every installed package may be imported."""

    def __contains__(self, name: object) -> bool:
        return True


if __name__ == "__main__":
    main()
