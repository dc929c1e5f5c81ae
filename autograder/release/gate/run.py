"""`homework verify`: what has been proved comes from the cache, the rest is proved now."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Literal

from autograder import digests
from autograder.cache import Cache, proofs_folder
from autograder.course import Course, CourseError, Homework, Question, Written
from autograder.digests import Kept, Subject
from autograder.engine.sandbox_process import Layer
from autograder.fitting import meant
from autograder.questions.loading import NO_QUESTION
from autograder.questions.trusted import QuestionError
from autograder.release.gate.drafts import head_problems, written_problems
from autograder.release.gate.installing import LEFT_OUT, install_problems
from autograder.release.gate.packaging import packaging_problems
from autograder.release.gate.proofs import SLOW_SEEDS, prove_questions
from autograder.release.gate.runs import SLOW
from autograder.release.gate.verdict import Figures, Problem, Proof, Verdict, Whole, told_once
from autograder.release.gate.whole import prove_whole
from autograder.release.promises import all_promises
from autograder.release.sources import ReleaseError
from autograder.results import round_score

# The part of a homework's points that may hang on what a student's process says of its arguments (SECURITY.md).
BELIEVED = 0.02


def verify(
    course: Course,
    homework: str,
    *,
    seeds: int,
    sandbox: Layer | Literal["auto"],
    workers: int,
    questions: Sequence[str] = (),
    install: bool = False,
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
        questions: only these, and nothing about the homework as a whole; the verdict is then not complete.
        install: whether to install the student's zip in an environment of its own; else the verdict warns of that.
        start: called once with the number of steps; returns what is called at each.
        log: takes a line about each fault of ours.

    Raises:
        CourseError: no such homework or question.
        SandboxUnavailable: the containment is not offered here.
    """
    begin = time.monotonic()
    spec = course.homework(homework)
    digest = digests.homework_digest(course, spec, sandbox)  # taken now: what changes meanwhile is not what is proved
    prose = _written(spec, questions)
    coded = [name for name in questions if name not in [written.name for written in prose]]
    chosen = _choose(spec, coded) if coded or not questions else []
    questions_by_name = {question.name: question for question in chosen}
    whole_homework = Subject(course, spec, spec.questions)
    cache = Cache(proofs_folder(course.root))
    keys = {q.name: digests.key_of(digests.question_digest(Kept.QUESTION, course, spec, q), seeds) for q in chosen}
    kept = {name: cache.get(f"{homework}-{name}", key, Proof) for name, key in keys.items()}
    todo = [q for q in chosen if kept[q.name] is None]
    promised = all_promises(course, spec)
    whole_key = digests.key_of(digests.digest(Kept.ENGINE, whole_homework), sandbox, seeds, *promised)
    whole = None if questions else cache.get(f"{homework}--engine", whole_key, Whole)
    engine_runs = 2 * seeds if not questions and whole is None else 0
    step = start(len(todo) + engine_runs)
    made = prove_questions(course, spec, todo, seeds=seeds, workers=workers, step=step) if todo else []
    for proof in made:
        name = proof.figures.question
        kept[name] = proof
        # The proof of a question that was edited meanwhile is not kept: it may be of either text.
        now = digests.question_digest(Kept.QUESTION, course, spec, questions_by_name[name])
        unchanged = keys[name] == digests.key_of(now, seeds)
        if not proof.problems and unchanged:
            cache.put(f"{homework}-{name}", keys[name], proof)
    proofs = [proof for proof in kept.values() if proof is not None]
    packaging: list[Problem] = []
    warned: list[Problem] = []
    if not questions:
        packaging = _packaging(whole_homework, cache)
        found: list[Problem] = []
        if not install:
            warned = [LEFT_OUT]
        elif not packaging and not spec.draft:
            found, warned = _installed(course, spec)
        packaging = [*packaging, *found]
        if whole is None:
            whole = _whole(course, spec, proofs, seeds, sandbox, workers, step, log)
            now = digests.digest(Kept.ENGINE, whole_homework)
            if not whole.problems and whole_key == digests.key_of(now, sandbox, seeds, *promised):
                cache.put(f"{homework}--engine", whole_key, whole)
    return Verdict(
        homework=homework,
        digest=digest,
        seeds=seeds,
        questions=tuple(proof.figures for proof in proofs),
        problems=told_once(
            [
                *(p for proof in proofs for p in proof.problems),
                *(p for written in prose for p in written_problems(course, spec, written)),
                *(head_problems(course, spec) if not questions else ()),
                *believed_problems(spec, [proof.figures for proof in proofs]),
                *packaging,
                *(whole.problems if whole else ()),
            ]
        ),
        warnings=(*(whole.warnings if whole else ()), *warned),
        complete=not questions,
        asked_sandbox=sandbox,
        sandbox=whole.layer if whole else "",
        submission_seconds=round(whole.seconds, 3) if whole else 0.0,
        seconds=round(time.monotonic() - begin, 1),
        survivors="\n".join(proof.survivors for proof in proofs if proof.survivors),
    )


