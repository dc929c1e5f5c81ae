"""What a question's runs mean: its figures, and each problem with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from autograder.checks.misconceptions import Misconception
from autograder.course import Course, Homework
from autograder.engine.diagnosis.recognising import Recogniser
from autograder.engine.homeworks import LoadedQuestion
from autograder.release.gate.answers import Judged, cases_of
from autograder.release.gate.bare import Ran
from autograder.release.gate.killing import Equivalents, Killing, equivalents_path, toml_entry
from autograder.release.gate.mutants import Mutant
from autograder.release.gate.verdict import Figures, Problem, Proof
from autograder.release.sources import shown

SLOW = 0.3  # CPU seconds of the reference: a question above it gets fewer seeds, and the table says so


@dataclass
class Runs:
    """A question on its way through the gate."""

    loaded: LoadedQuestion
    misconceptions: list[Misconception]
    source: str  # of the reference; empty if its mutants are not run
    why_no_mutants: str
    problems: list[Problem]
    recognisers: dict[str, Recogniser] = field(default_factory=dict)
    unprobed: set[str] = field(default_factory=set)  # functions whose answers are not compared
    mutants: list[Mutant] = field(default_factory=list)
    seconds: float = 0.0
    seeds: int = 0
    failed: dict[str, tuple[int, Ran]] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)
    killing: Killing = field(default_factory=lambda: Killing(0, [], []))

    @property
    def name(self) -> str:
        """The question's."""
        return self.loaded.spec.name


def proof_of(course: Course, homework: Homework, runs: Runs, equivalents: Equivalents) -> Proof:
    """Puts together what the runs of a question have shown."""
    problems = [*runs.problems, *_reference_problems(runs)]
    survivors: list[Mutant] = []
    listed = equivalents.of(runs.name)
    if not runs.failed:
        problems += _misconception_problems(course, homework, runs)
        survivors = [mutant for mutant in runs.killing.alive if mutant.key not in listed]
        problems += _mutant_problems(course, homework, runs, equivalents, survivors)
    notes = []
    if runs.failed:
        notes.append("wrong answers and mutants not run: the reference fails")
    if runs.seconds > SLOW:
        notes.append(f"{runs.seeds} seeds: one run takes {runs.seconds:.1f} s")
    if runs.why_no_mutants:
        notes.append(f"mutants not run: {runs.why_no_mutants}")
    equivalent = sum(mutant.key in listed for mutant in runs.killing.alive)
    figures = Figures(
        question=runs.name,
        points=runs.loaded.spec.points,
        cases=len(cases_of(runs.loaded)),
        seeds=runs.seeds,
        misconceptions=len(runs.judged),
        caught=sum(not judged.missed for judged in runs.judged),
        caught_by_public=sum(judged.noticed_by_public for judged in runs.judged),
        mutants=runs.killing.total,
        killed=runs.killing.total - len(runs.killing.alive),
        equivalent=equivalent,
        seconds=round(runs.seconds, 5),
        note="; ".join(notes),
    )
    return Proof(figures, tuple(problems), survivors="\n".join(toml_entry(runs.name, mutant) for mutant in survivors))


def _reference_problems(runs: Runs) -> Iterator[Problem]:
    for name, (seed, ran) in runs.failed.items():
        if name:
            what = f"the reference fails {name!r} with seed {seed} ({ran.outcome}): {ran.reason}"
            yield Problem(runs.name, "reference", what, "mend the reference or the suite")


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
        if judged.function in runs.recognisers:
            yield from _recognition_problems(runs, judged)
    faults = [(judged, *fault) for judged in runs.judged for fault in judged.faults.items()]
    for judged, name, reason in faults[:3]:
        what = f"{name!r} breaks on {judged.id}: {reason}"
        yield Problem(runs.name, "suite", what, "compare with autograder.checks: a wrong answer must end in Mismatch")
    fails = {name for judged in runs.judged for name in judged.fails}
    for name in [c.name for c in cases_of(runs.loaded) if c.name not in fails]:
        what = f"{name!r} fails for no wrong answer"
        mend = "add the mistake that it is there for to the misconceptions, or drop the case"
        yield Problem(runs.name, "case", what, mend)


def _recognition_problems(runs: Runs, judged: Judged) -> Iterator[Problem]:
    known = judged.recognised == "" and judged.function not in runs.unprobed  # its answers are compared
    if judged.recognised != judged.id and not known:
        what = f"{judged.id} is taken for {judged.recognised or 'no known mistake'} by RECOGNISE"
        yield Problem(runs.name, "probes", what, "tell its symptom from the others', or drop it")


def _mutant_problems(
    course: Course, homework: Homework, runs: Runs, equivalents: Equivalents, survivors: list[Mutant]
) -> Iterator[Problem]:
    listed = equivalents.of(runs.name)
    file = shown(course, equivalents_path(course, homework.name))
    hidden = shown(course, course.hidden_suite(homework.name, runs.name))
    for mutant in survivors:
        what = f"line {mutant.line}, {mutant.operator}: `{mutant.after}` earns full marks"
        mend = f"notice it in {hidden}, or, if it is right, list it with its reason in {file}"
        yield Problem(runs.name, "mutant", what, mend)
    for mutant in runs.killing.faults[:3]:
        what = f"a case breaks on the mutant `{mutant.after}` (line {mutant.line})"
        yield Problem(runs.name, "suite", what, "compare with autograder.checks: a wrong answer must end in Mismatch")
    if runs.why_no_mutants:
        return
    alive = {mutant.key for mutant in runs.killing.alive}
    made = {mutant.key for mutant in runs.mutants}
    for key, entry in listed.items():
        if key not in made:
            yield Problem(runs.name, "mutant", f"{file}: {key} is no mutant (any more): {entry.after}", "take it out")
        elif key not in alive:
            yield Problem(runs.name, "mutant", f"{file}: {key} loses points: {entry.after}", "take it out")
        elif not entry.reason.strip():
            yield Problem(runs.name, "mutant", f"{file}: {key} has no reason: {entry.after}", "say why it is right")
