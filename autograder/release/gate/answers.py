"""The reference earns everything, every named wrong answer loses points for every seed, and every case can fail."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from autograder.checks.misconceptions import Misconception
from autograder.engine.homeworks import LoadedQuestion
from autograder.engine.suites import Case
from autograder.release.gate.bare import Ran, functions_of, reseed, run_case


class MisconceptionError(Exception):
    """The file of wrong answers cannot be used; the message says why."""


@dataclass
class Judged:
    """How one wrong answer fared."""

    id: str
    function: str
    missed: list[int] = field(default_factory=list)  # seeds for which it keeps all points
    noticed_by_public: bool = False
    fails: set[str] = field(default_factory=set)  # the cases that notice it
    faults: dict[str, str] = field(default_factory=dict)  # cases in which the suite itself raised, and what
    recognised: str = ""  # the id that its symptoms are given, where its function is judged by symptoms
    broken: str = ""  # the error, if it is not a wrong answer but a broken one


def load_misconceptions(path: Path) -> list[Misconception]:
    """Executes a file of wrong answers (ours: trusted).

    Raises:
        MisconceptionError: it is missing or raises.
    """
    namespace: dict[str, object] = {"__name__": path.stem}
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True), namespace)  # noqa: S102
    except OSError as error:
        raise MisconceptionError(f"cannot be read: {error.strerror}") from None
    except Exception as error:
        raise MisconceptionError(f"{type(error).__name__}: {error}") from error
    return [value for value in namespace.values() if isinstance(value, Misconception)]


def cases_of(question: LoadedQuestion) -> list[Case]:
    """All cases, public ones first."""
    return [case for suite in question.suites for case in suite.cases]


def time_reference(homework: str, question: LoadedQuestion, seed: int) -> float:
    """CPU seconds of all cases once, with the reference; the first time warms up, the second counts."""
    functions = functions_of(question, {}, question_seconds(question))
    took: list[float] = []
    while len(took) < 2 and sum(took) < 1.0:
        begin = time.process_time()
        for case in cases_of(question):
            run_case(homework, question.spec.name, case, functions, seed)
        took.append(time.process_time() - begin)
    return min(took)


def question_seconds(question: LoadedQuestion) -> float:
    """The time guard of a call: the question's own limit, else a generous one."""
    return question.spec.limits.call if question.spec.limits else 10.0


def judge_reference(homework: str, question: LoadedQuestion, seeds: Sequence[int]) -> dict[str, tuple[int, Ran]]:
    """The cases that the reference fails, each with its first seed; in another order of the cases for each seed."""
    functions = functions_of(question, {}, question_seconds(question))
    failed: dict[str, tuple[int, Ran]] = {}
    for seed in seeds:
        cases = cases_of(question)
        reseed(seed)
        for position in np.random.default_rng(seed).permutation(len(cases)):
            case = cases[position]
            ran = run_case(homework, question.spec.name, case, functions, seed)
            if not ran.passed:
                failed.setdefault(case.name, (seed, ran))
    return failed


def judge_misconception(
    homework: str, question: LoadedQuestion, wrong: Misconception, seeds: Sequence[int], *, whole: int = 2
) -> Judged:
    """Runs one wrong answer over the seeds.

    The first `whole` seeds run all cases, to see which of them can fail. After these the cases that failed most often
    come first, and one that fails is enough.
    """
    judged = Judged(wrong.id, wrong.function)
    functions = functions_of(question, {wrong.function: wrong.wrong}, question_seconds(question))
    often: dict[str, int] = {}
    reasons: list[Ran] = []
    for number, seed in enumerate(seeds):
        reseed(seed)
        cases = [c for c in cases_of(question) if number < whole or c.points > 0]
        lost = False
        for case in sorted(cases, key=lambda c: -often.get(c.name, 0)):
            if case.hidden is False and number > 0:
                continue  # no generator: a public case is the same for every seed
            ran = run_case(homework, question.spec.name, case, functions, seed)
            if ran.outcome == "grader_error":
                judged.faults.setdefault(case.name, ran.reason)
            if not ran.passed:
                reasons.append(ran)
                judged.fails.add(case.name)
                often[case.name] = often.get(case.name, 0) + 1
                judged.noticed_by_public |= not case.hidden
                lost |= case.points > 0
                if number >= whole:
                    break
        if not lost:
            judged.missed.append(seed)
    judged.broken = _broken(reasons)
    return judged


def _broken(reasons: list[Ran]) -> str:
    """An error that no student's misunderstanding makes: the wrong answer itself cannot run."""
    if not reasons or not all(ran.outcome == "errored" for ran in reasons):
        return ""
    kinds = ("raised NameError", "raised ImportError", "raised ModuleNotFoundError", "raised UnboundLocalError")
    texts = [ran.reason for ran in reasons if any(kind in ran.reason for kind in kinds) or "argument" in ran.reason]
    return texts[0] if len(texts) == len(reasons) else ""
