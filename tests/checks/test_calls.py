"""Changed arguments and asked-for errors, on ordinary functions as plain otter runs them."""

import numpy as np
import pytest

from autograder.checks import Mismatch, assert_pure, assert_raises, call_once, same, watched_arguments, watched_call
from autograder.checks.calls import _made


def test_equal_is_equal_to_the_bit():
    assert same(np.array([1.0, np.nan]), np.array([1.0, np.nan]))
    assert not same(np.array([0.0]), np.array([-0.0]))
    assert not same(np.array([1.0]), np.array([1.0], dtype=np.float32))
    assert not same(np.zeros((1, 2)), np.zeros((2, 1)))
    assert not same(np.array([1]), [1])
    assert same([1, (2, {"a": np.ones(2)})], [1, (2, {"a": np.ones(2)})])
    assert not same([1, 2], (1, 2))
    assert not same([1, 2], [1, 2, 3])
    assert not same({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert not same({"a": 1}, {"a": 2})
    assert not same({"a": 1}, None)
    assert same(float("nan"), float("nan"))
    assert not same(1, 2)


def test_a_changed_argument_is_found_whatever_it_is():
    def changes(x, rows, options, untouched):
        x[0] = 9
        rows.append(1)
        options["new"] = 1
        return untouched

    assert watched_arguments(changes, np.zeros(2), [0], {}, np.ones(3))[0] == [0, 1, 2]


def test_the_callers_own_arguments_stay_as_they_are():
    def double(x):
        x *= 2
        return x

    mine = np.ones(3)
    assert watched_arguments(double, mine)[0] == [0]
    assert mine.tolist() == [1, 1, 1]


def test_a_pure_function_passes_and_the_message_counts_from_1():
    assert_pure(lambda a, b: a + b, np.ones(2), np.ones(2))

    def second(a, b):
        b += 1
        return a

    with pytest.raises(Mismatch, match="argument 2 is changed"):
        assert_pure(second, np.ones(2), np.ones(2))


@pytest.mark.parametrize(
    "hand_back",
    [lambda a, b: b, lambda a, b: b[:1], lambda a, b: {"x": (a + b, [b.T])}, lambda a, b: np.asarray(b)],
    ids=["itself", "a view", "inside", "asarray"],
)
def test_an_argument_that_is_handed_back_is_seen_where_a_new_array_is_asked_for(hand_back):
    a, b = np.ones(2), np.arange(2.0)
    assert_pure(hand_back, a, b)
    with pytest.raises(Mismatch, match="argument 2 itself"):
        assert_pure(hand_back, a, b, new=True)
    assert_pure(lambda a, b: [a + b, b.copy(), 0 * b[::-1]], a, b, new=True)


def test_a_proxy_is_asked_instead_of_called():
    class Proxy:
        def watched_arguments(self, *args):
            return (1,), ()

        def __call__(self, *args):
            raise AssertionError("not to be called")

    assert watched_arguments(Proxy(), 1, 2) == ([1], [])


def test_the_asked_for_error_passes_another_goes_through_and_none_is_a_mismatch():
    def refuse(x):
        raise ValueError("no")

    assert_raises(ValueError, refuse, 1)
    with pytest.raises(ValueError, match="no"):
        assert_raises(KeyError, refuse, 1)
    with pytest.raises(Mismatch, match="expected ValueError"):
        assert_raises(ValueError, abs, 1)


def test_a_call_that_several_cases_judge_is_made_once_for_each_function_and_each_input():
    class Function:
        calls = 0

        def __call__(self, x):
            self.calls += 1
            return x + 1

    one, other = Function(), Function()
    first = call_once(one, np.ones(2))
    assert call_once(one, np.ones(2)) is first
    assert call_once(one, np.zeros(2)).tolist() == [1, 1]
    assert call_once(other, np.zeros(2)).tolist() == [1, 1]
    assert (one.calls, other.calls) == (2, 1)


def test_a_call_that_failed_is_made_again():
    asked = []

    def fails_once(x):
        asked.append(x)
        if len(asked) == 1:
            raise ValueError("no")
        return x

    with pytest.raises(ValueError, match="no"):
        call_once(fails_once, 1)
    assert (call_once(fails_once, 1), len(asked)) == (1, 2)


def test_what_is_made_once_gets_copies_and_is_forgotten_with_its_function():
    def double(x):
        x *= 2
        return x

    mine = np.ones(2)
    assert call_once(double, mine).tolist() == call_once(double, mine).tolist() == [2, 2]
    assert mine.tolist() == [1, 1]
    before = len(_made)
    del double
    assert len(_made) == before - 1


def test_a_watched_call_tells_its_value_and_what_became_of_the_arguments():
    def second(a, b):
        b += 1
        return a

    value, changed, shared = watched_call(second, np.zeros(2), np.ones(2))
    assert (value.tolist(), changed, shared) == ([0, 0], [1], [0])

    class Proxy:
        def watched_call(self, *args):
            return 3, (1,), ()

    assert watched_call(Proxy(), 1, 2) == (3, [1], [])
