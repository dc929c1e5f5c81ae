"""Classes that are made up for the benchmarks."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.course import Course, Homework
from autograder.release.handout import handout
from autograder.release.render import script_bytes

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


def sleeper(homework: Homework) -> bytes:
    """A file that sleeps wherever a limit lets it: while it loads, and in every call."""
    names = [name for question in homework.questions for name in question.functions]
    functions = "".join(f"def {name}(*args):\n    time.sleep(1e6)\n\n\n" for name in names)
    return f"import time\n\ntime.sleep(1e6)\ntime.sleep(2e6)\n\n\n{functions}".encode()


def write_class(folder: Path, answers: list[bytes]) -> list[Path]:
    """The class as a folder of scripts."""
    folder.mkdir(parents=True)
    paths = [folder / f"student{number:04}.py" for number in range(len(answers))]
    for path, answer in zip(paths, answers):
        path.write_bytes(answer)
    return paths
