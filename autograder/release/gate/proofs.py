"""Proves questions one by one: pieces of work that run side by side, put together to one proof a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from autograder.checks.misconceptions import Misconception
from autograder.course import Course, Homework, Question
from autograder.engine.diagnosis import cache
from autograder.engine.diagnosis.recognising import recognisers as of_question
from autograder.engine.diagnosis.tables import load_namespace, make
from autograder.engine.homeworks import load_question
from autograder.engine.suites import SuiteError
from autograder.release.gate.answers import (
    Judged,
    MisconceptionError,
    judge_misconception,
    judge_reference,
    load_misconceptions,
    question_seconds,
    time_reference,
)
from autograder.release.gate.bare import Ran
from autograder.release.gate.findings import SLOW, Runs, proof_of
from autograder.release.gate.killing import (
    Equivalents,
    EquivalentsError,
    equivalents_path,
    kill,
    load_equivalents,
)
from autograder.release.gate.mutants import MutantsUnavailable, check_available, mutants
from autograder.release.gate.parallel import Lost, parallel
from autograder.release.gate.statics import QUESTION_CHECKS, Room, unfinished
from autograder.release.gate.verdict import Figures, Problem, Proof
from autograder.release.sources import read_text, shown

SLOW_SEEDS = 3
MUTANT_SEEDS = 5
SLOW_MUTANT_SEEDS = 1
MISCONCEPTIONS_A_TASK = 8
MUTANTS_A_TASK = 100
DEADLINE = 900.0  # seconds of one piece of work: it hangs


@dataclass(frozen=True)
class Piece:
    """A piece of work: a stretch of a question's wrong answers or mutants, or its reference."""

    kind: str  # "reference", "misconceptions" or "mutants"
    question: str
    begin: int = 0
    end: int = 0
    cost: float = 0.0  # in units of the reference's time


def prove_questions(
    course: Course,
    homework: Homework,
    questions: Sequence[Question],
    *,
    seeds: int,
    workers: int,
    step: Callable[[str], None],
) -> list[Proof]:
    """Proves some questions of a homework; one proof each, in their order. Calls `step` once a question."""
    file = equivalents_path(course, homework.name)
    early: list[Problem] = []
    try:
        equivalents = load_equivalents(file)
    except EquivalentsError as error:
        equivalents = Equivalents()
        early = [Problem("", "mutant", f"{shown(course, file)}: {error}", "mend the entry")]
    names = {question.name for question in homework.questions}
    listed = {entry.question for entry in equivalents.mutant} | {entry.question for entry in equivalents.unmutated}
    for name in sorted(listed - names):
        what = f"{shown(course, file)}: names {name!r}, no question of {homework.name}"
        early.append(Problem("", "mutant", what, "take it out, or correct the name"))
    cases: dict[str, Runs | list[Problem]] = {
        q.name: _load(course, homework, q, equivalents.why_not(q.name)) for q in questions
    }
    loaded = {name: case for name, case in cases.items() if isinstance(case, Runs)}
    first = course.manifest.seed
    for _ in _run(homework.name, loaded, [Piece("reference", name) for name in loaded], first, seeds, workers):
        pass  # the rest depends on how long a reference takes
    pieces = [piece for case in loaded.values() if not case.failed for piece in _pieces(case)]
    left = {name: sum(piece.question == name for piece in pieces) for name in cases}
    for name, count in left.items():
        if not count:
            step(name)
    for piece in _run(homework.name, loaded, pieces, first, seeds, workers):
        left[piece.question] -= 1
        if not left[piece.question]:
            step(piece.question)
    proofs = []
    for question in questions:
        case = cases[question.name]
        if isinstance(case, Runs):
            proofs.append(proof_of(course, homework, case, equivalents))
        else:
            proofs.append(Proof(Figures(question.name, question.points), tuple(case)))
    if early and proofs:
        proofs[0] = msgspec.structs.replace(proofs[0], problems=(*early, *proofs[0].problems))
    return proofs


