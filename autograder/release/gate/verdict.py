"""What the gate says about a homework: figures per question, problems with their mends, and the file they are in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from autograder.cache import verdicts_folder
from autograder.course import Course
from autograder.errors import NotRight
from autograder.files import remove_file, write_file

FORMAT = 1  # of the file; one with another number counts as missing


SHARED = ("tool",)  # checks whose findings are of no one question
ENGINE = "in the engine"


class VerdictError(NotRight):
    """A verdict is missing, stale or failing; one line that says what to do."""


class Problem(msgspec.Struct, frozen=True, order=True):
    """Something to mend. `question` is empty where it concerns the homework as a whole."""

    question: str
    check: str
    what: str
    mend: str


class Figures(msgspec.Struct, frozen=True):
    """What a question has shown."""

    question: str
    points: float
    cases: int = 0
    seeds: int = 0
    misconceptions: int = 0
    caught: int = 0
    caught_by_public: int = 0
    mutants: int = 0
    killed: int = 0
    equivalent: int = 0
    seconds: float = 0.0  # of the processor, for the reference, bare, all its cases once
    believed: float = 0.0  # points of cases that take the word of a student's process: whether arguments stay
    note: str = ""  # what was done less often than elsewhere or not at all, and why


class Proof(msgspec.Struct, frozen=True):
    """The result for one question."""

    figures: Figures
    problems: tuple[Problem, ...] = ()
    survivors: str = ""  # mutants that no case notices, as entries to paste into equivalent.toml


class Whole(msgspec.Struct, frozen=True):
    """The result for the homework as a whole: through the engine, and what students would get."""

    layer: str
    seconds: float  # one right submission through the whole engine
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """What a homework has proved."""

    homework: str
    digest: str
    seeds: int
    questions: tuple[Figures, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    complete: bool = True  # all questions and all checks
    asked_sandbox: str = "auto"
    sandbox: str = ""
    submission_seconds: float = 0.0  # one right submission through the engine
    seconds: float = 0.0  # of this run; few where most was proved before
    survivors: str = ""  # mutants that no case notices, as entries to paste into equivalent.toml
    format: int = FORMAT

    @property
    def passed(self) -> bool:
        """Whether nothing is left to mend."""
        return not self.problems


def told_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each cause once: what several questions share, and nothing that only follows from something told."""
    kept: dict[tuple[str, ...], Problem] = {}
    for problem in problems:
        if problem.check in SHARED:
            kept.setdefault((problem.check, problem.what), replace(problem, question=""))
        else:
            kept.setdefault((problem.question, problem.check, problem.what, problem.mend), problem)
    found = list(kept.values())
    broken = {problem.question for problem in found if problem.check == "reference" and ENGINE not in problem.what}
    return tuple(
        problem
        for problem in found
        if not (problem.check == "reference" and ENGINE in problem.what and problem.question in broken)
        and not (problem.check == "engine" and len(found) > 1)
    )


def verdict_path(course: Course, homework: str) -> Path:
    """Where the last verdict on a homework lies."""
    return verdicts_folder(course.root) / f"{homework}.json"


def survivors_path(verdict: Path) -> Path:
    """Where the mutants lie that nothing notices, as entries to paste into `equivalent.toml`."""
    return verdict.with_name(f"{verdict.stem}-survivors.toml")


def write_verdict(verdict: Verdict, path: Path) -> None:
    """Writes a verdict as indented JSON; beside it the surviving mutants, if there are any.

    A verdict on some questions alone does not take the place of one on the whole homework.

    Raises:
        WriteError: it cannot be written, or old survivors cannot be deleted.
    """
    survivors = survivors_path(path)
    if verdict.complete:
        write_file(path, msgspec.json.format(msgspec.json.encode(verdict), indent=1) + b"\n")
    if verdict.survivors:
        write_file(survivors, verdict.survivors.encode())
    else:
        remove_file(survivors)


def read_verdict(path: Path) -> Verdict | None:
    """The verdict in a file; None if the file holds none of this format."""
    try:
        verdict = msgspec.json.decode(path.read_bytes(), type=Verdict)
    except (OSError, msgspec.DecodeError):
        return None
    return verdict if verdict.format == FORMAT else None
