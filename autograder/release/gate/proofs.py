"""Proves questions: the pieces of work run side by side, and are put together to one proof for each question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from autograder.checks.misconceptions import Misconception
from autograder.course import Course, Homework, Question
from autograder.diagnosis.recognising import recognisers
from autograder.diagnosis.tables import make, user_cache
from autograder.questions.loading import load_question
from autograder.questions.trusted import MissingTool, QuestionError
from autograder.release.gate.bare import Ran
from autograder.release.gate.equivalents import Equivalents, EquivalentsError, load_equivalents, toml_entry
from autograder.release.gate.judging import (
    Judged,
    judge_misconception,
    judge_reference,
    question_seconds,
    time_reference,
)
from autograder.release.gate.killing import kill
from autograder.release.gate.mutants import MutantsUnavailable, check_available, mutants
from autograder.release.gate.parallel import Lost, parallel
from autograder.release.gate.pasting import answers, earn, texts
from autograder.release.gate.problems import problems_of, survivors
from autograder.release.gate.question_checks import QUESTION_CHECKS, unfinished
from autograder.release.gate.room import Room
from autograder.release.gate.runs import SLOW, Runs
from autograder.release.gate.verdict import Figures, Problem, Proof
from autograder.release.sources import ReleaseError, read_text, shown
from autograder.results import round_score
from autograder.tools import TOOLS

SLOW_SEEDS = 3
MUTANT_SEEDS = 5
SLOW_MUTANT_SEEDS = 1
MISCONCEPTIONS_A_TASK = 8
MUTANTS_A_TASK = 100
DEADLINE = 900.0  # seconds for one piece of work; one that takes longer hangs


@dataclass(frozen=True)
class Piece:
    """A piece of work: a stretch of a question's wrong answers or mutants, its reference, or what could be pasted."""

    kind: str  # "reference", "misconceptions", "mutants" or "published text"
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
    """Proves some questions of a homework: one proof each, in their order. Calls `step` once for each question."""
    file = course.equivalents(homework.name)
    early: list[Problem] = []
    try:
        equivalents = load_equivalents(file)
    except EquivalentsError as error:
        equivalents = Equivalents()
        early = [Problem("", "mutant", f"{shown(course, file)}: {error}", "mend the entry")]
    names = {question.name for question in (*homework.questions, *homework.drafts)}
    listed = {entry.question for entry in equivalents.mutant} | {entry.question for entry in equivalents.unmutated}
    for name in sorted(listed - names):
        what = f"{shown(course, file)}: names {name!r}, which is not a question of {homework.name}"
        early.append(Problem("", "mutant", what, "take it out, or correct the name"))
    runs_of: dict[str, Runs | list[Problem]] = {
        q.name: _load(course, homework, q, equivalents.why_not(q.name)) for q in questions
    }
    loaded = {name: runs for name, runs in runs_of.items() if isinstance(runs, Runs)}
    first = course.manifest.seed
    for _ in _run(homework.name, loaded, [Piece("reference", name) for name in loaded], first, seeds, workers):
        pass  # how the rest is cut into pieces depends on how long a reference takes
    pieces = [piece for runs in loaded.values() if not runs.failed for piece in _pieces(runs)]
    left = {name: sum(piece.question == name for piece in pieces) for name in runs_of}
    for name, count in left.items():
        if not count:
            step(name)
    for piece in _run(homework.name, loaded, pieces, first, seeds, workers):
        left[piece.question] -= 1
        if not left[piece.question]:
            step(piece.question)
    proofs = []
    for question in questions:
        runs = runs_of[question.name]
        if isinstance(runs, Runs):
            proofs.append(_proof(course, homework, runs, equivalents))
        else:
            proofs.append(Proof(Figures(question.name, question.points), tuple(runs)))
    if early and proofs:
        proofs[0] = msgspec.structs.replace(proofs[0], problems=(*early, *proofs[0].problems))
    return proofs


def _load(course: Course, homework: Homework, question: Question, why_no_mutants: str) -> Runs | list[Problem]:
    """Loads a question with everything that belongs to it, or says why it cannot be loaded."""
    name = question.name
    first = list(unfinished(course, homework, question))
    if first:
        return first
    try:
        loaded = load_question(course, homework.name, question)
        wrong = loaded.mistakes.listed
    except MissingTool as error:
        return [Problem(name, "tool", error.tool.missing, error.tool.install)]
    except QuestionError as error:
        text = str(error).replace(f"{course.root.as_posix()}/", "")
        return [Problem(name, "load", text, "mend the file that is named first")]
    room = Room(course, homework, question, loaded)
    problems = [problem for check in QUESTION_CHECKS for problem in check(room)]
    source = ""
    if not why_no_mutants:
        try:
            check_available()
            source = read_text(course, course.solution(homework.name, name))
        except MutantsUnavailable as error:
            problems.append(Problem(name, "tool", str(error), TOOLS["cosmic_ray"].install))
    known = [w for w in wrong if w.function in loaded.contracts]
    looking = recognisers(homework.name, loaded)
    unprobed = {*looking} - {*make(course, homework, loaded, user_cache())}
    try:
        published = texts(course, homework, question)
    except ReleaseError:  # one of the checks reports it
        published = []
    parameters = {name: list(contract.signature.parameters) for name, contract in loaded.contracts.items()}
    pasted = answers(question, parameters, published)
    return Runs(loaded, known, source, why_no_mutants, problems, looking, unprobed, pasted)


