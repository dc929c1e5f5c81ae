"""Right answers in other styles: loops, einsum, lists, float32 inside. They never lose a point, nor get a hint.

`tests/right_answers/<homework>/<question>/<style>.py`, each as a student would hand in that one question.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import find_course
from autograder.engine.grader import Grader
from autograder.engine.sandbox_process import best_layer
from autograder.questions.loading import load_homework
from autograder.submission import Submission
from tests.submissions import misconceptions

ROOT = Path(__file__).parent / "right_answers"
COURSE = find_course(ROOT)
# Any answer with a valid certificate is right: shown with three different ones each, and with wrong ones.
CERTIFICATES = [
    ("trees", "decision_tree"),
    ("trees", "kernel_trick"),
    ("losses", "nonconvexity_witness"),
    ("convnets", "sawtooth"),
]


@pytest.mark.slow
@pytest.mark.parametrize("name", COURSE.homeworks)
def test_a_right_answer_in_any_style_gets_full_marks_and_no_hint(name: str) -> None:
    homework = load_homework(COURSE, name)
    layer = best_layer(homework.spec.packages, homework.secrets)[0]
    points = {question.name: question.points for question in homework.spec.questions}
    files = sorted((ROOT / name).glob("*/*.py"))
    assert len(files) >= 10
    with Grader(homework, layer) as grader:
        for file in files:
            question = file.parent.name
            result = grader.grade(Submission(f"{question}-{file.stem}", "py", file.read_bytes()), COURSE.manifest.seed)
            mine = next(q for q in result.questions if q.question == question)
            lost = [(case.name, case.outcome, case.message) for case in mine.cases if case.outcome != "passed"]
            assert lost == [], file
            assert mine.score == points[question]
            assert mine.diagnoses == (), file


@pytest.mark.parametrize(("name", "question"), CERTIFICATES)
def test_a_certificate_question_is_shown_with_three_right_and_three_wrong_answers(name: str, question: str) -> None:
    homework = COURSE.homework(name)
    spec = next(q for q in homework.questions if q.name == question)
    assert len(list((ROOT / name / question).glob("*.py"))) >= 3
    assert len(misconceptions(COURSE, homework, spec)) >= 3
