"""The homework through the whole engine: the reference earns every point, the stub none, in good time."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Literal

from autograder.classroom import pool
from autograder.course import Course
from autograder.engine.grader import Grader, Submission
from autograder.engine.homeworks import LoadedHomework, load_homework
from autograder.engine.sandbox_process import Layer, best_layer
from autograder.release.gate.verdict import Problem, Whole
from autograder.release.handout import handout
from autograder.release.render import script_bytes
from autograder.results import CaseResult, QuestionResult, SubmissionResult

# A right answer should use a small part of what the limit gives, so that a slow machine or a slow answer still fits.
SHARE_OF_LIMIT = 0.1
FAILS_ABOVE = 5  # times the budget: machines are noisy


def prove_whole(
    course: Course,
    homework: str,
    *,
    seeds: int,
    sandbox: Layer | Literal["auto"],
    workers: int,
    slow: Collection[str],
    slow_seeds: int,
    step: Callable[[str], None],
    log: Callable[[str], None],
) -> Whole:
    """Grades the reference and the stub with each seed; slow questions take part for the first `slow_seeds` only.

    Raises:
        CourseError, SuiteError, ReleaseError: a file is missing or wrong.
        SandboxUnavailable, PoolError: the containment is not to be had.
    """
    spec = course.homework(homework)
    loaded = load_homework(course, homework)
    quick = replace(loaded, questions=tuple(q for q in loaded.questions if q.spec.name not in slow))
    layer = best_layer(spec.questions[0].packages, loaded.secrets)[0] if sandbox == "auto" else sandbox
    forms = {name: script_bytes(handout(course, spec, reference=name == "reference")) for name in ("reference", "stub")}
    first = seeds if len(quick.questions) == len(loaded.questions) else min(seeds, slow_seeds)
    problems: dict[tuple[str, str, str], Problem] = {}
    for part, numbers in ((loaded, range(first)), (quick, range(first, seeds))):
        if not part.questions:
            continue
        work = [(Submission(k, "py", source), course.manifest.seed + n) for n in numbers for k, source in forms.items()]
        for position, result in pool.run(part, layer, work, workers, log):
            step(result.submission)
            judge = _reference_problems if work[position][0].name == "reference" else _stub_problems
            for problem in judge(result, sum(q.spec.points for q in part.questions)):
                problems.setdefault((problem.question, problem.check, problem.what.partition(" with seed")[0]), problem)
    seconds = _seconds(loaded, layer, Submission("reference", "py", forms["reference"]), course.manifest.seed)
    late, warnings = time_problems(seconds, spec.limits.submission)
    return Whole(layer, seconds, (*problems.values(), *late), tuple(warnings))


def time_problems(seconds: float, limit: float) -> tuple[list[Problem], list[Problem]]:
    """What is to be said of the time of a right submission: (problems, warnings)."""
    budget = SHARE_OF_LIMIT * limit
    what = f"a right submission takes {seconds:.1f} s, the budget is {budget:.1f} s (a tenth of limits.submission)"
    problem = Problem("", "time", what, "make the slowest hidden case smaller, or raise limits.submission")
    return ([problem] if seconds > FAILS_ABOVE * budget else []), (
        [problem] if budget < seconds <= FAILS_ABOVE * budget else []
    )


def _seconds(loaded: LoadedHomework, layer: Layer, submission: Submission, seed: int) -> float:
    """Of one submission in a grader that is warm: the least of a few."""
    took: list[float] = []
    with Grader(loaded, layer) as grader:
        while len(took) < 3 and (len(took) < 2 or sum(took) < 2.0):
            begin = time.monotonic()
            grader.grade(submission, seed)
            took.append(time.monotonic() - begin)
    return min(took)


def _reference_problems(result: SubmissionResult, points: float) -> list[Problem]:
    """What keeps the reference from full marks."""
    problems = [
        Problem("", "reference", f"the reference's file: {note}", "mend the reference") for note in result.notes
    ]
    for question, case in _cases(result):
        if case.outcome != "passed":
            what = f"the reference fails {case.name!r} in the engine ({case.outcome}) with seed {result.seed}"
            what += f": {case.message}" if case.message else ""
            problems.append(Problem(question.question, "reference", what, "mend the reference or the suite"))
    if not problems and (result.status != "graded" or abs(result.score - points) > 1e-9):
        what = f"the reference scores {result.score:g} of {points:g} with seed {result.seed}: {result.message}"
        problems.append(Problem("", "reference", what, "mend what the message names"))
    return problems


def _stub_problems(result: SubmissionResult, points: float) -> list[Problem]:
    """What the untouched handout earns, or where it looks like more than untouched."""
    problems = [
        Problem("", "stub", f"the stub's file: {note}", "mend the reference's imports") for note in result.notes
    ]
    for question, case in _cases(result):
        if case.score > 0:
            what = f"the stub earns {case.score:g} in {case.name!r} with seed {result.seed}"
            problems.append(Problem(question.question, "stub", what, "let the case call the function and compare"))
        elif case.outcome != "not_implemented":
            what = f"{case.name!r} calls the stub {case.outcome} with seed {result.seed}"
            problems.append(Problem(question.question, "stub", what, "call the function before anything else"))
    return problems


def _cases(result: SubmissionResult) -> list[tuple[QuestionResult, CaseResult]]:
    return [(question, case) for question in result.questions for case in question.cases]
