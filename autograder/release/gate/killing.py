"""Runs mutants against the hidden cases: which of them live?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.questions.loading import LoadedQuestion
from autograder.questions.trusted import namespace_of
from autograder.release.gate.bare import functions_of, run_case
from autograder.release.gate.guard import guarded
from autograder.release.gate.judging import question_seconds
from autograder.release.gate.mutants import Mutant
from autograder.wire.calls import reseed

KILLED, ALIVE, FAULT = 1, 0, 2  # exit statuses of a child; any other is an overrun, which counts as killed too
LEAST_CPU = 0.5
SLOWER = 30  # times the reference; a mutant that needs longer is taken to loop forever


@dataclass
class Killing:
    """What became of some mutants."""

    total: int
    alive: list[Mutant]
    faults: list[Mutant]  # those on which the suite itself raised


def kill(
    homework: str, question: LoadedQuestion, made: Sequence[Mutant], seeds: Sequence[int], seconds: float
) -> Killing:
    """Runs mutants, each in a guarded child.

    Args:
        homework: its name, part of the inputs' key.
        question: the question, with its suites.
        made: its mutants.
        seeds: a mutant has to lose points for one of them.
        seconds: what the reference needs for all cases.
    """
    cpu = max(LEAST_CPU, SLOWER * seconds * len(seeds))
    killing = Killing(len(made), [], [])
    for mutant in made:
        status = guarded(lambda mutant=mutant: _live(homework, question, mutant, seeds), cpu)  # type: ignore[misc]
        if status == ALIVE:
            killing.alive.append(mutant)
        elif status == FAULT:
            killing.faults.append(mutant)
    return killing


def _live(homework: str, question: LoadedQuestion, mutant: Mutant, seeds: Sequence[int]) -> int:
    namespace = namespace_of(mutant.source, "mutant")
    changed = {name: namespace[name] for name in question.spec.functions}
    functions = functions_of(question, changed, question_seconds(question))
    for seed in seeds:
        reseed(seed)
        for suite in question.suites:
            for case in suite.cases:
                if case.points > 0:
                    ran = run_case(homework, question.spec.name, case, functions, seed)
                    if ran.outcome == "grader_error":
                        return FAULT
                    if not ran.passed:
                        return KILLED
    return ALIVE
