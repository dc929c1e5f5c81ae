"""A homework with two written questions, and submissions to it in both forms; hidden suites small enough to run."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from autograder.course import Course, Homework, open_course
from autograder.release.handout import Cell, Document
from autograder.release.render import notebook_bytes, script_bytes
from autograder.results import SubmissionResult
from autograder.submission import Submission
from autograder.written.markers import ANSWER_BEGIN, ANSWER_END, ANSWER_PLACEHOLDER

MANIFEST = """\
name = "small"
title = { en = "Small", zh = "小" }
seed = 1

[[homework]]
name = "vectors"
title = { en = "Vectors", zh = "向量" }

[[homework.question]]
name = "double"
functions = ["double"]
points = 100
title = { en = "Doubling", zh = "加倍" }

[[homework.written]]
name = "why"
title = { en = "Why double", zh = "为什么加倍" }
rubric = [
  { name = "the mean", points = 2, text = { en = "says what a mean is", zh = "说明均值" } },
  { name = "因此, 所以; \\"then\\"", points = 1.5, text = { en = "draws the conclusion", zh = "得出结论" } },
]

[[homework.written]]
name = "how"
title = { en = "How to double", zh = "怎样加倍" }
rubric = [{ name = "steps", points = 3, text = { en = "all steps", zh = "全部步骤" } }]
"""
FILES = {
    "assignment/course.toml": MANIFEST,
    "assignment/vectors/why.en.md": "Why does $2x$ double?\n",
    "assignment/vectors/why.zh.md": "$2x$ 为什么是加倍？\n",
    "solutions/vectors/double.py": """\
import numpy as np
from jaxtyping import Float


def double(x: Float[np.ndarray, "n"]) -> Float[np.ndarray, "n"]:
    \"\"\"Twice as much.\"\"\"
    return 2 * x
""",
    "autograder/suites/public/vectors/double.py": """\
import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "double"


@test_case(name="public: example", points=0, hidden=False)
def test_example(double):
    assert double(np.ones(2))[0] == 2.0
""",
    "autograder/suites/hidden/vectors/double.py": """\
import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "double_hidden"


@test_case(name="three", points=100, hidden=True)
def test_three(double):
    assert double(np.full(3, 3.0))[0] == 6.0
""",
}
WHY, HOW = "why", "how"
CODE = "import numpy as np\n\n\ndef double(x):\n    return 2 * x"


def write_course(root: Path) -> Course:
    """The course on disk."""
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return open_course(root)


@cache
def document() -> Document:
    """The handout, without what is said before the answers."""
    cells = [Cell("double", "code", CODE)]
    for name in (WHY, HOW):
        answer = "\n\n".join((ANSWER_BEGIN.format(name=name), ANSWER_PLACEHOLDER, ANSWER_END.format(name=name)))
        cells += [Cell(f"{name}.en", "markdown", f"## {name}"), Cell(f"{name}.answer", "markdown", answer)]
    return Document("vectors", tuple(cells))


def handed_in(answers: Mapping[str, str], kind: str = "ipynb") -> bytes:
    """The handout with answers in the place of the placeholders."""
    cells = []
    for cell in document().cells:
        name, _, part = cell.name.partition(".")
        source = cell.source
        if part == "answer" and name in answers:
            source = source.replace(ANSWER_PLACEHOLDER, answers[name])
        cells.append(dataclasses.replace(cell, source=source))
    changed = Document("vectors", tuple(cells))
    return notebook_bytes(changed) if kind == "ipynb" else script_bytes(changed)


def received(name: str, answers: Mapping[str, str]) -> Submission:
    return Submission(name, "ipynb", handed_in(answers))


def coded(homework: Homework, name: str, score: float = 60.0) -> SubmissionResult:
    """A result as grading leaves it."""
    return SubmissionResult(name, homework.name, "graded", "core", 1, score, homework.max_score)


def notebook(*cells: str | list[str], **more: object) -> bytes:
    """A notebook of these cells of prose."""
    content = [{"cell_type": "markdown", "metadata": {}, "source": cell} for cell in cells]
    return json.dumps({"cells": content, "metadata": {}, "nbformat": 4, **more}).encode()


def cells_of(data: bytes, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[list[str]]:
    """A file of scores as a table."""
    return list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))


def saved(cells: list[list[str]], encoding="utf-8-sig", delimiter=",", line_end="\r\n", quoting=csv.QUOTE_MINIMAL):
    """The cells as a spreadsheet saves them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(cells)
    return text.getvalue().encode(encoding)
