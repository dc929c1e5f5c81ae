"""What is wrong with a question after all its runs: each problem with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from autograder.course import Course, Homework
from autograder.release.gate.equivalents import Equivalent, Equivalents
from autograder.release.gate.judging import Judged
from autograder.release.gate.mutants import Mutant
from autograder.release.gate.runs import Runs
from autograder.release.gate.verdict import Problem
from autograder.release.sources import shown
from autograder.wire.codec import UnsendableError

UNSENDABLE = UnsendableError.__name__
SENDABLE = "pass and return arrays, numbers, texts, None, and lists, tuples or dicts of these: nothing else gets across"
MEND = "mend the reference or the suite"


def problems_of(course: Course, homework: Homework, runs: Runs, equivalents: Equivalents) -> Iterator[Problem]:
    """All problems of a question: those found before its runs, and what the runs have shown."""
    yield from runs.problems
    yield from _reference_problems(runs)
    if not runs.failed:
        yield from _pasted_problems(runs)
        yield from _misconception_problems(course, homework, runs)
        yield from _mutant_problems(course, homework, runs, equivalents)


def survivors(runs: Runs, equivalents: Equivalents) -> list[Mutant]:
    """The mutants that no case notices and nobody has listed as right."""
    listed = equivalents.entries_of(runs.name)
    return [mutant for mutant in runs.killing.alive if mutant.key not in listed]


def _reference_problems(runs: Runs) -> Iterator[Problem]:
    for name, (seed, ran) in runs.failed.items():
        if name:
            what = f"the reference fails {name!r} with seed {seed} ({ran.outcome}): {ran.reason}"
            yield Problem(runs.name, "reference", what, SENDABLE if UNSENDABLE in ran.reason else MEND)


def _pasted_problems(runs: Runs) -> Iterator[Problem]:
    """One for each function and place: what is longer says the same once more."""
    told = set()
    for earned in sorted(runs.earned, key=lambda earned: (-earned.points, len(earned.answer.body))):
        answer = earned.answer
        if (answer.function, answer.where) not in told:
            told.add((answer.function, answer.where))
            what = f"{answer.where}: `{answer.shown}` answers {answer.function}, for {earned.points:g} of"
            what += f" {earned.possible:g} points"
            yield Problem(runs.name, "published", what, "say it in words, or leave it to the prompt's formulas")


def _misconception_problems(course: Course, homework: Homework, runs: Runs) -> Iterator[Problem]:
    hidden = shown(course, course.hidden_suite(homework.name, runs.name))
    for judged in runs.judged:
        if judged.missed:
            what = f"{judged.id} keeps all points for {len(judged.missed)} of {runs.seeds} seeds ({judged.missed[0]})"
            mend = f"let a case of {hidden} notice it for every seed, or drop it if it is right"
            yield Problem(runs.name, "misconception", what, mend)
        if judged.broken:
            what = f"{judged.id} cannot run: {judged.broken}"
            yield Problem(runs.name, "misconception", what, "make it an answer that a student could hand in")
        for name, seed in judged.spilt.items():
            what = f"{judged.id} is of an edge, but {name!r} notices it too (seed {seed})"
            yield Problem(runs.name, "edge", what, "take that edge out of the case, or the mark off the mistake")
        for name, seed in judged.uneven.items():
            what = f"{judged.id} loses {name!r} for some students and keeps it for others (seed {seed})"
            yield Problem(runs.name, "uneven", what, "draw its inputs so that the case always notices it, or never")
        if judged.function in runs.recognisers:
            yield from _recognition_problems(runs, judged)
    scored = {c.name for c in runs.loaded.cases if c.points > 0}
    for wrong in runs.misconceptions:
        for name in [name for name in wrong.edge if name not in scored]:
            what = f"{wrong.id} is of the edge {name!r}, which is not a hidden case with points"
            yield Problem(runs.name, "edge", what, "name the hidden cases of that edge as the suite does")
    faults = [(judged, *fault) for judged in runs.judged for fault in judged.faults.items()]
    for judged, name, reason in faults[:3]:
        what = f"{name!r} breaks on {judged.id}: {reason}"
        yield Problem(runs.name, "suite", what, "compare with autograder.checks: a wrong answer must end in Mismatch")
    fails = {name for judged in runs.judged for name in judged.fails}
    for name in [c.name for c in runs.loaded.cases if c.name not in fails]:
        what = f"{name!r} fails for no wrong answer"
        mend = "add to the misconceptions the mistake that it is there for, or drop the case"
        yield Problem(runs.name, "case", what, mend)


def _recognition_problems(runs: Runs, judged: Judged) -> Iterator[Problem]:
    known = judged.recognised == "" and judged.function not in runs.unprobed  # its answers are compared
    if judged.recognised != judged.id and not known:
        what = f"{judged.id} is taken for {judged.recognised or 'no known mistake'} by RECOGNISE"
        yield Problem(runs.name, "probes", what, "tell its symptom apart from the others, or drop it")


def _mutant_problems(course: Course, homework: Homework, runs: Runs, equivalents: Equivalents) -> Iterator[Problem]:
    listed = equivalents.entries_of(runs.name)
    file = shown(course, course.equivalents(homework.name))
    hidden = shown(course, course.hidden_suite(homework.name, runs.name))
    mend = f"notice it in {hidden}, or, if it is right, list it with its reason in {file}"
    lines = groupby(sorted(survivors(runs, equivalents), key=_line), key=_line)
    for line, of_line in lines:
        first, *others = of_line
        what = f"line {line}, {first.operator}: `{first.after}` earns full marks"
        if others:
            what = (
                f"line {line}: {len(others) + 1} changes of `{first.before}` earn full marks, such as `{first.after}`"
            )
        yield Problem(runs.name, "mutant", what, mend)
    for mutant in runs.killing.faults[:3]:
        what = f"a case breaks on the mutant `{mutant.after}` (line {mutant.line})"
        yield Problem(runs.name, "suite", what, "compare with autograder.checks: a wrong answer must end in Mismatch")
    if not runs.source:  # none were made, for whatever reason
        return
    alive = {mutant.key for mutant in runs.killing.alive}
    made = {mutant.key for mutant in runs.mutants}
    wrong: dict[tuple[str, str], list[Equivalent]] = {}
    for key, entry in listed.items():
        if key not in made:
            wrong.setdefault(("is not a mutant (any more)", "take it out"), []).append(entry)
        elif key not in alive:
            wrong.setdefault(("loses points", "take it out"), []).append(entry)
        elif not entry.reason.strip():
            wrong.setdefault(("has no reason", "say why it is right"), []).append(entry)
    for (what, mend), entries in wrong.items():
        more = f" (and {len(entries) - 1} more)" if len(entries) > 1 else ""
        yield Problem(runs.name, "mutant", f"{file}: {entries[0].key} {what}{more}: {entries[0].after}", mend)


def _line(mutant: Mutant) -> int:
    return mutant.line
