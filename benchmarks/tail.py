"""How long a class takes in which some files sleep at every limit, beside the same class without them.

    python -m benchmarks.tail [--homework losses] [--count 100] [--hanging 5]

It is allowed their limits divided by the jobs. Wall time, since waiting takes no processor.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from autograder.classroom.grade import default_workers
from autograder.course import find_course
from benchmarks.classes import sleeper, submissions, write_class
from benchmarks.processor import measured


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--homework", default="losses")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--hanging", type=int, default=5)
    asked = parser.parse_args()
    course = find_course()
    homework, workers = course.homework(asked.homework), default_workers()
    answers = submissions(course, homework, asked.count)
    asleep = [sleeper(homework) + f"# {number}\n".encode() for number in range(asked.hanging)]
    with tempfile.TemporaryDirectory(prefix="homework-bench-") as name:
        took = []
        for what, files in (("quiet", answers[asked.hanging :]), ("hanging", asleep + answers[asked.hanging :])):
            folder = Path(name) / what
            write_class(folder / "class", files)
            grade = (sys.executable, "-m", "autograder.cli", "grade", homework.name)
            took.append(measured(*grade, str(folder / "class"), "--out", str(folder / "out")).wall)
    quiet, hanging = took
    allowed = asked.hanging * (homework.largest_limits.submission + homework.limits.load) / workers
    print(
        f"class of {asked.count}, {asked.hanging} asleep at every limit: {hanging:.1f} s; without them {quiet:.1f} s; "
        f"difference {hanging - quiet:.1f} s, their limits over {workers} jobs {allowed:.1f} s "
        f"({'kept' if hanging - quiet <= allowed else 'NOT KEPT'})"
    )


if __name__ == "__main__":
    main()
