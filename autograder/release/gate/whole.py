"""The homework through the whole engine: the reference earns every point, the stub none, in good time."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Literal

from autograder.classroom import pool
from autograder.course import Course
from autograder.diagnosis import Tables
from autograder.engine.grader import Grader
from autograder.engine.sandbox_process import Layer, best_layer
from autograder.questions.loading import LoadedHomework, LoadedQuestion, load_homework
from autograder.release.gate.verdict import Problem, Whole
from autograder.release.handout import handout
from autograder.release.promises import promises
from autograder.release.render import script_bytes
from autograder.results import CaseResult, QuestionResult, SubmissionResult
from autograder.submission import Submission

# A right answer should use a small part of the limit, so that a slow machine or a slow answer still fits.
SHARE_OF_LIMIT = 0.1
PROMISED_SHARE = 0.8  # of what a prompt lets an answer take, which a right answer shall be able to take in each call
# Each call of these functions takes so much before it answers.
SPEND = """


def _spending(function):
    import functools
    import time

    @functools.wraps(function)
    def spending(*args):
        begin = time.process_time()
        block = b"x" * ({mebibytes} << 20)
        answer = function(*args)
        while time.process_time() - begin < {seconds}:
            pass
        return answer

    return spending


for _name in {functions!r}:
    globals()[_name] = _spending(globals()[_name])
"""
FAILS_ABOVE = 5  # times the budget, since machines are noisy


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
        CourseError, QuestionError, ReleaseError: a file is missing or wrong.
        SandboxUnavailable: the containment is not offered here.
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
        submissions = [Submission(name, "py", source) for name, source in forms.items()]
        jobs = [pool.Job(submission, course.manifest.seed + n) for n in numbers for submission in submissions]
        for job, result in pool.run(part, layer, jobs, workers, tables=Tables(part), log=log):
            step(result.submission)
            judge = _reference_problems if job.submission.name == "reference" else _stub_problems
            for problem in judge(result, sum(q.spec.points for q in part.questions)):
                problems.setdefault((problem.question, problem.check, problem.what.partition(" with seed")[0]), problem)
    seconds = _seconds(loaded, layer, Submission("reference", "py", forms["reference"]), course.manifest.seed)
    late, warnings = time_problems(seconds, spec.limits.submission)
    broken = [
        problem for question in loaded.questions for problem in promise_problems(loaded, layer, question, forms, log)
    ]
    return Whole(layer, seconds, (*problems.values(), *late, *broken), tuple(warnings))


def promise_problems(
    loaded: LoadedHomework,
    layer: Layer,
    question: LoadedQuestion,
    forms: Mapping[str, bytes],
    log: Callable[[str], None],
) -> list[Problem]:
    """What keeps a right answer from full marks that takes most of what the question's prompt lets it take."""
    promised = promises(loaded.course, loaded.spec, question.spec)
    if not promised:
        return []
    spend = SPEND.format(
        seconds=PROMISED_SHARE * promised.get("call", 0.0),
        mebibytes=int(PROMISED_SHARE * promised.get("memory", 0.0)),
        functions=question.spec.functions,
    )
    part = replace(loaded, questions=(question,))
    job = pool.Job(Submission("reference", "py", forms["reference"] + spend.encode()), loaded.course.manifest.seed)
    ((_, result),) = pool.run(part, layer, [job], 1, log=log)
    what = " and ".join(f"{name} = {value:g}" for name, value in promised.items())
    return [
        Problem(
            question.spec.name,
            "promise",
            f"the prompt names {what}; a right answer that takes {PROMISED_SHARE:.0%} of it fails "
            f"{case.name!r} ({case.outcome})",
            "raise limits.question and limits.submission, make fewer calls, or promise less",
        )
        for _, case in _cases(result)
        if case.outcome != "passed"
    ]


def time_problems(seconds: float, limit: float) -> tuple[list[Problem], list[Problem]]:
    """What there is to say about the time of a right submission: (problems, warnings)."""
    budget = SHARE_OF_LIMIT * limit
    what = f"a right submission takes {seconds:.1f} s, the budget is {budget:.1f} s (a tenth of limits.submission)"
    problem = Problem("", "time", what, "make the slowest hidden case smaller, or raise limits.submission")
    return ([problem] if seconds > FAILS_ABOVE * budget else []), (
        [problem] if budget < seconds <= FAILS_ABOVE * budget else []
    )


def _seconds(loaded: LoadedHomework, layer: Layer, submission: Submission, seed: int) -> float:
    """Of one submission in a grader that is warmed up: the shortest of a few."""
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
    """What the untouched handout earns, and the cases that do not see that it is untouched."""
    problems = [
        Problem("", "stub", f"the stub's file: {note}", "mend the reference's imports") for note in result.notes
    ]
    for question, case in _cases(result):
        if case.score > 0:
            what = f"the stub earns {case.score:g} in {case.name!r} with seed {result.seed}"
            problems.append(Problem(question.question, "stub", what, "let the case call the function and compare"))
        elif case.outcome != "not_implemented":
            what = f"{case.name!r} ends as {case.outcome}, not as not_implemented, for the stub with seed {result.seed}"
            problems.append(Problem(question.question, "stub", what, "call the function before anything else"))
    return problems


def _cases(result: SubmissionResult) -> list[tuple[QuestionResult, CaseResult]]:
    return [(question, case) for question in result.questions for case in question.cases]
