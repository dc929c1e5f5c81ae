"""The programs of tests/hostile under `homework grade` and under plain otter: what each of them gains.

    python -m benchmarks.hostile [--only reading] [--limit 5] [--seconds 120]

The engine grades as it always does. Otter gets the zip that the project makes of the same suites, and runs in a cage
(benchmarks/cage.py), since it isolates nothing itself; where no cage can be made, nothing runs. Both outcomes are
classified by one function. The programs were written against the engine: what they gain under otter is the least that
a program written against otter would. The table goes to bench-out/hostile.md, every outcome to hostile.json.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.checks.inputs import generator
from autograder.course import Course, open_course
from autograder.engine.faults import SandboxGone, SandboxUnavailable
from autograder.engine.sandbox_process import best_layer
from autograder.questions.loading import load_homework
from autograder.questions.suites import import_exception_format
from autograder.release.otter_zip import otter_zip_bytes
from autograder.results import SubmissionResult
from benchmarks.cage import HOME, CageUnavailable, Order, Report, run_caged
from benchmarks.processor import ONE_THREAD
from tests.hostile import corpus
from tests.hostile.corpus import Arena, Program

ROOT = Path(__file__).parents[1]
MINI_COURSE = ROOT / "tests" / "mini_course"
CANARIES = re.compile(rf"{corpus.CANARY}[A-Z-]+-[0-9a-f]{{4}}")  # whole: some programs hold the beginning themselves
OUTSIDE = "CANARY-OUTSIDE-20c7"
ENVIRONMENT = {"HOSTILE_CANARY": "CANARY-ENVIRONMENT-e1f5"}
GOT_THROUGH = re.compile(r"(?:Error: |^|\n)ESCAPED")  # raised, not quoted
WIRE = re.compile(r"autograder\.(sandbox|wire)\b")
# What counts as harm, and what a program only says of itself.
HARMS = ("undeserved marks", "secrets read", "secrets told", "hung", "no result", "leftovers")
CLAIM = "got through"
LEGEND = f"""\
- undeserved marks: more points than the corpus says that the file deserves.
- secrets read: a canary of the hidden suites, the solutions, the environment or a file is in what the program printed,
  raised or wrote.
- secrets told: a canary or a hidden input is in what the student is shown.
- hung: no end within the limit; no result: the grader ends without one, or with 0 of 0 points.
- leftovers: processes or files that outlive grading.
- {CLAIM}: the program says that something worked which the engine refuses (a fork, a socket, a signal, a file of the
  system). That alone is no harm, and is not counted as one.
"""


@dataclass(frozen=True)
class Outcome:
    """What can be seen of a program's run, whoever graded it."""

    ended: bool
    score: float | None  # None: no result
    printed: str  # all that the program could say anything in
    shown: str  # all that a student is shown
    leftovers: tuple[str, ...] = ()
    seconds: float = 0.0
    why: str = ""  # there is no result


@dataclass(frozen=True)
class Row:
    """One program under both."""

    program: Program
    engine: frozenset[str]
    otter: frozenset[str] | None  # None: not applicable
    details: dict[str, Any]

    @property
    def attack(self) -> str:
        return self.program.path.parent.name


def classify(outcome: Outcome, may_earn: float, hidden_inputs: set[str]) -> frozenset[str]:
    """The harms that a run did, and whether the program says that it got through."""
    told = CANARIES.search(outcome.shown) or any(number in outcome.shown for number in hidden_inputs)
    found = {
        "undeserved marks": outcome.score is not None and outcome.score > may_earn + 1e-6,
        "secrets read": CANARIES.search(outcome.printed),
        "secrets told": told,
        "hung": not outcome.ended,
        "no result": outcome.ended and outcome.score is None,
        "leftovers": outcome.leftovers,
        CLAIM: GOT_THROUGH.search(outcome.printed),
    }
    return frozenset(name for name, value in found.items() if value)


def for_the_engine_only(program: Program) -> bool:
    """Whether it attacks the engine's own wire: plain otter has none, so there is nothing to compare."""
    return program.path.parent.name == "protocol" or WIRE.search(program.source) is not None


# -- the engine ---------------------------------------------------------------------------------------------------


class EngineRuns:
    """The corpus' own arena, with a clock: a grader that hung would otherwise be waited for without end."""

    def __init__(self, course: Course, seconds: float) -> None:
        self.homework = load_homework(course, "mini")
        self.layer = best_layer(self.homework.questions[0].spec.packages, self.homework.secrets)[0]
        self.seconds = seconds
        self.folder = tempfile.TemporaryDirectory(prefix="homework-bench-")
        Path(self.folder.name).chmod(0o755)
        self.arena = self._arena(0)

    def _arena(self, number: int) -> Arena:
        folder = Path(self.folder.name, str(number))
        folder.mkdir()
        return Arena(self.homework, self.layer, folder)

    def run(self, program: Program) -> Outcome:
        """Grades one program."""
        census = self.arena.census | {"open descriptors": self.arena.machine()["open descriptors"]}
        try:
            with clock(self.seconds):
                result, seconds = self.arena.run(program)
        except TimeoutError:
            self.arena = self._arena(len(list(Path(self.folder.name).iterdir())))
            return Outcome(False, None, "", "", seconds=self.seconds)
        text = self.arena.shown(result)
        after = self.arena.machine()
        left = tuple(key for key in after if after[key] != census[key])
        return Outcome(True, _score(result), text, text, left, seconds, result.message)

    def close(self) -> None:
        self.arena.close()
        self.folder.cleanup()


