"""Processor time a submission: `homework grade`, `otter run`, and the same suites with no isolation at all.

    python -m benchmarks.bench [--homework losses ...] [--count 100] [--otter 2] [--turns 3] [--again 1000]

Everything is measured in turn, in one run on one machine, by the processor time of the whole tree of processes, start
and imports included, so that ratios mean something; the median of the turns counts. The submissions are the same for
all: right ones, ones with a known mistake, stubs. Then how long the first result takes, and what an unchanged class
costs again.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course, Homework, find_course
from autograder.release.otter_zip import otter_zip_bytes
from benchmarks.classes import submissions, write_class
from benchmarks.processor import Used, machine, measured

HERE = Path(__file__).parent
GRADE = (sys.executable, "-m", "autograder.cli", "grade")
HEADER = (
    "| homework | class | otter run | namespaces | core | bare | otter / namespaces | namespaces / bare "
    "| naming mistakes adds | first result |"
)


@dataclass(frozen=True)
class Row:
    """Seconds of processor time a submission, by who graded it; and wall seconds until the first result."""

    otter: float
    namespaces: float
    core: float
    bare: float
    undiagnosed: float
    first: float


def measure(course: Course, homework: Homework, folder: Path, count: int, few: int, turns: int) -> Row:
    """One homework: everything in turn, so that a drifting machine treats all alike."""
    paths = write_class(folder / "class", submissions(course, homework, count))
    archive = folder / "otter.zip"
    archive.write_bytes(otter_zip_bytes(course, homework))
    taken: dict[str, list[float]] = {name: [] for name in ("otter", "namespaces", "core", "bare", "undiagnosed")}
    first = []
    for turn in range(turns):
        chosen = [paths[(turn * few + number) % count] for number in range(few)]
        taken["otter"].append(sum(otter(archive, path, folder / f"otter{turn}").processor for path in chosen) / few)
        bare = measured(sys.executable, str(HERE / "bare.py"), homework.name, str(folder / "class"))
        taken["bare"].append(bare.processor / count)
        for sandbox in ("namespaces", "core"):
            used = grade(homework, folder / "class", folder / f"out-{turn}-{sandbox}", sandbox=sandbox)
            taken[sandbox].append(used.processor / count)
            if used.first is not None:
                first.append(used.first)
        out = folder / f"out-{turn}-undiagnosed"
        used = grade(homework, folder / "class", out, sandbox="namespaces", naming=False)
        taken["undiagnosed"].append(used.processor / count)
    return Row(**{name: statistics.median(times) for name, times in taken.items()}, first=statistics.median(first))


def otter(archive: Path, path: Path, out: Path) -> Used:
    """`otter run` on one submission."""
    target = out / path.stem
    target.mkdir(parents=True, exist_ok=True)
    command = ("-m", "otter", "run", "-a", str(archive), str(path), "-o", str(target), "--no-logo")
    return measured(sys.executable, *command)


def grade(homework: Homework, folder: Path, out: Path, *, sandbox: str = "auto", naming: bool = True) -> Used:
    """`homework grade` on a class; also without naming the mistakes."""
    command = GRADE if naming else (sys.executable, str(HERE / "undiagnosed.py"))
    results = out / "results"
    return measured(
        *command,
        *(homework.name, str(folder), "--out", str(out), "--sandbox", sandbox),
        until=lambda: results.is_dir() and any(results.glob("*.json")),
    )


def again(course: Course, homework: Homework, folder: Path, count: int) -> str:
    """An unchanged class of that size, graded once and then again."""
    write_class(folder / "class", submissions(course, homework, count))
    once = grade(homework, folder / "class", folder / "out")
    more = statistics.median(grade(homework, folder / "class", folder / "out").processor for _ in range(3))
    return (
        f"{homework.name}, class of {count}: {once.processor:.0f} s of processor time, {once.wall:.0f} s, main process "
        f"{once.memory:.0f} MiB at most; again, unchanged: {more:.2f} s of processor time"
    )


def main() -> None:
    """Runs and prints."""
    course = find_course()
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--homework", nargs="*", default=list(course.homeworks))
    parser.add_argument("--count", type=int, default=100, help="submissions in a class")
    parser.add_argument("--otter", type=int, default=2, help="submissions for otter run, a turn (seconds each)")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--again", type=int, default=1000, help="submissions of a class that is graded twice; 0: none")
    asked = parser.parse_args()
    print(f"seconds of processor time a submission, the whole tree of processes; {machine()}\n")
    print(HEADER)
    print("|" + "---|" * (HEADER.count("|") - 1), flush=True)
    for name in asked.homework:
        homework = course.homework(name)
        folder = Path(tempfile.mkdtemp(prefix="homework-bench-"))
        try:
            row = measure(course, homework, folder, asked.count, asked.otter, asked.turns)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        print(
            f"| {name} ({len(homework.questions)} questions) | {asked.count} | {row.otter:.2f} | {row.namespaces:.3f} "
            f"| {row.core:.3f} | {row.bare:.3f} | {row.otter / row.namespaces:.0f} | {row.namespaces / row.bare:.1f} "
            f"| {100 * (row.namespaces / row.undiagnosed - 1):.0f} % | {row.first:.1f} s |",
            flush=True,
        )
    if asked.again:
        with tempfile.TemporaryDirectory(prefix="homework-bench-") as made:
            print("\n" + again(course, course.homework(asked.homework[0]), Path(made), asked.again))


if __name__ == "__main__":
    main()