def _pieces(runs: Runs) -> Iterator[Piece]:
    slow = runs.seconds > SLOW
    a_task = 2 if slow else MISCONCEPTIONS_A_TASK
    for begin in range(0, len(runs.misconceptions), a_task):
        end = min(begin + a_task, len(runs.misconceptions))
        yield Piece("misconceptions", runs.name, begin, end, runs.seconds * (end - begin) * 5)
    if runs.pasted:
        yield Piece("published text", runs.name, cost=0.01 * len(runs.pasted))
    for begin in range(0, len(runs.mutants), MUTANTS_A_TASK):
        end = min(begin + MUTANTS_A_TASK, len(runs.mutants))
        yield Piece("mutants", runs.name, begin, end, (runs.seconds + 0.01) * (end - begin) * 0.5)


def _run(
    homework: str, runs_of: dict[str, Runs], pieces: Sequence[Piece], first: int, seeds: int, workers: int
) -> Iterator[Piece]:
    """Runs pieces side by side and hands each one's result to its question; yields those that are done."""

    def work(piece: Piece) -> Any:
        return _work(homework, runs_of[piece.question], piece, first, seeds)

    ordered = sorted(pieces, key=lambda piece: -piece.cost)
    for piece, result in parallel(ordered, work, workers, DEADLINE):
        runs = runs_of[piece.question]
        if isinstance(result, Lost):
            what = f"the check of its {piece.kind} ended: {result.why.strip().splitlines()[-1]}"
            runs.problems.append(Problem(runs.name, "fault", what, "see whether a suite or a wrong answer hangs"))
            if piece.kind == "reference":
                runs.failed = {"": (first, Ran("grader_error", what))}
        elif piece.kind == "reference":
            runs.seconds, runs.seeds, judged, runs.mutants = result
            runs.failed, runs.believing = judged.failed, judged.believing
        elif piece.kind == "misconceptions":
            runs.judged += result
        elif piece.kind == "published text":
            runs.earned += result
        else:
            runs.killing.total += result.total
            runs.killing.alive += result.alive
            runs.killing.faults += result.faults
        yield piece


def _work(homework: str, runs: Runs, piece: Piece, first: int, seeds: int) -> Any:
    """Does one piece; runs in a process of its own."""
    if piece.kind == "reference":
        seconds = time_reference(homework, runs.loaded, first)
        count = min(seeds, SLOW_SEEDS) if seconds > SLOW else seeds
        judged = judge_reference(homework, runs.loaded, range(first, first + count))
        return seconds, count, judged, mutants(runs.source) if runs.source and not judged.failed else []
    numbers = range(first, first + runs.seeds)
    if piece.kind == "misconceptions":
        return [_judge(homework, runs, wrong, numbers) for wrong in runs.misconceptions[piece.begin : piece.end]]
    if piece.kind == "published text":
        return earn(homework, runs.loaded, runs.pasted, first)
    few = SLOW_MUTANT_SEEDS if runs.seconds > SLOW else MUTANT_SEEDS
    return kill(homework, runs.loaded, runs.mutants[piece.begin : piece.end], range(first, first + few), runs.seconds)


def _judge(homework: str, runs: Runs, wrong: Misconception, numbers: range) -> Judged:
    judged = judge_misconception(homework, runs.loaded, wrong, numbers, full_runs=1 if runs.seconds > SLOW else 2)
    if wrong.function in runs.recognisers:
        judged.recognised = runs.recognisers[wrong.function].names(wrong.wrong, question_seconds(runs.loaded))
    return judged


def _proof(course: Course, homework: Homework, runs: Runs, equivalents: Equivalents) -> Proof:
    """Puts together what the runs of a question have shown."""
    notes = []
    if runs.failed:
        notes.append("wrong answers and mutants not run: the reference fails")
    if runs.seconds > SLOW:
        notes.append(f"{runs.seeds} seeds: one run takes {runs.seconds:.1f} s")
    if runs.why_no_mutants:
        notes.append(f"mutants not run: {runs.why_no_mutants}")
    alive = survivors(runs, equivalents)
    figures = Figures(
        question=runs.name,
        points=runs.loaded.spec.points,
        cases=len(runs.loaded.cases),
        seeds=runs.seeds,
        misconceptions=len(runs.judged),
        caught=sum(not judged.missed for judged in runs.judged),
        caught_by_public=sum(judged.noticed_by_public for judged in runs.judged),
        mutants=runs.killing.total,
        killed=runs.killing.total - len(runs.killing.alive),
        equivalent=len(runs.killing.alive) - len(alive),
        seconds=round(runs.seconds, 5),
        believed=round_score(sum(c.points for c in runs.loaded.cases if c.name in runs.believing)),
        note="; ".join(notes),
    )
    problems = tuple(problems_of(course, homework, runs, equivalents))
    return Proof(figures, problems, survivors="\n".join(toml_entry(runs.name, mutant) for mutant in alive))
