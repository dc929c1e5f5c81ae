"""What a golden folder expects: the part of a result that a student or a grader reads, as plain JSON."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from autograder.course import open_course
from autograder.engine.grader import Grader
from autograder.questions.loading import LoadedHomework, load_homework
from autograder.release.template import write_template
from autograder.results import SubmissionResult
from autograder.submission import Submission
from tests.patient import graded

GOLDEN = Path(__file__).parent
MINI_COURSE = GOLDEN.parent / "mini_course"
SEED = 1
# NumPy's and Python's own words and addresses differ between versions.
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


def handed_out(folder: Path) -> LoadedHomework:
    """The small homework, in a copy of its course whose handout is written: submissions are known by it."""
    course = open_course(shutil.copytree(MINI_COURSE, folder / "course"))
    write_template(course, course.homework("mini"), course.template("mini"))
    return load_homework(course, "mini")


def situations() -> list[str]:
    """The names of all golden folders."""
    return sorted(p.name for p in GOLDEN.iterdir() if any(p.glob("submission.*")))


def run(grader: Grader, situation: str) -> dict[str, Any]:
    """Grades a folder's submission."""
    (file,) = (GOLDEN / situation).glob("submission.*")
    kind = "ipynb" if file.suffix == ".ipynb" else "py"
    return shown(graded(grader, Submission(situation, kind, file.read_bytes()), SEED))


def shown(result: SubmissionResult) -> dict[str, Any]:
    """The result without what is the same for all."""
    return {
        "status": result.status,
        "score": result.score,
        "message": ADDRESS.sub("0x...", result.message),
        "notes": [ADDRESS.sub("0x...", note) for note in result.notes],
        "questions": {
            question.question: {
                "score": question.score,
                "status": question.status,
                "cases": {
                    ("hidden: " if case.hidden else "") + case.name: " | ".join(
                        filter(None, (case.outcome, ADDRESS.sub("0x...", case.message)))
                    )
                    for case in question.cases
                },
            }
            for question in result.questions
        },
    }


def expected(situation: str) -> dict[str, Any]:
    """What `expected.json` says."""
    return json.loads((GOLDEN / situation / "expected.json").read_text(encoding="utf-8"))
