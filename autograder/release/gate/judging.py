"""How the reference and each known mistake fare with a question's cases, seed by seed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from autograder.checks.misconceptions import Misconception
from autograder.questions.loading import LoadedQuestion
from autograder.release.gate.bare import Ran, functions_of, run_case
from autograder.wire.calls import reseed


@dataclass
class Judged:
    """How one known mistake fared."""

    id: str
    function: str
    missed: list[int] = field(default_factory=list)  # seeds for which it keeps all points
    noticed_by_public: bool = False
    fails: set[str] = field(default_factory=set)  # the cases that notice it
    spilt: dict[str, int] = field(default_factory=dict)  # if it is of an edge: other hidden cases that notice it
    uneven: dict[str, int] = field(default_factory=dict)  # cases that notice it for one student and not for another
    faults: dict[str, str] = field(default_factory=dict)  # cases in which the suite itself raised, and what
    recognised: str = ""  # the id that its symptoms are given, where its function is judged by symptoms
    broken: str = ""  # the error, if it is not a wrong answer but a broken one


def time_reference(homework: str, question: LoadedQuestion, seed: int) -> float:
    """CPU seconds for all cases once, with the reference; the first run warms up, the second counts."""
    functions = functions_of(question, {}, question_seconds(question))
    took: list[float] = []
    while len(took) < 2 and sum(took) < 1.0:
        begin = time.process_time()
        for case in question.cases:
            run_case(homework, question.spec.name, case, functions, seed)
        took.append(time.process_time() - begin)
    return min(took)


def question_seconds(question: LoadedQuestion) -> float:
    """The time guard of a call: the question's own limit, else a generous one."""
    return question.spec.limits.call if question.spec.limits else 10.0


@dataclass
class Reference:
    """How the reference fared.

    Attributes:
        failed: the cases that it fails, each with its first seed.
        believing: the cases that ask what becomes of arguments, which only a student's process can tell.
    """

    failed: dict[str, tuple[int, Ran]] = field(default_factory=dict)
    believing: set[str] = field(default_factory=set)


def judge_reference(homework: str, question: LoadedQuestion, seeds: Sequence[int]) -> Reference:
    """Runs the reference; every seed runs the cases in another order."""
    functions = functions_of(question, {}, question_seconds(question))
    judged = Reference()
    for seed in seeds:
        cases = question.cases
        reseed(seed)
        for position in np.random.default_rng(seed).permutation(len(cases)):
            case = cases[position]
            for function in functions.values():
                function.watched = False
            ran = run_case(homework, question.spec.name, case, functions, seed)
            if not ran.passed:
                judged.failed.setdefault(case.name, (seed, ran))
            if any(function.watched for function in functions.values()):
                judged.believing.add(case.name)
    return judged


def judge_misconception(
    homework: str, question: LoadedQuestion, wrong: Misconception, seeds: Sequence[int], *, full_runs: int = 2
) -> Judged:
    """Runs one known mistake over the seeds.

    For the first `full_runs` seeds all cases run, to see which of them can fail, and that whoever makes the mistake
    loses the same points: with a function that draws from a seed of its own, that is luck as well. After that the cases
    that failed most often come first, and one failure is enough; a mistake of an edge still goes through all cases,
    since only those of its edge may fail.
    """
    judged = Judged(wrong.id, wrong.function)
    functions = functions_of(question, {wrong.function: wrong.wrong}, question_seconds(question))
    often: dict[str, int] = {}
    reasons: list[Ran] = []
    drawn = "seed" in question.contracts[wrong.function].signature.parameters
    kept: dict[str, int] = {}
    for number, seed in enumerate(seeds):
        reseed(seed)
        cases = [c for c in question.cases if number < full_runs or c.points > 0]
        lost = False
        for case in sorted(cases, key=lambda c: -often.get(c.name, 0)):
            if case.hidden is False and number > 0:
                continue  # a public case has no generator: it is the same for every seed
            ran = run_case(homework, question.spec.name, case, functions, seed)
            if ran.outcome == "grader_error":
                judged.faults.setdefault(case.name, ran.reason)
            if not ran.passed:
                reasons.append(ran)
                judged.fails.add(case.name)
                often[case.name] = often.get(case.name, 0) + 1
                judged.noticed_by_public |= not case.hidden
                lost |= case.points > 0
                if wrong.edge and case.points > 0 and case.name not in wrong.edge:
                    judged.spilt.setdefault(case.name, seed)
                if number >= full_runs and not wrong.edge:
                    break
            elif case.hidden and not drawn and (number < full_runs or wrong.edge):
                kept.setdefault(case.name, seed)
        if not lost:
            judged.missed.append(seed)
    judged.uneven = {name: seed for name, seed in kept.items() if name in often}
    judged.broken = _broken(reasons)
    return judged


def _broken(reasons: list[Ran]) -> str:
    """An error that no misunderstanding leads to: the wrong answer itself cannot run."""
    if not reasons or not all(ran.outcome == "errored" for ran in reasons):
        return ""
    kinds = ("raised NameError", "raised ImportError", "raised ModuleNotFoundError", "raised UnboundLocalError")
    texts = [ran.reason for ran in reasons if any(kind in ran.reason for kind in kinds) or "argument" in ran.reason]
    return texts[0] if len(texts) == len(reasons) else ""
