"""What is done around a call is done alike in the sandbox, in the gate and on a student's machine."""

import random
import sys

import numpy as np
import pytest

from autograder.sandbox import stand_ins
from autograder.sandbox.stand_ins import StandInModule
from autograder.wire.calls import as_sent, builtin_name, describe, reseed
from autograder.wire.codec import decode_value, encode_value

VALUES = [3, 2.5, "text", None, [1.0, float("nan")], (1, [np.arange(3.0)]), {"a": np.zeros((2, 0))}, np.array(2.0)]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_an_argument_that_nobody_touched_is_as_it_was_sent(value):
    sent = encode_value(value)
    assert as_sent(decode_value(sent), sent)


def shrink(x):
    x.shape = (4,)


def other_bytes(x):
    x.dtype = ">f8"  # the same bytes, other numbers


def one_bit(x):
    x[0, 0] = -0.0


@pytest.mark.parametrize("change", [shrink, other_bytes, one_bit, np.ndarray.sort])
def test_an_array_that_was_changed_in_place_is_not(change):
    array = np.array([[0.0, 3.0], [2.0, 1.0]])
    sent = encode_value(array)
    change(array)
    assert not as_sent(array, sent)


@pytest.mark.parametrize(
    "now", [[1.0], [1, 2], (1,), [True], [1, object()], object(), np.array([1])], ids=lambda value: type(value).__name__
)
def test_a_list_that_holds_something_else_is_not(now):
    assert not as_sent(now, encode_value([1]))


def test_an_error_goes_by_its_most_specific_built_in_class():
    class Own(KeyError, ValueError):
        pass

    assert builtin_name(Own()) == "KeyError"
    assert builtin_name(KeyboardInterrupt()) == "KeyboardInterrupt"


def test_an_error_is_one_bounded_line_whatever_it_says():
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError

    assert describe(ValueError("a\n b")) == "ValueError: a b"
    assert describe(KeyboardInterrupt()) == "KeyboardInterrupt"
    assert describe(Mute()) == "Mute"
    assert describe(ValueError("\ud800")) == "ValueError: \\ud800"
    assert len(describe(ValueError("x" * 1000), 40)) == 40


def test_the_same_seed_draws_the_same_again():
    drawn = []
    for _ in range(2):
        reseed(2**63 - 1)
        drawn.append((random.random(), float(np.random.random())))
    assert drawn[0] == drawn[1]


def test_what_stands_in_for_torch_is_not_seeded(monkeypatch):
    module = StandInModule("torch")
    monkeypatch.setitem(sys.modules, "torch", module)
    monkeypatch.setattr(stand_ins, "_refusing", {"torch": "torch is not available when this is graded"})
    reseed(1)
    with pytest.raises(ModuleNotFoundError, match="torch is not available"):
        module.manual_seed(1)


def test_what_a_student_calls_torch_is_not_asked_either(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", object())
    reseed(1)
