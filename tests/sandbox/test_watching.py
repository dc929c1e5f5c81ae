"""A worker tells which arguments a call changed, and which it handed back."""

import numpy as np
import pytest

from autograder.sandbox.worker import answer
from autograder.wire.codec import decode_value, encode_value
from autograder.wire.messages import Call


def watched(function, *args):
    return answer(Call(1, "f", [encode_value(a) for a in args], watch=True), {"f": function})


def test_a_changed_argument_and_one_that_is_handed_back_are_told_apart():
    def f(a, b, c):
        a += 1
        return [b[1:], c + 1]

    reply = watched(f, np.ones(2), np.ones(2), np.ones(2))
    assert (reply.changed, reply.shared) == ([0], [1])


def test_what_is_handed_back_is_looked_for_in_lists_and_dicts_of_both():
    reply = watched(lambda grads, state: {"grads": (grads[1],)}, [np.ones(1), np.ones(2)], {"m": np.ones(3)})
    assert reply.shared == [0]


@pytest.mark.parametrize("kind", [np.matrix, np.ma.MaskedArray, np.recarray], ids=lambda kind: kind.__name__)
def test_a_view_of_another_class_is_seen_through(kind):
    assert watched(lambda a: a.view(kind), np.ones((2, 2))).shared == [0]


def test_an_object_that_lies_about_its_memory_is_seen_through():
    class Liar(np.ndarray):
        def __array_function__(self, *args, **kwargs):
            raise RuntimeError("no")

    reply = watched(lambda a: a.view(Liar), np.ones(3))
    assert reply.status == "returned"
    assert decode_value(reply.value).tolist() == [1.0, 1.0, 1.0]
    assert reply.shared == [0]
