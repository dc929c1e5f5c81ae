"""Which objects count as the same number, array or sequence."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.checks import as_count, as_floats, as_integers, as_scalar, as_sequence


def test_floats_keep_their_dtype_and_integers_become_float64():
    assert as_floats(np.float32([1.5])).dtype == np.float32
    assert as_floats([1, 2]).dtype == np.float64
    assert as_floats(3).dtype == np.float64


def test_an_integer_array_is_no_float_array_unless_it_is_empty():
    assert as_floats(np.array([1, 2])) is None
    assert as_floats(np.array([], dtype=int)).dtype == np.float64


def test_float_values_are_no_integers_unless_there_are_none():
    assert as_integers(np.array([1.0])) is None
    assert as_integers([]).dtype == np.int64
    assert as_integers(np.zeros((0, 3))).shape == (0, 3)


@pytest.mark.parametrize(
    "value",
    [True, np.True_, "1", b"1", None, {}, object(), 1j, [[1], [1, 2]], ["a"], [None], np.array(["1"]), [True, "a"]],
    ids=lambda v: "object()" if type(v) is object else repr(v),
)
def test_what_is_no_number_has_no_numeric_form(value):
    assert as_floats(value) is None
    assert as_integers(value) is None
    assert as_scalar(value) is None
    assert as_count(value) is None


def test_booleans_in_arrays_are_no_numbers():
    assert as_floats(np.array([True])) is None
    assert as_integers(np.array([True, False])) is None
    assert as_integers([True, False]) is None


def test_a_scalar_comes_back_as_python_s():
    assert type(as_scalar(np.float32(0.5))) is float
    assert type(as_count(np.array(3))) is int
    assert as_scalar(np.array([1.0])) is None
    assert as_count(2.0) is None


def test_integers_beyond_float64_do_not_break_anything():
    assert as_scalar(2**64) is None or as_scalar(2**64) == 2.0**64
    assert as_count(2**63) == 2**63
    assert as_count(10**400) is None
    assert as_floats([10**400]) is None


def test_sequences_are_lists_tuples_and_arrays():
    assert as_sequence((1, 2)) == [1, 2]
    assert [float(v) for v in as_sequence(np.array([1.0, 2.0]))] == [1.0, 2.0]
    for other in ("ab", {"a": 1}, 3, None, np.array(3.0), (x for x in "ab")):
        assert as_sequence(other) is None


class OddArray(np.ndarray):
    """Takes the long way, as all that is not just an array does."""


@settings(derandomize=True, database=None, deadline=None)
@given(npst.arrays(npst.scalar_dtypes(), npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)))
def test_the_short_way_of_an_array_gives_what_the_long_one_gives(array):
    short, long = as_floats(array), as_floats(array.view(OddArray))
    assert (short is None) is (long is None)
    if short is not None:
        assert short.dtype == long.dtype and short.shape == long.shape and short.tobytes() == long.tobytes()


@settings(derandomize=True, database=None, deadline=None)
@given(st.floats() | st.integers(-(2**65), 2**65) | st.sampled_from([2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63)]))
def test_the_short_way_of_a_number_gives_what_the_long_one_gives(number):
    class Odd(type(number)):
        pass

    for short, long in ((as_scalar(number), as_scalar(Odd(number))), (as_count(number), as_count(Odd(number)))):
        assert type(short) is type(long) and (short == long or (short != short and long != long))
