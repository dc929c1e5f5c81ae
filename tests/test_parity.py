"""The same suites under the engine and under plain otter: equal totals, case by case."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course, Homework, find_course
from autograder.engine.grader import Grader
from autograder.engine.sandbox_process import best_layer
from autograder.questions.loading import load_homework
from autograder.release.otter_zip import otter_zip_bytes
from autograder.results import SubmissionResult
from autograder.submission import Submission
from tests import submissions
from tests.release.otter_run import run_otter

COURSE = find_course(Path(__file__).parent)
WRONG = 5  # wrong submissions per homework
# What the engine judges otherwise by design. A student works on copies, so that a changed argument never comes back to
# the suite, and costs the cases that ask for it; a contract refuses a wrong type before the suite sees a value.
OTHERWISE = {
    "decision_tree": {"tree-walked-destructively"},
    "dropout": {"forward-in-place"},
    "conv_output_size": {"true-division"},
}


def wrong_answers(course: Course, homework: Homework) -> dict[str, bytes]:
    """Submissions with a known mistake in every question, each time another one."""
    found: dict[str, bytes] = {}
    for turn in range(WRONG):
        script = submissions.untrained(submissions.reference(course, homework))
        for number, question in enumerate(homework.questions):
            if "torch" not in question.packages and question.name != "train_mlp":
                known = submissions.misconceptions(course, homework, question)
                known = [mistake for mistake in known if mistake.id not in OTHERWISE.get(question.name, ())]
                mistake = known[(turn * len(known) // WRONG + number) % len(known)]
                script = submissions.mistaken(script, course, homework, question, mistake)
        found[f"mistakes-{turn}.py"] = script
    return found


def outcomes(result: SubmissionResult) -> dict[str, bool]:
    """Which cases passed, by the name of otter's test file and the case."""
    return {
        f"{question.question}: {case.name}": case.outcome == "passed"
        for question in result.questions
        for case in question.cases
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", COURSE.homeworks)
def test_the_engine_and_plain_otter_give_equal_marks_case_by_case(name: str, tmp_path: Path) -> None:
    homework = COURSE.homework(name)
    archive = tmp_path / "otter.zip"
    archive.write_bytes(otter_zip_bytes(COURSE, homework))
    files = {
        "stub.py": submissions.stub(COURSE, homework),
        "reference.ipynb": submissions.reference_notebook(COURSE, homework),
        **wrong_answers(COURSE, homework),
    }
    paths = [tmp_path / key for key in files]
    for path in paths:
        path.write_bytes(files[path.name])

    plain = dict(zip(files, run_otter(archive, paths)))
    loaded = load_homework(COURSE, name)
    layer = best_layer(homework.questions[0].packages, loaded.secrets)[0]
    expected = {"stub.py": 0.0, "reference.ipynb": 100.0}
    with Grader(loaded, layer) as grader:
        for path in paths:
            key = path.name
            kind = "ipynb" if path.suffix == ".ipynb" else "py"
            ours = grader.grade(Submission(path.stem, kind, files[key]), COURSE.manifest.seed)
            assert outcomes(ours) == plain[key].passed, key
            assert ours.score == pytest.approx(plain[key].total), key
            assert ours.score == expected[key] if key in expected else 0 < ours.score < 100, key
