"""A factor is told of a lone number where two public cases show it, so each such function has two of them."""

import pytest

from autograder.course import find_course
from autograder.questions.loading import load_functions
from autograder.questions.suites import load_suite
from autograder.student.recording import Recorder

COURSE = find_course()
QUESTIONS = [
    pytest.param(homework, question, id=f"{homework.name}/{question.name}")
    for homework in COURSE.homeworks.values()
    for question in homework.questions
    if "torch" not in question.packages
]
POSITIONS = ("early_stopping",)  # what returns an epoch: of an index no factor is told


def lone_numbers(homework, question):
    """Of each function, and each place in what it returns, where only lone numbers are compared: those, by case."""
    right = load_functions(COURSE.solution(homework.name, question.name), question.functions)
    suite = load_suite(COURSE.public_suite(homework.name, question.name))
    recorder = Recorder(suite.namespace)
    found, arrays = {}, set()
    for case in suite.cases:
        recording = recorder.begin(case.name)
        case.run({name: recorder.calling(name, function) for name, function in right.items()})
        # a case ends with its first wrong comparison: only that one counts
        first = {}
        for one in recording.comparisons:
            if one.call is not None and one.place is not None and one.call.function not in POSITIONS:
                key = one.call.function, one.place
                if isinstance(one.want, (int, float)) and key not in arrays:
                    first.setdefault(key, float(one.want))
                else:
                    arrays.add(key)
        for key, number in first.items():
            found.setdefault(key, []).append(number)
    return {key: numbers for key, numbers in found.items() if key not in arrays}


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_a_function_that_returns_a_number_has_two_public_cases_with_different_ones(homework, question):
    for (function, place), cases in lone_numbers(homework, question).items():
        wants = [want for want in cases if want != 0.0]  # which any factor leaves as it is
        assert len(wants) >= 2 and len(set(wants)) >= 2, (function, place, wants)


def test_the_five_homeworks_have_many_such_functions():
    every = [function for one in QUESTIONS for function, _ in lone_numbers(*one.values)]
    assert len(set(every)) >= 15
