"""`homework explain`: finds the person, judges again what is asked for, and tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.database import homework_of
from autograder.classroom.people import one_called
from autograder.classroom.store import Store
from autograder.course import Course
from autograder.engine.sandbox_process import LAYERS, Layer, best_layer
from autograder.errors import InputError
from autograder.explain.again import Again, CaseRecord, Judge
from autograder.explain.text import Code, snippet, told
from autograder.questions.handout import handout_part, imports_of
from autograder.questions.loading import LoadedHomework, load_homework
from autograder.reports.escape import for_terminal
from autograder.reports.figures import number
from autograder.results import SubmissionResult
from autograder.submission import Submission
from autograder.written.reading import Reader

ARRAYS = "staff/explained"


@dataclass(frozen=True)
class Explained:
    """Questions of a submission judged again.

    Attributes:
        homework: loaded.
        result: as it was kept.
        again: each question, with the cases that are to be told.
        code: the student's functions.
        folder: for arrays.
    """

    homework: LoadedHomework
    result: SubmissionResult
    again: tuple[tuple[Again, tuple[CaseRecord, ...]], ...]
    code: Code
    folder: Path

    def lines(self) -> Iterator[str]:
        """What is printed."""
        result = self.result
        mark = f"{number(result.score)} of {number(result.max_score)}" if result.status == "graded" else result.status
        yield f"{for_terminal(result.submission)}, {result.homework}: {mark}; seed {result.seed}"
        if result.message:
            yield f"  {result.message}"
        for again, cases in self.again:
            kept = {case.name: case.outcome for q in result.questions for case in q.cases if q.question == _name(again)}
            for case in cases:
                before = kept.get(case.result.name, case.result.outcome)
                if before != case.result.outcome:
                    yield f"  {case.result.name}: {case.result.outcome} this time, {before} when it was graded"
            yield from told(again, self.code, cases, self.folder)

    def snippet(self) -> str:
        """A script of the first case that is told.

        Raises:
            InputError: there is none.
        """
        for again, cases in self.again:
            for case in cases:
                setup = handout_part(self.homework.course, self.homework.spec.name).prelude
                return snippet(again, case, self.code, imports_of(setup))
        raise InputError("no case to write a script of: every case passed; name a question and a case")


def _name(again: Again) -> str:
    return again.question.spec.name


def explain(course: Course, folder: Path, person: str, question: str | None, case: str | None) -> Explained:
    """Judges again what cost a person points, or what is named.

    Args:
        course: as it is now.
        folder: an `--out` of `homework grade`.
        person: the submission's name, or a part of it that no other has.
        question: one question; None for all that lost points.
        case: one case of it; None for all that did not pass.

    Raises:
        InputError: nobody, nothing or more than one is meant; nothing was kept of it.
        MachineError: the sandbox.
    """
    name = homework_of(folder)
    homework = load_homework(course, name)
    with Store(folder, name) as store:
        submission, result = _kept(store, person, folder)
    wanted = [q.spec.name for q in homework.questions]
    if question is not None and question not in wanted:
        raise InputError(f"no question named {question!r} in {name}: choose of {', '.join(wanted)}")
    if question is not None:
        wanted = [question]
    else:
        wanted = [q for q in wanted if q in lost(result)]
    layer = layer_of(result, homework)
    found = []
    with Judge(homework, layer) as judge:
        judged = judge.again(wanted, submission, result.seed)
    for again in judged:
        one = _name(again)
        cases = tuple(
            c for c in again.cases if (c.result.outcome != "passed" if case is None else c.result.name == case)
        )
        if case is not None and not cases:
            names = ", ".join(repr(c.result.name) for c in again.cases)
            raise InputError(f"no case named {case!r} in {one}: choose of {names}")
        found.append((again, cases))
    with Reader(layer, homework.secrets) as reader:
        code = reader.definitions(submission.kind, submission.source, homework.functions)
    return Explained(homework, result, tuple(found), code, folder / ARRAYS / submission.sha256[:12])


def layer_of(result: SubmissionResult, homework: LoadedHomework) -> Layer:
    """The containment under which it was graded; the strongest there is, should that be no word for one."""
    layers = [layer for layer in LAYERS if layer == result.sandbox]
    return layers[0] if layers else best_layer(homework.main_packages, homework.secrets)[0]


def lost(result: SubmissionResult) -> list[str]:
    """The questions with a case that did not pass."""
    return [q.question for q in result.questions if any(case.outcome != "passed" for case in q.cases)]


def _kept(store: Store, person: str, folder: Path) -> tuple[Submission, SubmissionResult]:
    name = one_called(list(store.submissions()), person, folder)
    result, submission = store.result(name), store.source(name)
    if result is not None and submission is None and result.status in ("absent", "unreadable"):
        why = f" ({result.message})" if result.message else ""
        raise InputError(f"{folder}: {for_terminal(name)} is {result.status}{why}: there is nothing to judge again")
    if result is None or submission is None:
        raise InputError(f"{folder}: the file of {name} was not kept by the version that graded it: grade it again")
    return submission, result
