"""What the main process of `homework grade` holds of a class, and what a run costs in which nothing is new.

    python -m benchmarks.memory                     100, 1000 and 10 000 submissions: a quarter of an hour
    python -m benchmarks.memory --classes 100 1000

Graders are stood in for: each answers at once with what grading a file of the sample class really gave, in a copy of
its own as it would come from another process, with a message that nobody else has. All else is what the command does:
intake, written answers, store, pages, report. Each step is a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import collections
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from autograder.classroom import pool
from autograder.classroom.grade import Watcher, grade_folder
from autograder.classroom.pool import Job, Said
from autograder.course import Course, open_course
from autograder.engine.sandbox_process import Server, best_layer
from autograder.questions.loading import load_homework
from autograder.results import SubmissionResult
from autograder.submission import Submission
from benchmarks.processor import machine, memory_of

ROOT = Path(__file__).parents[1]
HOMEWORK = "losses"
SAMPLES = ROOT / "examples/class" / HOMEWORK
CLASSES = (100, 1000, 10_000)


def samples(course: Course) -> list[SubmissionResult]:
    """What grading the scripts of the sample class gives."""
    loaded = load_homework(course, HOMEWORK)
    layer, _ = best_layer(loaded.main_packages, course.secrets(HOMEWORK))
    jobs = [Job(Submission(path.stem, "py", path.read_bytes()), course.manifest.seed) for path in scripts()]
    return [result for _, result in pool.run(loaded, layer, jobs, 2)]


def scripts() -> list[Path]:
    """The scripts of the sample class."""
    return sorted(SAMPLES.glob("*.py"))


class StandIn:
    """Graders elsewhere that have the answer at once, and a copy of it for everybody."""

    def __init__(self, results: bytes) -> None:
        self._results = results

    def workers(self, *asked: Any) -> StandIn:
        return self

    def parallel(self, queue: collections.deque[tuple[int, Job]], log: Any) -> Iterator[tuple[int, Said]]:
        while queue:
            number, job = queue.popleft()
            results = msgspec.msgpack.decode(self._results, type=list[SubmissionResult])
            result = results[number % len(results)]
            name = job.submission.name
            first, *rest = result.questions
            case = replace(first.cases[-1], message=f"as only {name} has it")
            first = replace(first, cases=(*first.cases[:-1], case))
            yield number, Said(number, "result", replace(result, submission=name, questions=(first, *rest)))

    def alone(self, jobs: Sequence[tuple[int, Job]], log: Any) -> Iterator[tuple[int, Said]]:
        return iter(())


def of_class(course: Course, size: int, results: bytes) -> None:
    """Prints the line of a class."""
    with tempfile.TemporaryDirectory() as folder:
        handed_in = Path(folder, "class")
        handed_in.mkdir()
        sources = [path.read_bytes() for path in scripts()]
        for number in range(size):
            source = sources[number % len(sources)]
            (handed_in / f"s{number:06}.py").write_bytes(source + b"\n# %d\n" % number)
        Path(folder, "results").write_bytes(results)
        halfway, most, own = _step(folder, "first")
        _, again, unchanged, wall, servers, written = _step(folder, "again")
        print(
            f"| {size} | {halfway:.0f} | {most:.0f} | {1000 * own / size:.1f} | {again:.0f} | {unchanged:.2f} | "
            f"{wall:.2f} | {servers:.0f} | {written:.0f} |",
            flush=True,
        )


def _step(folder: str, which: str) -> list[float]:
    command = [sys.executable, "-m", "benchmarks.memory", "--step", which, folder]
    done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE)
    return [float(value) for value in done.stdout.splitlines()[-1].split()]


def step(course: Course, which: str, folder: Path) -> None:
    """Grades once, or again; prints MiB in the middle and at most, CPU seconds; then wall seconds, servers, files."""
    results = (folder / "results").read_bytes()
    size = sum(1 for _ in (folder / "class").iterdir())
    seen = list[float]()
    done = 0

    def graded(result: SubmissionResult) -> None:
        nonlocal done
        done += 1
        if done == size // 2:
            seen.append(memory_of("VmRSS"))

    begin, before = time.monotonic(), _written(folder / "out")
    started = list[object]()
    start = Server.start
    Server.start = lambda *args, **options: started.append(args) or start(*args, **options)  # type: ignore
    grade_folder(
        course, HOMEWORK, [folder / "class"], folder / "out", elsewhere=StandIn(results), watcher=Watcher(graded=graded)
    )
    used = os.times()
    print(seen[0] if seen else memory_of("VmRSS"), memory_of("VmHWM"), used.user + used.system, end=" ")
    if which == "again":
        after = _written(folder / "out")
        print(time.monotonic() - begin, len(started), sum(before.get(path) != at for path, at in after.items()), end="")
    print()


def _written(folder: Path) -> dict[Path, tuple[int, int]]:
    """The inode and the time of each file that people read; of a folder that is there."""
    found = {path: path.stat() for path in folder.rglob("*") if path.suffix in (".json", ".html", ".csv")}
    return {path: (one.st_ino, one.st_mtime_ns) for path, one in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classes", type=int, nargs="*", default=CLASSES, help="their sizes")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    course = open_course(ROOT)
    if asked.step:
        step(course, asked.step[0], Path(asked.step[1]))
        return
    results = samples(course)
    encoded = msgspec.msgpack.encode(results)
    print(f"{machine()}; a result is {len(encoded) / len(results) / 1024:.0f} KiB\n")
    print("| class | MiB halfway | at most | CPU ms a submission | unchanged: MiB | CPU s | s | sandboxes | files |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    for size in asked.classes:
        of_class(course, size, encoded)


if __name__ == "__main__":
    main()
