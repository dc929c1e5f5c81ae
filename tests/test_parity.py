"""The same suites under the engine and under plain otter: equal totals, case by case."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course, Homework, find_course
from autograder.engine.grader import Grader, Submission
from autograder.engine.homeworks import load_homework
from autograder.engine.sandbox_process import best_layer
from autograder.release.otter_zip import otter_zip
from autograder.results import SubmissionResult
from tests import submissions
from tests.release.otter_run import run_otter

COURSE = find_course(Path(__file__).parent)
WRONG = 6  # wrong submissions per homework


def wrong_answers(course: Course, homework: Homework) -> dict[str, bytes]:
    """Some known mistakes, spread over the questions, and a file with several of them and a broken cell."""
    found: dict[str, bytes] = {}
    for turn in range(WRONG):
        for question in homework.questions:
            if "torch" in question.packages or question.name == "train_mlp":
                continue
            known = submissions.misconceptions(course, homework, question)
            if turn < len(known) and len(found) < WRONG:
                mistake = known[(turn * 3 + len(found)) % len(known)]
                key = f"{question.name}-{mistake.id}"
                source = submissions.with_misconception(course, homework, question, mistake)
                found.setdefault(key, submissions.untrained(source))
    return found


def outcomes(result: SubmissionResult) -> dict[str, bool]:
    """Which cases passed, by the name of otter's test file and the case."""
    return {
        f"{question.question}{'_hidden' if case.hidden else ''}: {case.name}": case.outcome == "passed"
        for question in result.questions
        for case in question.cases
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", COURSE.homeworks)
def test_the_engine_and_plain_otter_give_equal_marks_case_by_case(name: str, tmp_path: Path) -> None:
    homework = COURSE.homework(name)
    archive = tmp_path / "otter.zip"
    otter_zip(COURSE, homework, archive)
    files = {
        "reference": submissions.reference(COURSE, homework),
        "stub": submissions.stub(COURSE, homework),
        **wrong_answers(COURSE, homework),
    }
    assert len(files) >= 7
    paths = {}
    for key, source in files.items():
        paths[key] = tmp_path / f"{key}.py"
        paths[key].write_bytes(source)
    paths["notebook"] = tmp_path / "notebook.ipynb"
    paths["notebook"].write_bytes(files.setdefault("notebook", submissions.reference_notebook(COURSE, homework)))

    plain = dict(zip(paths, run_otter(archive, list(paths.values()))))
    loaded = load_homework(COURSE, name)
    layer = best_layer(homework.questions[0].packages, loaded.secrets)[0]
    with Grader(loaded, layer) as grader:
        for key, source in files.items():
            kind = "ipynb" if key == "notebook" else "py"
            ours = grader.grade(Submission(key, kind, source), COURSE.manifest.seed)
            assert outcomes(ours) == plain[key].passed, key
            assert ours.score == pytest.approx(plain[key].total), key
            expected = {"reference": 100.0, "notebook": 100.0, "stub": 0.0}
            if key in expected:
                assert ours.score == expected[key], key
            else:
                assert ours.score < 100, key
