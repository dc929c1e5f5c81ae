"""The benchmark's floor: the suites on a student's functions in this very process. Contains nothing; never use it.

python benchmarks/bare.py HOMEWORK FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from autograder.checks.inputs import generators
from autograder.course import find_course
from autograder.questions.handout import handout_part
from autograder.questions.loading import load_homework
from autograder.sandbox.cells import read
from autograder.sandbox.imports import Gate
from autograder.sandbox.loading import Handout, load


def main() -> None:
    """Prints the sum of all scores."""
    course = find_course()
    homework = load_homework(course, sys.argv[1])
    functions = [name for question in course.homework(sys.argv[1]).questions for name in question.functions]
    part = handout_part(course, sys.argv[1])
    handout = Handout(part.own, part.setup, part.prelude, part.stubs)
    for name in [n for n in sys.modules if n.partition(".")[0] == "otter"]:
        del sys.modules[name]
    sys.meta_path.insert(0, gate := Gate(["numpy", "torch"]))  # the same stand-ins for otter and matplotlib
    total = 0.0
    for path in sorted(Path(sys.argv[2]).glob("*.py")):
        namespace = load(read("py", path.read_bytes()), functions, gate, handout=handout).namespace
        for question in homework.questions:
            for suite in question.suites:
                for case in suite.cases:
                    try:
                        case.run({**namespace, **generators(case.parameters, 1, case=case.name, who=path.stem)})
                    except Exception:
                        continue
                    total += case.points
    print(total)


if __name__ == "__main__":
    main()