def _load(course: Course, homework: Homework, question: Question, why_no_mutants: str) -> Runs | list[Problem]:
    """Loads a question with all that belongs to it, or says what keeps it from being loaded."""
    name = question.name
    first = list(unfinished(course, homework, question))
    if first:
        return first
    try:
        loaded = load_question(course, homework.name, question)
    except SuiteError as error:
        text = str(error).replace(f"{course.root.as_posix()}/", "")
        return [Problem(name, "load", text, "mend the file that is named first")]
    path = course.misconceptions(homework.name, name)
    try:
        wrong = load_misconceptions(path)
    except MisconceptionError as error:
        return [Problem(name, "load", f"{shown(course, path)}: {error}", "mend the file")]
    room = Room(course, homework, question, loaded, wrong)
    problems = [problem for check in QUESTION_CHECKS for problem in check(room)]
    source = ""
    if not why_no_mutants:
        try:
            check_available()
            source = read_text(course, course.solution(homework.name, name))
        except MutantsUnavailable as error:
            problems.append(Problem(name, "mutant", str(error), "install it and run this again"))
    known = [w for w in wrong if w.function in loaded.contracts]
    recognisers = of_question(homework.name, loaded, load_namespace(path))
    unprobed = {*recognisers} - {*make(course, homework.name, loaded, cache.folder())}
    return Runs(loaded, known, source, why_no_mutants, problems, recognisers, unprobed)


def _pieces(case: Runs) -> Iterator[Piece]:
    slow = case.seconds > SLOW
    a_task = 2 if slow else MISCONCEPTIONS_A_TASK
    for begin in range(0, len(case.misconceptions), a_task):
        end = min(begin + a_task, len(case.misconceptions))
        yield Piece("misconceptions", case.name, begin, end, case.seconds * (end - begin) * 5)
    for begin in range(0, len(case.mutants), MUTANTS_A_TASK):
        end = min(begin + MUTANTS_A_TASK, len(case.mutants))
        yield Piece("mutants", case.name, begin, end, (case.seconds + 0.01) * (end - begin) * 0.5)


def _run(
    homework: str, cases: dict[str, Runs], pieces: Sequence[Piece], first: int, seeds: int, workers: int
) -> Iterator[Piece]:
    """Runs pieces side by side and hands each one's result to its question; yields those that are done."""

    def work(piece: Piece) -> Any:
        return _work(homework, cases[piece.question], piece, first, seeds)

    ordered = sorted(pieces, key=lambda piece: -piece.cost)
    for piece, result in parallel(ordered, work, workers, DEADLINE):
        case = cases[piece.question]
        if isinstance(result, Lost):
            what = f"the check of its {piece.kind} ended: {result.why.strip().splitlines()[-1]}"
            case.problems.append(Problem(case.name, "fault", what, "see whether a suite or a wrong answer hangs"))
            if piece.kind == "reference":
                case.failed = {"": (first, Ran("grader_error", what))}
        elif piece.kind == "reference":
            case.seconds, case.seeds, case.failed, case.mutants = result
        elif piece.kind == "misconceptions":
            case.judged += result
        else:
            case.killing.total += result.total
            case.killing.alive += result.alive
            case.killing.faults += result.faults
        yield piece


def _work(homework: str, case: Runs, piece: Piece, first: int, seeds: int) -> Any:
    """In a process of its own."""
    if piece.kind == "reference":
        seconds = time_reference(homework, case.loaded, first)
        count = min(seeds, SLOW_SEEDS) if seconds > SLOW else seeds
        failed = judge_reference(homework, case.loaded, range(first, first + count))
        return seconds, count, failed, mutants(case.source) if case.source and not failed else []
    numbers = range(first, first + case.seeds)
    if piece.kind == "misconceptions":
        return [_judge(homework, case, wrong, numbers) for wrong in case.misconceptions[piece.begin : piece.end]]
    few = SLOW_MUTANT_SEEDS if case.seconds > SLOW else MUTANT_SEEDS
    return kill(homework, case.loaded, case.mutants[piece.begin : piece.end], range(first, first + few), case.seconds)


def _judge(homework: str, case: Runs, wrong: Misconception, numbers: range) -> Judged:
    judged = judge_misconception(homework, case.loaded, wrong, numbers, whole=1 if case.seconds > SLOW else 2)
    if wrong.function in case.recognisers:
        judged.recognised = case.recognisers[wrong.function].names(wrong.wrong, question_seconds(case.loaded))
    return judged