def _score(result: SubmissionResult) -> float | None:
    return None if result.status == "grader_error" else result.score


@contextlib.contextmanager
def clock(seconds: float) -> Iterator[None]:
    """Raises TimeoutError in this, the main thread, when the time is over."""

    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# -- plain otter --------------------------------------------------------------------------------------------------


class OtterRuns:
    """`otter run` of the same suites, each in a cage of its own."""

    def __init__(self, course: Course, known: dict[str, str], seconds: float) -> None:
        self.archive = otter_zip_bytes(course, course.homework("mini"))
        self.seconds = seconds
        self.readable = sorted({sys.prefix, sys.base_prefix, str(MINI_COURSE)})
        self.inputs = plain_inputs(course)
        self.known = known | {
            "PLAYGROUND": f"{HOME}/playground",
            "OUTSIDE": f"{HOME}/outside.txt",
            "GRADER": "@GRADER@",  # known once otter runs
            "SERVER": "@SERVER@",
            "TABLE": corpus.table(self.inputs),
        }

    def run(self, program: Program) -> Outcome:
        """Grades one program."""
        return self.grade(corpus.filled(program, self.known))

    def grade(self, source: bytes) -> Outcome:
        """Grades a source.

        Raises:
            CageUnavailable: it was not run.
        """
        files = {
            "otter_once.py": Path(__file__).with_name("otter_once.py").read_bytes(),
            "autograder.zip": self.archive,
            "submission.txt": source,
            "outside.txt": OUTSIDE.encode(),
            "playground/": b"",
            "out/": b"",
        }
        environment = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": HOME,
            "LC_ALL": "C.UTF-8",
            "HOMEWORK_LANG": "en",
            "MPLBACKEND": "Agg",
            **ONE_THREAD,
            **ENVIRONMENT,
        }
        texts = {name: content.decode("latin-1") for name, content in files.items()}
        command = [sys.executable, f"{HOME}/otter_once.py"]
        return seen(run_caged(Order(command, self.readable, texts, environment, self.seconds)))


def plain_inputs(course: Course) -> list[Any]:
    """The hidden inputs under plain otter: the same for every student, drawn by the names of the tests."""
    names: dict[tuple[str, str], str] = {}
    for question in ("square", "mean_and_std"):
        source = course.hidden_suite("mini", question).read_text(encoding="utf-8")
        for case in import_exception_format().ExceptionTestFile.from_string(source, path="").test_cases:
            names[question, case.name] = case.body.test_func.__name__
    return corpus.inputs_from(lambda question, case: generator("plain", names[question, case]))


def seen(report: Report) -> Outcome:
    """What a cage's report says about the run of otter in it."""
    written = {path: text for path, text in report.files.items() if written_by_it(path)}
    results = report.files.get(f"{HOME}/out/results.json", "")
    printed = [
        report.output,
        *_texts(results),
        *_texts(report.files.get(f"{HOME}/out/cells.json", "")),
        *written.values(),
    ]
    left = [*(f"process {name}" for name in report.processes), *written]
    if report.files.get(f"{HOME}/outside.txt") != OUTSIDE:
        left.append("the file outside was changed")
    ended = report.status is not None
    score = points(results) if ended else None
    last = report.output.strip().rpartition("\n")[2][-200:]
    why = f"status {report.status}: {last}" if score is None else ""
    return Outcome(ended, score, "\n".join(printed), shown_to_students(results), tuple(left), report.seconds, why)


def written_by_it(path: str) -> bool:
    """By the corpus' rule: what is in the playground, or named as the programs name what they write."""
    return path.startswith(f"{HOME}/playground/") or "hostile-" in Path(path).name


