"""The gate runs wrong answers without the sandbox: case by case it must say what the engine says."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import find_course
from autograder.engine.grader import Grader
from autograder.engine.sandbox_process import best_layer
from autograder.questions.loading import load_homework
from autograder.release.gate.bare import WHO, functions_of, prepare, run_case
from autograder.submission import Submission
from tests import submissions

COURSE = find_course(Path(__file__).parent)
EACH = 2  # wrong answers of each question: the first and the last


@pytest.mark.slow
@pytest.mark.parametrize("name", COURSE.homeworks)
def test_bare_and_engine_agree_case_by_case(name: str) -> None:
    prepare()
    homework = COURSE.homework(name)
    loaded = load_homework(COURSE, name)
    layer = best_layer(homework.questions[0].packages, loaded.secrets)[0]
    compared = 0
    with Grader(loaded, layer) as grader:
        for question in loaded.questions:
            if question.spec.name == "train_mlp":
                continue
            known = question.mistakes.listed
            for wrong in (known[0], known[-1])[:EACH]:
                source = submissions.untrained(submissions.with_misconception(COURSE, homework, question.spec, wrong))
                result = grader.grade(Submission(WHO, "py", source), COURSE.manifest.seed)
                cases = next(q.cases for q in result.questions if q.question == question.spec.name)
                functions = functions_of(question, {wrong.function: wrong.wrong}, 5.0)
                # Where a submission's other functions call the wrong one, its slip spreads; bare it stays alone.
                alone = [
                    case
                    for suite in question.suites
                    for case in suite.cases
                    if {*case.parameters} & {*question.spec.functions} == {wrong.function}
                ]
                seed = COURSE.manifest.seed
                bare = {case.name: run_case(name, question.spec.name, case, functions, seed).outcome for case in alone}
                engine = {case.name: case.outcome for case in cases if case.name in bare}
                assert bare == engine, wrong.id
                compared += len(bare)
    assert compared > 100
