"""Runs mutants against the hidden cases, and compares those that live with the list of equivalent ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.course import Course
from autograder.engine.homeworks import LoadedQuestion
from autograder.release.gate.answers import question_seconds
from autograder.release.gate.bare import functions_of, reseed, run_case
from autograder.release.gate.guard import guarded
from autograder.release.gate.mutants import Mutant

KILLED, ALIVE, FAULT = 1, 0, 2  # exit statuses of a child; any other one is an overrun, which kills too
LEAST_CPU = 0.5
SLOWER = 30  # times the reference: who needs longer does not come back


class Equivalent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mutant that is right, and why."""

    question: str
    key: str
    function: str
    operator: str
    before: str
    after: str
    reason: str


class Unmutated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question whose mutants are not run, and why."""

    question: str
    reason: str


class Equivalents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `equivalent.toml`."""

    mutant: tuple[Equivalent, ...] = ()
    unmutated: tuple[Unmutated, ...] = ()

    def of(self, question: str) -> dict[str, Equivalent]:
        """The entries of one question, by key."""
        return {entry.key: entry for entry in self.mutant if entry.question == question}

    def why_not(self, question: str) -> str:
        """The reason for running no mutants of this question; empty if they are run."""
        return next((entry.reason for entry in self.unmutated if entry.question == question), "")


class EquivalentsError(Exception):
    """`equivalent.toml` cannot be used; the message says where and why."""


@dataclass
class Killing:
    """What became of some mutants."""

    total: int
    alive: list[Mutant]
    faults: list[Mutant]  # at these the suite itself raised


def equivalents_path(course: Course, homework: str) -> Path:
    """Where a homework's equivalent mutants are listed."""
    return course.root / "autograder" / "misconceptions" / homework / "equivalent.toml"


def load_equivalents(path: Path) -> Equivalents:
    """Reads the list; a homework without the file has none.

    Raises:
        EquivalentsError: it is no such list.
    """
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Equivalents)
    except FileNotFoundError:
        return Equivalents()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise EquivalentsError(f"{path.name}: {str(error).replace('`$.', '`')}") from None


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
    namespace: dict[str, object] = {"__name__": "mutant"}
    exec(compile(mutant.source, "mutant", "exec", dont_inherit=True), namespace)  # noqa: S102
    changed = {name: namespace[name] for name in question.spec.functions}
    functions = functions_of(question, changed, question_seconds(question))  # type: ignore[arg-type]
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


def toml_entry(question: str, mutant: Mutant) -> str:
    """An entry for `equivalent.toml`, its reason left for a person to write."""
    fields = {
        "question": question,
        "key": mutant.key,
        "function": mutant.function,
        "operator": mutant.operator,
        "before": mutant.before,
        "after": mutant.after,
        "reason": "",
    }
    return "[[mutant]]\n" + "".join(f"{name} = {_quoted(text)}\n" for name, text in fields.items())


def _quoted(text: str) -> str:
    return f"'{text}'" if "'" not in text else msgspec.json.encode(text).decode()