def points(results: str) -> float | None:
    """The score in otter's results.json as Gradescope reads it; None if there is none, or of 0 points."""
    try:
        tests = json.loads(results)["tests"]
        possible = sum(test.get("max_score", 0.0) for test in tests)
        return float(sum(test.get("score", 0.0) for test in tests)) if possible else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def shown_to_students(results: str) -> str:
    """The parts of otter's results.json that are not marked as hidden."""
    try:
        record = json.loads(results)
        tests = [t for t in record["tests"] if t.get("visibility") != "hidden"]
        return "\n".join(_strings([record.get("output", ""), tests]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""


def _texts(text: str) -> list[str]:
    """The strings in a JSON text, as they are meant."""
    try:
        return list(_strings(json.loads(text)))
    except ValueError:
        return [text]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


# -- both, and the table ------------------------------------------------------------------------------------------


def compare(programs: list[Program], seconds: float, jobs: int, say: Callable[[str], None]) -> list[Row]:
    """Every program under both.

    Raises:
        CageUnavailable: otter cannot be caged here, or does not grade as it should in a cage.
    """
    course = open_course(MINI_COURSE)
    engine = EngineRuns(course, seconds)
    try:
        otter = OtterRuns(course, engine.arena.known(), seconds)
        right = otter.grade(corpus.RIGHT)
        if right.score != 100.0 or classify(right, 100.0, corpus.numbers(otter.inputs)):
            raise CageUnavailable(f"otter gives the right answers {right.score} of 100 there: {right.why}")
        ours = [_told(say, f"engine {n} of {len(programs)}", engine.run, p) for n, p in enumerate(programs, 1)]
    finally:
        engine.close()
    there = [p for p in programs if not for_the_engine_only(p)]
    with ThreadPoolExecutor(jobs) as pool:
        runs = pool.map(lambda n: _told(say, f"otter {n + 1} of {len(there)}", otter.run, there[n]), range(len(there)))
        theirs = dict(zip((p.name for p in there), runs))
    return [_row(program, mine, theirs.get(program.name), otter.inputs) for program, mine in zip(programs, ours)]


def _told(say: Callable[[str], None], where: str, run: Callable[[Program], Outcome], program: Program) -> Outcome:
    say(f"{where}: {program.name}")
    return run(program)


def _row(program: Program, ours: Outcome, theirs: Outcome | None, plain: list[Any]) -> Row:
    engine = classify(ours, program.may_earn, corpus.hidden_numbers(program.name))
    otter = None if theirs is None else classify(theirs, program.may_earn, corpus.numbers(plain))
    details = {"engine": _details(ours, engine), "otter": theirs and otter is not None and _details(theirs, otter)}
    return Row(program, engine, otter, {"may_earn": program.may_earn, **details})


def _details(outcome: Outcome, found: frozenset[str]) -> dict[str, Any]:
    return {
        "found": sorted(found),
        "score": outcome.score,
        "seconds": round(outcome.seconds, 1),
        "leftovers": outcome.leftovers,
        "why": outcome.why,
    }


def table(rows: list[Row]) -> str:
    """A line for each class of attack; in each cell the engine's count, then otter's."""
    columns = [*HARMS, "none of these", CLAIM]
    lines = [f"| class | programs: engine, otter | {' | '.join(columns)} |", "|---" * (len(columns) + 2) + "|"]
    for attack in [*sorted({row.attack for row in rows}), "all"]:
        chosen = [row for row in rows if attack in (row.attack, "all")]
        engine = [row.engine for row in chosen]
        otter = [row.otter for row in chosen if row.otter is not None]
        cells = [f"{_count(engine, column)}, {_count(otter, column)}" for column in columns]
        lines.append(f"| {attack} | {len(engine)}, {len(otter)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _count(found: list[frozenset[str]], column: str) -> int:
    if column == "none of these":
        return sum(not names & set(HARMS) for names in found)
    return sum(column in names for names in found)


def page(rows: list[Row], seconds: float) -> str:
    """The table with what its words mean, and the programs by name that did harm under otter."""
    left_out = sum(row.otter is None for row in rows)
    harmful = [f"- {row.program.name}: {', '.join(sorted(row.otter))}" for row in rows if row.otter]
    return (
        f"# {len(rows)} hostile programs\n\nIn each cell: under `homework grade`, under plain `otter run`. "
        f"{left_out} programs attack the engine's own protocol: otter has none, so they are not run there. "
        f"Limit: {seconds:g} s a program.\n\n{table(rows)}\n\n{LEGEND}\nUnder otter:\n\n" + "\n".join(harmful) + "\n"
    )


def write(rows: list[Row], seconds: float, out: Path) -> None:
    """hostile.md and hostile.json."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "hostile.md").write_text(page(rows, seconds), encoding="utf-8")
    record = {row.program.name: row.details for row in rows}
    (out / "hostile.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def progress(text: str) -> None:
    """One line that is overwritten, or lines where nobody watches."""
    sys.stderr.write(f"\r{text}\x1b[K" if sys.stderr.isatty() else f"{text}\n")
    sys.stderr.flush()


def main() -> None:
    """Runs, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", metavar="CLASS", choices=sorted(p.name for p in corpus.PROGRAMS.iterdir()))
    parser.add_argument("--limit", type=int, help="the first N programs")
    parser.add_argument("--seconds", type=float, default=120.0, help="after which a program counts as hung")
    parser.add_argument("--jobs", type=int, default=2, help="of otter at once")
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    arguments = parser.parse_args()
    chosen = [p for p in corpus.programs() if arguments.only in (None, p.path.parent.name) and corpus.runs_here(p)]
    try:
        rows = compare(chosen[: arguments.limit], arguments.seconds, arguments.jobs, progress)
    except CageUnavailable as error:
        sys.exit(f"error: no cage for otter here, so it was not run: {error}")
    except (SandboxUnavailable, SandboxGone) as error:
        sys.exit(f"error: {error}")
    write(rows, arguments.seconds, arguments.out)
    print("\n" + table(rows))


if __name__ == "__main__":
    main()
