"""The gate, in its first form: a homework proves itself before anyone is graded with it.

The reference earns every point and the stub none, through the whole engine, for many seeds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from autograder.classroom import pool
from autograder.course import Course
from autograder.engine.grader import Submission
from autograder.engine.homeworks import load_homework
from autograder.engine.sandbox_process import Layer, best_layer
from autograder.release.handout import handout
from autograder.release.render import script_bytes
from autograder.results import CaseResult, QuestionResult, SubmissionResult


@dataclass
class Verdict:
    """What a homework has proved."""

    homework: str
    seeds: int
    problems: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether nothing is left to mend."""
        return not self.problems

    def lines(self) -> list[str]:
        """One line, and one more for each problem."""
        if self.passed:
            return [f"ok   {self.homework}: over {self.seeds} seeds the reference scores 100 and the stub 0"]
        return [f"FAIL {self.homework}: {len(self.problems)} to mend", *(f"     {p}" for p in self.problems)]


def verify(
    course: Course,
    homework: str,
    *,
    seeds: int,
    sandbox: Layer | Literal["auto"],
    workers: int,
    step: Callable[[str], None] = lambda name: None,
    log: Callable[[str], None] = lambda line: None,
) -> Verdict:
    """Grades the reference and the stub with each seed.

    Raises:
        CourseError, SuiteError, ReleaseError: a file is missing or wrong.
        SandboxUnavailable, PoolError: the containment is not to be had.
    """
    spec = course.homework(homework)
    loaded = load_homework(course, homework)
    layer = best_layer(spec.questions[0].packages, loaded.secrets)[0] if sandbox == "auto" else sandbox
    forms = {name: script_bytes(handout(course, spec, reference=name == "reference")) for name in ("reference", "stub")}
    work = [
        (Submission(name, "py", source), course.manifest.seed + n)
        for n in range(seeds)
        for name, source in forms.items()
    ]
    verdict = Verdict(homework, seeds)
    problems: set[str] = set()
    for position, result in pool.run(loaded, layer, work, workers, log):
        step(result.submission)
        name = work[position][0].name
        problems |= _reference_problems(result) if name == "reference" else _stub_problems(result)
    verdict.problems = sorted(problems)
    return verdict


def _reference_problems(result: SubmissionResult) -> set[str]:
    """What keeps the reference from full marks."""
    problems = {f"the reference's file: {note}" for note in result.notes}
    for question, case in _cases(result):
        if case.outcome != "passed":
            problems.add(
                f"{question.question}: the reference fails {case.name!r} ({case.outcome}) with seed {result.seed}: "
                "mend the reference or the suite"
            )
    if not problems and (result.status != "graded" or result.score != result.max_score):
        problems.add(f"the reference scores {result.score:g} with seed {result.seed}: {result.message}")
    return problems


def _stub_problems(result: SubmissionResult) -> set[str]:
    """What the untouched handout earns, or where it looks like more than untouched."""
    problems = {f"the stub's file: {note}" for note in result.notes}
    for question, case in _cases(result):
        if case.score > 0:
            problems.add(f"{question.question}: the stub earns {case.score:g} in {case.name!r}")
        elif case.outcome != "not_implemented":
            problems.add(f"{question.question}: {case.name!r} calls the stub {case.outcome}: call its functions first")
    return problems


def _cases(result: SubmissionResult) -> list[tuple[QuestionResult, CaseResult]]:
    return [(question, case) for question in result.questions for case in question.cases]
