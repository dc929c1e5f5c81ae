"""A comparison passes on the right answer, in any of its spellings, and on nothing else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.checks import (
    Mismatch,
    assert_close,
    assert_close32,
    assert_count,
    assert_indices,
    assert_keys,
    assert_parts,
    assert_true,
    compare,
)

steady = settings(derandomize=True, database=None, deadline=None, max_examples=80)
numbers = st.floats(-1e6, 1e6)
shapes = npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)


def passes(check, *args, **kwargs):
    try:
        check(*args, **kwargs)
    except Mismatch:
        return False
    return True


@steady
@given(npst.arrays(np.float64, shapes, elements=numbers))
def test_an_array_is_close_to_itself(array):
    assert_close(array, array)


@steady
@given(npst.arrays(np.float64, shapes, elements=numbers), npst.arrays(np.float64, shapes, elements=numbers))
def test_arrays_of_different_shapes_are_never_close(a, b):
    assert passes(assert_close, a, b) is (a.shape == b.shape and bool(np.all(close(a, b))))


def close(a, b):
    scale = np.abs(b).max(initial=0.0)
    return np.abs(a - b) <= max(1e-7 * scale, 1e-9)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.zeros(0), 3.0),
        (np.zeros(0), np.zeros(3)),
        (np.zeros((0, 3)), np.zeros((2, 3))),
        ([], 3.0),
        (3.0, np.full(3, 3.0)),
        (np.full(1, 3.0), 3.0),
        (np.full((1, 3), 3.0), np.full(3, 3.0)),
        (np.full((3, 1), 3.0), np.full((3, 3), 3.0)),
        (np.full(3, 3.0), np.full((3, 1), 3.0)),
    ],
    ids=str,
)
def test_an_empty_or_broadcastable_answer_is_not_close(got, expected):
    with pytest.raises(Mismatch, match=r"shape|got"):
        assert_close(got, expected)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_an_answer_that_is_not_finite_is_not_close(bad):
    for got in (bad, np.array(bad), np.full(3, bad), [1.0, bad, 1.0]):
        with pytest.raises(Mismatch):
            assert_close(got, np.ones(np.shape(got)))
    with pytest.raises(Mismatch, match=r"result: not finite at \[1\]: got (nan|inf|-inf), expected 1"):
        assert_close(np.array([1.0, bad, 1.0]), np.ones(3))


def test_nan_is_not_close_to_an_expected_infinity_nor_one_infinity_to_the_other():
    assert_close(np.array([np.inf, 1.0]), [np.inf, 1.0])
    for got in (np.nan, -np.inf, 1e308):
        with pytest.raises(Mismatch):
            assert_close(np.array([got, 1.0]), [np.inf, 1.0])


def test_nothing_is_close_to_an_expected_nan():
    """An oracle that yields NaN must not let anything pass."""
    for got in (np.nan, 0.0, np.inf):
        with pytest.raises(Mismatch):
            assert_close(got, np.nan)


@pytest.mark.parametrize(
    "got", [2, 2.0, np.float64(2), np.float32(2), np.int64(2), np.array(2.0), np.array(2)], ids=lambda v: repr(v)
)
def test_every_spelling_of_a_scalar_is_the_same_number(got):
    assert_close(got, 2.0)


@pytest.mark.parametrize(
    "got",
    [None, True, np.True_, "2", b"2", {}, {2}, object(), 2j, [2.0], (2.0,), np.array([2.0]), np.array(None), [[2], []]],
    ids=lambda v: repr(v)[:20],
)
def test_what_is_no_number_is_not_one(got):
    with pytest.raises(Mismatch):
        assert_close(got, 2.0)


def test_an_integer_array_is_no_float_array_but_integers_in_a_list_are():
    with pytest.raises(Mismatch):
        assert_close(np.array([1, 2]), [1.0, 2.0])
    assert_close([1, 2], [1.0, 2.0])
    assert_close((1, 2.0), [1.0, 2.0])


def test_the_tolerance_is_relative_to_the_largest_expected_entry():
    expected = np.array([1e6, 0.0])
    assert passes(assert_close, np.array([1e6 + 0.09, 0.09]), expected)
    assert not passes(assert_close, np.array([1e6, 0.11]), expected)
    assert not passes(assert_close, np.array([1e6 + 0.09, 0.0]), expected, rtol=1e-8)


def test_below_the_floor_no_difference_counts_and_above_it_every_one_does():
    assert passes(assert_close, np.array([9e-10, -9e-10]), np.zeros(2))
    assert not passes(assert_close, np.array([2e-9, 0.0]), np.zeros(2))
    assert passes(assert_close, 2e-9, 0.0, floor=1e-8)


def test_a_huge_answer_does_not_widen_its_own_tolerance():
    assert not passes(assert_close, np.array([1e300, 0.0]), np.array([1.0, 0.0]))
    assert not passes(assert_close, 1.7e308, -1.7e308)


def test_the_float32_tolerance_takes_rounding_in_float32_and_no_wrong_digit():
    expected = np.linspace(0.1, 3, 7)
    assert passes(assert_close32, expected.astype(np.float32), expected)
    assert passes(assert_close32, expected.astype(np.float16), expected.astype(np.float16))
    assert not passes(assert_close32, expected * 1.001, expected)


def test_the_message_names_the_first_wrong_entry():
    with pytest.raises(Mismatch) as error:
        assert_close(np.array([[1.0, 2.0], [3.5, 9.0]]), [[1.0, 2.0], [3.0, 4.0]], "dX")
    assert str(error.value) == "dX: wrong at [1, 0]: got 3.5, expected 3"


def test_a_mismatch_is_an_assertion_error():
    assert issubclass(Mismatch, AssertionError)


@pytest.mark.parametrize("got", [6, np.int64(6), np.int32(6), np.array(6), np.uint8(6)], ids=lambda v: repr(v))
def test_every_spelling_of_an_integer_is_the_same_count(got):
    assert_count(got, 6)


@pytest.mark.parametrize(
    "got", [6.0, np.float64(6), True, "6", None, [6], np.array([6]), 7, -6, 6 + 2**64], ids=lambda v: repr(v)
)
def test_what_is_no_integer_or_another_one_is_not_the_count(got):
    with pytest.raises(Mismatch):
        assert_count(got, 6)


def test_a_bool_is_not_the_count_1():
    with pytest.raises(Mismatch):
        assert_count(True, 1)


@pytest.mark.parametrize("got", [[1, 2], (1, 2), np.array([1, 2]), np.array([1, 2], dtype=np.uint8)], ids=repr)
def test_every_spelling_of_a_sequence_of_indices_is_the_same(got):
    assert_indices(got, [1, 2])


@pytest.mark.parametrize(
    "got", [[2, 1], [1], [1, 2, 3], [], [1.0, 2.0], np.array([[1, 2]]), 1, None, "12", {1, 2}, [1, None]], ids=repr
)
def test_other_indices_are_not(got):
    with pytest.raises(Mismatch):
        assert_indices(got, [1, 2])


def test_no_indices_are_expected_and_none_come():
    for empty in ([], (), np.array([]), np.array([], dtype=int)):
        assert_indices(empty, [])
    with pytest.raises(Mismatch):
        assert_indices(np.zeros((0, 2)), [])


def test_a_dict_has_exactly_the_keys():
    assert assert_keys({"a": 1, "b": 2}, ["b", "a"]) == {"a": 1, "b": 2}
    for got in ({"a": 1}, {"a": 1, "b": 2, "c": 3}, [("a", 1), ("b", 2)], None, {"a": 1, 2: 2}):
        with pytest.raises(Mismatch):
            assert_keys(got, ["a", "b"])


def test_as_many_parts_as_names():
    assert assert_parts((1, 2), ["mean", "std"]) == [1, 2]
    for got in ((1,), (1, 2, 3), None, 1.0, "ab", {"a": 1, "b": 2}):
        with pytest.raises(Mismatch, match="expected 2 values"):
            assert_parts(got, ["mean", "std"])


@pytest.mark.parametrize("false", [False, 0, None, "", [], np.False_])
def test_a_property_that_does_not_hold_is_a_mismatch(false):
    with pytest.raises(Mismatch, match="why"):
        assert_true(false, "why")
    assert_true(not false, "why")


any_number = st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, 1e-9, 1e300, -1e308, 1e308, 1e-7])
any_array = npst.arrays(st.sampled_from([np.float16, np.float32, np.float64]), shapes)
factors = st.sampled_from([0.0, 1e-10, 9.99e-8, 1e-7, 1.01e-7, 1e-5, 1e-4, 1.01e-4, 1.0, np.nan, np.inf])


def said(got, expected, **tolerances):
    """What `assert_close` says; nothing if it passes."""
    try:
        assert_close(got, expected, **tolerances)
    except Mismatch as error:
        return str(error)
    return None


def the_long_way(got, expected, **tolerances):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compare, "_numbers_close", lambda *_: False)
        patch.setattr(compare, "_clearly_close", lambda *_: False)
        return said(got, expected, **tolerances)


@steady
@given(any_number, any_number, factors, st.sampled_from([float, np.float64, np.array, np.float32]))
@pytest.mark.filterwarnings("error")
def test_numbers_are_compared_alike_the_short_and_the_long_way(want, other, factor, kind):
    with np.errstate(all="ignore"):
        others = [other, want, float(np.float64(want) * (1 + factor)), float(np.float64(want) + factor)]
        expected = kind(want)
    for got in others:
        for tolerances in ({}, {"rtol": 1e-4, "floor": 1e-5}, {"rtol": 10.0}, {"rtol": 0.0, "floor": 0.0}):
            assert said(got, expected, **tolerances) == the_long_way(got, expected, **tolerances)


@steady
@given(any_array, st.data(), factors)
@pytest.mark.filterwarnings("error")
def test_arrays_are_compared_alike_the_short_and_the_long_way(want, data, factor):
    other = data.draw(any_array | npst.arrays(want.dtype, want.shape))
    one = data.draw(npst.arrays(bool, want.shape))
    with np.errstate(all="ignore"):
        others = [other, want, want * (1 + factor), np.where(one, want + factor, want), want.tolist()]
    for got in others:
        for tolerances in ({}, {"rtol": 1e-4, "floor": 1e-5}, {"rtol": 10.0}):
            assert said(got, want, **tolerances) == the_long_way(got, want, **tolerances)
