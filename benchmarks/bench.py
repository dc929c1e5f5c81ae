"""Seconds per submission: `homework grade`, `otter run`, and the same suites with no isolation at all.

One run on one machine, so that the ratios mean something; every figure is that of whole processes, start-up
and imports included. The submissions are the same for all three: right ones, ones with a known mistake, stubs.

    python benchmarks/bench.py [--homework losses] [--classes 100 400] [--otter 8] [--repeat 3] [--hanging 5]

At the end, how long a class takes in which some files sleep at every limit, beside the same class without them. With
`--classes` and nothing behind it that is all that is measured.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from autograder.classroom.grade import default_workers
from autograder.course import Course, Homework, find_course
from autograder.release.handout import handout
from autograder.release.otter_zip import otter_zip_bytes
from autograder.release.render import script_bytes

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
# Mistakes that any homework's text allows: a sign, a sum for a mean, a wrong axis.
MISTAKES = ((r"axis=1", "axis=0"), (r" - ", " + "), (r" / n\b", ""), (r"\.T\b", ""))


def submissions(course: Course, homework: Homework, count: int) -> list[bytes]:
    """A class: of ten, seven are right, two have a mistake somewhere, one has not begun."""
    right = script_bytes(handout(course, homework, reference=True)).decode()
    stub = script_bytes(handout(course, homework)).decode()
    answers = []
    for number in range(count):
        kind = number % 10
        text = stub if kind == 9 else right
        if kind in (7, 8):
            pattern, replacement = MISTAKES[number // 10 % len(MISTAKES)]
            text = re.sub(pattern, replacement, text, count=3)
        answers.append(f"{text}\n# submission {number}\n".encode())
    return answers


def write_class(folder: Path, answers: list[bytes]) -> list[Path]:
    """The class as a folder of scripts."""
    folder.mkdir()
    paths = [folder / f"student{number:04}.py" for number in range(len(answers))]
    for path, answer in zip(paths, answers):
        path.write_bytes(answer)
    return paths


def sleeper(course: Course, homework: Homework) -> bytes:
    """A file that sleeps wherever a limit lets it: while it loads, and in every call."""
    names = [name for question in homework.questions for name in question.functions]
    functions = "".join(f"def {name}(*args):\n    time.sleep(1e6)\n\n\n" for name in names)
    return f"import time\n\ntime.sleep(1e6)\ntime.sleep(2e6)\n\n\n{functions}".encode()


def measure_tail(course: Course, homework: Homework, folder: Path, count: int, hanging: int, workers: int) -> None:
    """A class of files, then the same with some of them replaced by ones that sleep at every limit; prints both."""
    folder.mkdir()
    answers = submissions(course, homework, count)
    paths = write_class(folder / "quiet", answers[hanging:])
    quiet = time_grade(homework.name, paths[0].parent, folder / "out-quiet", "auto")
    asleep = [sleeper(course, homework) + f"# {number}\n".encode() for number in range(hanging)]
    paths = write_class(folder / "hanging", asleep + answers[hanging:])
    took = time_grade(homework.name, paths[0].parent, folder / "out-hanging", "auto")
    limits = homework.largest_limits.submission + homework.limits.load
    allowed = hanging * limits / workers
    print(
        f"  class of {count}, {hanging} asleep at every limit: {took:.1f} s; without them {quiet:.1f} s; difference "
        f"{took - quiet:.1f} s, their limits over {workers} jobs {allowed:.1f} s"
        f" ({'kept' if took - quiet <= allowed else 'NOT KEPT'})"
    )


def seconds(*command: str) -> float:
    """Wall time of a whole process.

    Raises:
        subprocess.CalledProcessError: it failed: a benchmark of a failure says nothing.
    """
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **ONE_THREAD})
    return time.perf_counter() - begin


def time_grade(homework: str, folder: Path, out: Path, sandbox: str, diagnosed: bool = True) -> float:
    """`homework grade` on a class, into a new folder; also without naming the mistakes."""
    undiagnosed = str(Path(__file__).with_name("undiagnosed.py"))
    command = ["-m", "autograder.cli", "grade"] if diagnosed else [undiagnosed]
    return seconds(sys.executable, *command, homework, str(folder), "--out", str(out), "--sandbox", sandbox)


def time_bare(homework: str, folder: Path) -> float:
    """The suites on the functions themselves, one submission after the other in one process."""
    return seconds(sys.executable, str(Path(__file__).with_name("bare.py")), homework, str(folder))


def time_otter(archive: Path, paths: list[Path], out: Path, workers: int) -> float:
    """`otter run` on some submissions, as many at once as there are cores."""

    def run(path: Path) -> None:
        target = out / path.stem
        target.mkdir(parents=True)
        seconds(sys.executable, "-m", "otter", "run", "-a", str(archive), str(path), "-o", str(target), "--no-logo")

    begin = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(run, paths))
    return time.perf_counter() - begin


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--homework", default="losses")
    parser.add_argument("--classes", type=int, nargs="*", default=[100, 400])
    parser.add_argument("--otter", type=int, default=8, help="submissions for otter run (seconds each)")
    parser.add_argument("--repeat", type=int, default=3, help="of the grade and bare runs; the median counts")
    parser.add_argument("--hanging", type=int, default=5, help="files of a class of 100 that sleep at every limit")
    arguments = parser.parse_args()
    course = find_course()
    homework = course.homework(arguments.homework)
    workers = default_workers()
    what = f"{len(homework.questions)} questions, {workers} cores"
    print(f"{homework.name}: {what}; seconds per submission, whole processes")
    with tempfile.TemporaryDirectory(prefix="homework-bench-") as name:
        folder = Path(name)
        otter = 0.0
        if arguments.classes:
            archive = folder / "otter.zip"
            archive.write_bytes(otter_zip_bytes(course, homework))
            few = write_class(folder / "few", submissions(course, homework, arguments.otter))
            otter = time_otter(archive, few, folder / "otter", workers) / len(few)
            print(f"  {'otter run':34} {otter:9.4f}   ({len(few)} submissions, {workers} at once)")
        for count in arguments.classes:
            paths = write_class(folder / f"class{count}", submissions(course, homework, count))
            samples: dict[str, list[float]] = {"bare": [], "namespaces": [], "core": [], "undiagnosed": []}
            for turn in range(arguments.repeat):  # in turn, so that a drifting machine treats them alike
                samples["bare"].append(time_bare(homework.name, paths[0].parent))
                for sandbox in ("namespaces", "core"):
                    out = folder / f"out-{count}-{turn}-{sandbox}"
                    samples[sandbox].append(time_grade(homework.name, paths[0].parent, out, sandbox))
                out = folder / f"out-{count}-{turn}-undiagnosed"
                samples["undiagnosed"].append(time_grade(homework.name, paths[0].parent, out, "namespaces", False))
            bare, grade, core, undiagnosed = (statistics.median(times) / count for times in samples.values())
            print(f"  {f'bare, one process, class of {count}':34} {bare:9.4f}   otter / bare  {otter / bare:7.1f}")
            for label, value in (("namespaces", grade), ("core", core)):
                print(
                    f"  {f'homework grade, {label}, class of {count}':34} {value:9.4f}   "
                    f"otter / grade {otter / value:6.1f}   grade / bare {value / bare:5.2f}"
                )
            print(
                f"  {f'naming no mistakes, class of {count}':34} {undiagnosed:9.4f}   "
                f"naming them adds {100 * (grade / undiagnosed - 1):.0f} %"
            )
        if arguments.hanging:
            measure_tail(course, homework, folder / "tail", 100, arguments.hanging, workers)


if __name__ == "__main__":
    main()
