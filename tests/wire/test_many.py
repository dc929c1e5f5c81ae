"""Many calls in one exchange: each has its own reply, and no reply counts for another call."""

import numpy as np
import pytest

from autograder.sandbox.many import answer_many
from autograder.sandbox.worker import answer
from autograder.wire import many
from autograder.wire.codec import Array, Value, WireError, decode_value, encode, encode_value
from autograder.wire.many import join_calls, join_replies, split_calls, split_replies
from autograder.wire.messages import Call, Reply

LIMIT = 8 << 20


def request(*calls: list[Value]) -> Call:
    return Call(7, "f", join_calls(calls), operation=many.OPERATION)


def answered(function, count, monkeypatch=None, **bounds):
    """The replies to f(0), f(1), ... of one exchange."""
    for name, bound in bounds.items():
        monkeypatch.setattr(f"autograder.sandbox.many.{name}", bound)
    reply = answer_many(request(*([i] for i in range(count))), lambda call: answer(call, {"f": function}))
    assert (reply.id, reply.status) == (7, "returned")
    return split_replies(reply.value, count, LIMIT)


def test_calls_come_out_as_they_went_in():
    calls = [[1, "a"], [encode_value(np.arange(3)), None], []]
    assert [call.args for call in split_calls(request(*calls))] == calls
    assert [(call.id, call.function, call.operation) for call in split_calls(request(*calls))] == [
        (i, "f", "call") for i in range(3)
    ]


def test_each_call_has_the_reply_that_it_has_by_itself():
    replies = answered(lambda i: np.full(3, i), 20)
    assert replies == [answer(Call(i, "f", [i]), {"f": lambda i: np.full(3, i)}) for i in range(20)]


def test_what_does_not_return_is_the_last_that_is_called():
    called = []

    def f(i):
        called.append(i)
        if i == 2:
            raise ValueError("two")
        return i

    assert [reply.status for reply in answered(f, 6)] == ["returned", "returned", "raised"]
    assert called == [0, 1, 2]


@pytest.mark.parametrize("bounds", [{"SECONDS": -1.0}, {"BYTES": 0}], ids=["time", "bytes"])
def test_what_takes_long_or_much_ends_the_exchange(monkeypatch, bounds):
    assert len(answered(lambda i: i, 6, monkeypatch, **bounds)) == 1


def test_a_reply_that_does_not_fit_beside_others_is_left_out(monkeypatch):
    replies = answered(lambda i: np.zeros(1000 if i == 3 else 1), 6, monkeypatch, FRAME=4000)
    assert [decode_value(reply.value).size for reply in replies] == [1, 1, 1]
    replies = answered(lambda i: np.zeros(1000), 6, monkeypatch, FRAME=4000)
    assert [decode_value(reply.value).size for reply in replies] == [1000]


def test_memory_that_a_reply_takes_is_that_calls_fault(monkeypatch):
    def scarce(reply):
        if reply.id == 1 and reply.status == "returned":
            raise MemoryError
        return encode(reply)

    assert [reply.status for reply in answered(lambda i: i, 3, monkeypatch, encode=scarce)] == ["returned", "memory"]


def replies(*numbers: int) -> list[bytes]:
    return [encode(Reply(number, "returned", value=number)) for number in numbers]


@pytest.mark.parametrize(
    "value",
    [
        None,
        encode_value([1, 2]),
        encode_value("text"),
        Array("uint8", (3,), b"abc"),
        join_replies([]),
        join_replies(replies(0, 1, 2, 3)),
        join_replies(replies(1, 0)),
        join_replies(replies(0, 0)),
        join_replies(replies(1)),
        join_replies([b"", *replies(1)]),
        join_replies([encode(Call(0, "f", [])), *replies(1)]),
        join_replies([encode(Reply(0, "returned", value=encode_value("x" * LIMIT)))]),
        join_replies([encode(Reply(0, "returned", value=encode_value([0] * (many.MOST << 11))))]),
    ],
    ids=[
        "nothing",
        "a list",
        "a text",
        "bytes of nothing",
        "none",
        "too many",
        "in another order",
        "one of them twice",
        "those of another call",
        "an empty one",
        "no reply",
        "too large",
        "too many items",
    ],
)
def test_replies_that_answer_no_calls_are_refused(value):
    with pytest.raises(WireError):
        split_replies(value, 3, LIMIT)


@pytest.mark.parametrize("args", [[], [1], [encode_value([1, 2])], [encode_value([[1]]), 2]])
def test_a_request_that_holds_no_calls_is_refused(args):
    with pytest.raises(WireError):
        split_calls(Call(1, "f", args))
