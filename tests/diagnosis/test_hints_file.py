"""What students get about known mistakes is enough to name each of them, and never fits a right function."""

import dataclasses

import numpy as np
import pytest

from autograder.course import find_course
from autograder.diagnosis.hints_file import LEAST_PROBES, Hints, function_hints, name, probes, read, why_not, write
from autograder.diagnosis.observations import observe_without_limit

COURSE = find_course()


@pytest.fixture(scope="module")
def table(course_tables):
    return course_tables("losses", "softmax_cross_entropy_grad")["softmax_cross_entropy_grad"]


def offered(table):
    return [known.id for known, _ in table.mistakes if not why_not(table, known.id)]


@pytest.mark.slow
@pytest.mark.parametrize("homework", COURSE.homeworks)
def test_every_released_mistake_of_the_course_is_named_and_no_reference_is(course_tables, homework):
    for question in COURSE.homework(homework).questions:
        for table in course_tables(homework, question.name).values():
            ids = offered(table)
            hints = function_hints(table, ids)
            for hint in (table.hint, None):  # with the stub's annotations, and without
                assert name(hints, [right.observation for right in table.reference], hint) is None, table.name
                for known, theirs in table.mistakes:
                    found = name(hints, [one.observation for one in theirs], hint)
                    assert (found.id if found else None) == (known.id if known.id in ids else None), table.name


def test_a_file_of_hints_comes_back_as_it_was_written(table):
    hints = Hints(1, "q", (function_hints(table, offered(table)),))
    assert read(write(hints), "q") == hints
    assert hints.functions[0].function == "softmax_cross_entropy_grad"


def test_a_mistake_is_named_with_an_error_of_the_last_digits_and_beside_another_not(table):
    hints = function_hints(table, ["summed-over-batch"])

    def summed(z, y):
        p = np.exp(z - z.max(axis=1, keepdims=True))
        return p / p.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]

    given = [observe_without_limit(summed, probe, {}) for probe in probes(hints)]
    assert name(hints, given, table.hint).id == "summed-over-batch"
    others = [(dataclasses.replace(known, id=f"also-{known.id}"), theirs) for known, theirs in table.mistakes]
    twin = dataclasses.replace(table, mistakes=(*table.mistakes, *others))
    assert why_not(twin, "summed-over-batch").startswith("by values alone")


def test_of_fewer_than_four_probes_nothing_is_named(table):
    few = dataclasses.replace(
        table,
        probes=table.probes[: LEAST_PROBES - 1],
        reference=table.reference[: LEAST_PROBES - 1],
        mistakes=tuple((known, theirs[: LEAST_PROBES - 1]) for known, theirs in table.mistakes),
        tolerances=table.tolerances[: LEAST_PROBES - 1],
    )
    assert why_not(few, "summed-over-batch") == "its function has 3 probes, naming needs 4"
    hints = function_hints(few, ["summed-over-batch"])
    theirs = next(theirs for known, theirs in few.mistakes if known.id == "summed-over-batch")
    assert name(hints, [one.observation for one in theirs], few.hint) is None


def test_a_module_s_mistakes_and_a_slow_function_s_cannot_be_released(course_tables):
    (table,) = course_tables("convnets", "lenet_module").values()
    assert "torch module" in why_not(table, table.mistakes[0][0].id)
    assert "too long" in why_not(None, "anything")


def test_the_file_holds_no_right_answers(table):
    hints = function_hints(table, offered(table))
    right = [right.observation for right in table.reference]
    for mistake in hints.mistakes:
        assert name(hints, right, table.hint) is None
        assert mistake.standards
