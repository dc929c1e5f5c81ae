"""Seeded inputs stay the same over time and differ between students; numerical gradients are gradients."""

import inspect

import numpy as np
import pytest

from autograder.checks import away_from_zero, generator, numerical_gradient, primes, seeded
from autograder.checks.inputs import drawn as bound
from autograder.checks.inputs import generators


def test_a_generator_draws_the_same_numbers_for_the_same_key_on_every_machine():
    assert generator(2026, "losses", "softmax", "a case", "li-wei").integers(0, 10**6, 4).tolist() == PINNED


# A regrade next term must draw what the grading drew: changing these numbers changes marks' evidence.
PINNED = [685173, 979071, 456484, 494541]


def test_every_part_of_the_key_matters_and_parts_do_not_run_together():
    draws = {
        generator(*key).integers(0, 2**62)
        for key in [(1, "a", "b"), (2, "a", "b"), (1, "ab"), (1, "a", "c"), (1, "ab", ""), ("1a", "b"), (1, "", "ab")]
    }
    assert len(draws) == 7


def test_a_key_may_hold_any_file_name():
    generator("a\ud800b", "李伟\n", 3).normal()


def test_a_case_draws_from_the_engine_s_generator_or_from_one_of_its_own():
    drawn = []

    @seeded
    def case(rng):
        drawn.append(rng.integers(0, 2**62))

    case(rng=generator("student"))
    case(rng=None)
    case()
    assert drawn[0] == generator("student").integers(0, 2**62)
    assert drawn[1] == drawn[2] != drawn[0]


def test_cases_of_a_question_share_a_generator_if_they_ask_for_it():
    key = 1, "backprop", "train_mlp"
    one, other, quiet = (
        generators(asked, *key, case=name, who="li-wei")
        for name, asked in [("one", ["f", "rng", "shared_rng"]), ("other", ["shared_rng", "rng"]), ("quiet", ["f"])]
    )
    assert quiet == {}
    assert one["rng"].random() == generator(*key, "one", "li-wei").random() != other["rng"].random()
    shared = one["shared_rng"].random()
    assert shared == other["shared_rng"].random()
    for changed in [(2, *key[1:], "li-wei"), (*key[:2], "softmax", "li-wei"), (*key, "zhang")]:
        others = generators(["shared_rng"], *changed[:-1], case="one", who=changed[-1])
        assert shared != others["shared_rng"].random()


def test_under_plain_otter_they_share_one_as_well():
    drawn = []

    @seeded
    def one(f, rng, shared_rng):
        drawn.append((rng.random(), shared_rng.random()))

    @seeded
    def other(f, rng, shared_rng):
        drawn.append((rng.random(), shared_rng.random()))

    one(None, rng=None, shared_rng=None)
    other(None)
    one(None, rng=generator("student"), shared_rng=generator("shared"))
    assert drawn[0][0] != drawn[1][0]
    assert drawn[0][1] == drawn[1][1]
    assert drawn[2] == (generator("student").random(), generator("shared").random())
    for case in (one, other):
        bound_case = bound(case)
        assert list(inspect.signature(bound_case).parameters) == ["f"]
        bound_case(None)
    assert drawn[3:] == drawn[:2]


def test_primes_are_distinct():
    for seed in range(20):
        sizes = primes(generator(seed), 3)
        assert len(set(sizes)) == 3 and set(sizes) <= {3, 5, 7, 11, 13}


def test_draws_away_from_zero_keep_their_distance_and_both_signs():
    draws = away_from_zero(generator(0), (50,), 0.3)
    assert (np.abs(draws) >= 0.3).all() and (draws > 0).any() and (draws < 0).any()


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0,)])
def test_the_numerical_gradient_of_a_cubic_is_three_squares(shape):
    x = np.asarray(generator(1).normal(size=shape))
    np.testing.assert_allclose(numerical_gradient(lambda v: float((v**3).sum()), x), 3 * x**2, atol=1e-8)


def test_the_numerical_gradient_leaves_its_argument_as_it_is():
    x = np.array([1.0, 2.0])
    numerical_gradient(lambda v: float(v.sum()), x)
    assert x.tolist() == [1.0, 2.0]


def test_the_numerical_gradient_differentiates_at_integers_too():
    np.testing.assert_allclose(numerical_gradient(lambda v: float((v**2).sum()), np.array([1, 2])), [2, 4], atol=1e-6)
