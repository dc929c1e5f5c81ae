"""Mistakes that are named by their symptoms: results of any form are looked at, and right ones fit none."""

import numpy as np
import pytest

from autograder.checks.misconceptions import Shown
from autograder.course import find_course
from autograder.diagnosis.observations import Observation
from autograder.diagnosis.recognising import recognisers
from autograder.questions.loading import load_homework
from autograder.wire.codec import encode_value


@pytest.fixture(scope="module", params=[("backprop", "train_mlp"), ("convnets", "lenet_module")], ids=lambda p: p[1])
def recogniser(request):
    homework = load_homework(find_course(), request.param[0])
    question = next(q for q in homework.questions if q.spec.name == request.param[1])
    (found,) = recognisers(homework.spec.name, question).values()
    return found


ODD = [
    None,
    [],
    "text",
    (1, 2, 3, 4),
    [np.zeros(0)] * 4,
    (np.zeros((64, 5)), np.zeros(5), np.zeros((5, 10)), np.full(10, np.nan)),
    (np.zeros((64, 0)), np.zeros(0), np.zeros((0, 10)), np.zeros(10)),
    {"W1": np.zeros((64, 5))},
    [["nested"], [[]]],
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_a_result_of_any_form_is_looked_at_without_raising(recogniser, odd):
    recogniser.diagnose(lambda probe: Observation("returned", encode_value(odd)))


@pytest.mark.parametrize("kind", ["missing", "not_implemented", "timed_out", "crashed", "memory"])
def test_nothing_is_said_of_a_function_that_does_not_answer(recogniser, kind):
    assert recogniser.diagnose(lambda probe: Observation(kind)) is None


def test_an_id_that_is_no_known_mistake_says_nothing(recogniser):
    from dataclasses import replace

    seen: list[list[Shown]] = []
    curious = replace(recogniser, look=lambda shown: seen.append(shown) or "made-up")
    assert curious.diagnose(lambda probe: Observation("raised", error="ValueError")) is None
    assert seen[0][0].error == "ValueError"
