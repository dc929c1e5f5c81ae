"""Answers many calls of one function in one exchange."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from autograder.wire.codec import encode
from autograder.wire.many import BYTES, FRAME, OPERATION, SECONDS, join_replies, split_calls
from autograder.wire.messages import Call, Reply


def holds_many(message: Call) -> bool:
    """Whether a request holds many calls."""
    return message.operation == OPERATION


def answer_many(message: Call, answer: Callable[[Call], Reply]) -> Reply:
    """Answers the calls of a request one after the other, up to the first that does not return.

    Args:
        message: the request.
        answer: answers one call.
    """
    replies: list[bytes] = []
    size, begin = 0, monotonic()
    for call in split_calls(message):
        reply = answer(call)
        try:
            data = encode(reply)
        except MemoryError:
            reply = Reply(call.id, "memory", scarce=True)
            data = encode(reply)
        size += len(data)
        if replies and size > FRAME:
            break  # asked for again, by itself
        replies.append(data)
        if reply.status != "returned" or size > BYTES or monotonic() - begin > SECONDS:
            break
    try:
        return Reply(message.id, "returned", value=join_replies(replies))
    except MemoryError:
        return Reply(message.id, "memory", scarce=True)
