"""What the README's first screen shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import find_course
from autograder.diagnosis import Tables
from autograder.engine.grader import Grader
from autograder.engine.sandbox_process import best_layer
from autograder.questions.loading import load_homework
from autograder.release.template import template_files
from autograder.submission import Submission

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FUNCTION = "softmax_cross_entropy_grad"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A student's folder, with the README's wrong answer filled in."""
    course = find_course(ROOT)
    for name, content in template_files(course, course.homework("losses")).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    body = re.search(r"```python\ndef .*?\n(.*?)```", README, re.DOTALL).group(1).rstrip()
    script = tmp_path / "losses.py"
    text = script.read_text(encoding="utf-8")
    filled = re.sub(rf"    raise NotImplementedError\(\"{FUNCTION}\"\)", lambda match: body, text)
    assert filled != text
    script.write_text(filled, encoding="utf-8")
    return script


@pytest.mark.slow
def test_homework_check_prints_what_the_readme_shows(file: Path) -> None:
    shown = re.search(r"```\n\$ homework (check .*?)\n(.*?)```", README, re.DOTALL)
    command = [sys.executable, "-m", "autograder.cli", *shown.group(1).split(), "--lang", "en"]
    done = subprocess.run(command, cwd=file.parent, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout == shown.group(2)
    assert done.returncode == 1


@pytest.mark.slow
def test_the_grader_gives_the_points_and_the_hint_that_the_readme_shows(file: Path) -> None:
    loaded = load_homework(find_course(ROOT), "losses")
    with Grader(loaded, best_layer()[0], tables=Tables(loaded)) as grader:
        result = grader.grade(Submission("ann", "py", file.read_bytes()), 1)
    question = next(q for q in result.questions if q.question == FUNCTION)
    assert f"gives {question.score:g} of {question.max_score:g} points" in " ".join(README.split())
    quoted = " ".join(line.removeprefix(">").strip() for line in README.split("\n") if line.startswith(">"))
    (diagnosis,) = question.diagnoses
    assert diagnosis.message.en in quoted
    assert diagnosis.message.zh in quoted


def test_the_readme_is_one_screen_and_what_it_points_to_is_there() -> None:
    assert len(README.splitlines()) <= 85
    pages = [page for page in (ROOT / "docs").rglob("*.md") if "_build" not in page.parts]
    for page in (ROOT / "README.md", *pages):
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
