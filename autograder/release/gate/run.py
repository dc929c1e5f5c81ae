"""`homework verify`: what is proved already comes from the cache, the rest is proved now."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Literal

from autograder.course import Course, CourseError, Homework, Question
from autograder.engine.sandbox_process import Layer
from autograder.engine.suites import SuiteError
from autograder.release.gate import digests
from autograder.release.gate.cache import Cache
from autograder.release.gate.findings import SLOW
from autograder.release.gate.packaging import packaging_problems
from autograder.release.gate.proofs import SLOW_SEEDS, prove_questions
from autograder.release.gate.verdict import Problem, Proof, Verdict, Whole
from autograder.release.gate.whole import prove_whole
from autograder.release.sources import ReleaseError


def verify(
    course: Course,
    homework: str,
    *,
    seeds: int,
    sandbox: Layer | Literal["auto"],
    workers: int,
    questions: Sequence[str] = (),
    start: Callable[[int], Callable[[str], None]] = lambda total: lambda name: None,
    log: Callable[[str], None] = lambda line: None,
) -> Verdict:
    """Proves a homework.

    Args:
        course: where it lies.
        homework: its name.
        seeds: how many seeds the reference, the stub and the wrong answers go through.
        sandbox: containment of the runs through the engine.
        workers: processes side by side.
        questions: only these, and nothing of the homework as a whole; the verdict is then not complete.
        start: called once with the number of steps; returns what is called at each.
        log: takes a line about each fault of ours.

    Raises:
        CourseError: no such homework or question.
        SandboxUnavailable, PoolError: the containment is not to be had.
    """
    begin = time.monotonic()
    spec = course.homework(homework)
    digest = digests.homework_digest(course, spec, sandbox)  # now: what is changed meanwhile is not what is proved
    chosen = _choose(spec, questions)
    questions_by_name = {question.name: question for question in chosen}
    cache = Cache(course)
    keys = {q.name: f"{digests.question_digest(course, spec, q)} {seeds}" for q in chosen}
    kept = {name: cache.get(f"{homework}-{name}", key, Proof) for name, key in keys.items()}
    todo = [q for q in chosen if kept[q.name] is None]
    whole_key = f"{digests.engine_digest(course, spec, sandbox)} {seeds}"
    whole = None if questions else cache.get(f"{homework}--engine", whole_key, Whole)
    engine_runs = 2 * seeds if not questions and whole is None else 0
    step = start(len(todo) + engine_runs)
    made = prove_questions(course, spec, todo, seeds=seeds, workers=workers, step=step) if todo else []
    for proof in made:
        name = proof.figures.question
        kept[name] = proof
        # What was edited while it was proved is not kept: the proof may be of either text.
        unchanged = keys[name] == f"{digests.question_digest(course, spec, questions_by_name[name])} {seeds}"
        if not proof.problems and unchanged:
            cache.put(f"{homework}-{name}", keys[name], proof)
    proofs = [proof for proof in kept.values() if proof is not None]
    packaging: list[Problem] = []
    if not questions:
        packaging = _packaging(course, spec, cache)
        if whole is None:
            whole = _whole(course, spec, proofs, seeds, sandbox, workers, step, log)
            if not whole.problems and whole_key == f"{digests.engine_digest(course, spec, sandbox)} {seeds}":
                cache.put(f"{homework}--engine", whole_key, whole)
    return Verdict(
        homework=homework,
        digest=digest,
        seeds=seeds,
        questions=tuple(proof.figures for proof in proofs),
        problems=(*(p for proof in proofs for p in proof.problems), *packaging, *(whole.problems if whole else ())),
        warnings=(*(w for proof in proofs for w in proof.warnings), *(whole.warnings if whole else ())),
        complete=not questions,
        asked_sandbox=sandbox,
        sandbox=whole.layer if whole else "",
        submission_seconds=round(whole.seconds, 3) if whole else 0.0,
        seconds=round(time.monotonic() - begin, 1),
        survivors="\n".join(proof.survivors for proof in proofs if proof.survivors),
    )


def _choose(homework: Homework, names: Sequence[str]) -> list[Question]:
    known = [question.name for question in homework.questions]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise CourseError(f"no question named {unknown[0]!r} in {homework.name}: choose of {', '.join(known)}")
    return [question for question in homework.questions if not names or question.name in names]


def _packaging(course: Course, homework: Homework, cache: Cache) -> list[Problem]:
    digest = digests.packaging_digest(course, homework)
    if cache.get(f"{homework.name}--packaging", digest, list[Problem]) is not None:
        return []
    problems = packaging_problems(course, homework)
    if not problems:
        cache.put(f"{homework.name}--packaging", digest, problems)
    return problems


def _whole(
    course: Course,
    homework: Homework,
    proofs: Sequence[Proof],
    seeds: int,
    sandbox: Layer | Literal["auto"],
    workers: int,
    step: Callable[[str], None],
    log: Callable[[str], None],
) -> Whole:
    """The runs through the engine; a homework that cannot be loaded says so in place of them."""
    unloaded = [proof.figures.question for proof in proofs if not proof.figures.cases]
    if unloaded:
        what = f"the homework was not run through the engine: {', '.join(unloaded)} cannot be loaded"
        return Whole("", 0.0, (Problem("", "engine", what, "mend what is said of these questions first"),))
    slow = [proof.figures.question for proof in proofs if proof.figures.seconds > SLOW]
    try:
        return prove_whole(
            course,
            homework.name,
            seeds=seeds,
            sandbox=sandbox,
            workers=workers,
            slow=slow,
            slow_seeds=SLOW_SEEDS,
            step=step,
            log=log,
        )
    except ReleaseError as error:
        return Whole("", 0.0, (Problem("", "files", f"{error.file}: {error.what}", error.mend),))
    except SuiteError as error:
        text = str(error).replace(f"{course.root.as_posix()}/", "")
        return Whole("", 0.0, (Problem("", "load", text, "mend the file that is named first"),))