def _written(homework: Homework, names: Sequence[str]) -> list[Written]:
    """The questions that people mark: those of the homework; by name also its drafts."""
    every = (*homework.written, *homework.written_drafts)
    return [written for written in every if written.name in names] if names else list(homework.written)


def _choose(homework: Homework, names: Sequence[str]) -> list[Question]:
    """Those of the homework; by name also its drafts."""
    known = {question.name: question for question in (*homework.questions, *homework.drafts)}
    written = [item.name for item in (*homework.written, *homework.written_drafts)]
    for name in names:
        if name in homework.broken:
            raise CourseError(*homework.broken[name])
        if name not in known:
            choose = f"choose from {', '.join([*known, *written])}{meant(name, [*known, *written])}"
            raise CourseError(f"no question named {name!r} in {homework.name}: {choose}")
    if not names and not homework.questions:
        raise CourseError(NO_QUESTION.format(homework=homework.name))
    return [question for name, question in known.items() if name in names] if names else list(homework.questions)


def believed_problems(homework: Homework, figures: Sequence[Figures]) -> list[Problem]:
    """Whether too many points hang on what only a student's process can tell: that arguments stay as they are."""
    points = round_score(sum(f.believed for f in figures))
    bound = BELIEVED * homework.max_score
    if points <= bound:
        return []
    most = ", ".join(f"{f.question} {f.believed:g}" for f in sorted(figures, key=lambda f: -f.believed)[:3])
    what = f"{points:g} points take the word of the student's process that arguments stay as they are ({most} ...)"
    mend = f"at most {bound:g}: move points from the cases that call assert_pure to others of the same question"
    return [Problem("", "believed", what, mend)]


def _packaging(whole: Subject, cache: Cache) -> list[Problem]:
    name, key = f"{whole.homework.name}--packages", digests.digest(Kept.PACKAGES, whole)
    if cache.get(name, key, list[Problem]) is not None:
        return []
    problems = packaging_problems(whole.course, whole.homework)
    if not problems:
        cache.put(name, key, problems)
    return problems


def _installed(course: Course, homework: Homework) -> tuple[list[Problem], list[Problem]]:
    try:
        return install_problems(course, homework)
    except ReleaseError as error:
        return [Problem("", "files", f"{error.file}: {error.what}", error.mend)], []


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
    """The runs through the engine; if the homework cannot be loaded, a problem that says so."""
    unloaded = [proof.figures.question for proof in proofs if not proof.figures.cases]
    if unloaded:
        what = f"the homework was not run through the engine: {', '.join(unloaded)} cannot be loaded"
        return Whole("", 0.0, (Problem("", "engine", what, "mend what is reported for these questions first"),))
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
    except QuestionError as error:
        text = str(error).replace(f"{course.root.as_posix()}/", "")
        return Whole("", 0.0, (Problem("", "load", text, "mend the file that is named first"),))
