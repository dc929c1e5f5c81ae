"""Many calls of one function in one exchange: the request of one call holds them, its reply holds theirs.

The other side answers from the first on, and may stop early: what it did not answer is asked for again. So nothing is
outstanding between two exchanges, and a call that takes long has an exchange, and a deadline, to itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.wire.codec import Array, List, Value, WireError, decoder, encode, too_many_items
from autograder.wire.messages import Call, Reply

OPERATION = "many"
MOST = 256  # calls of one exchange
SECONDS = 0.01  # of computing, after which no further one of its calls is begun
BYTES = 1 << 18  # of replies, the same
FRAME = 6 << 20  # of all replies; what does not fit beside others, though its call was made, is asked for again
_decode_replies = decoder(list[bytes])
_decode_reply = decoder(Reply)


def join_calls(calls: Sequence[list[Value]]) -> list[Value]:
    """The arguments of several calls as those of one."""
    return [List([List(args) for args in calls])]


def split_calls(message: Call) -> list[Call]:
    """The calls that a request holds, numbered from 0.

    Raises:
        WireError: it holds something else.
    """
    whole = message.args[0] if len(message.args) == 1 else None
    parts = whole.items if isinstance(whole, List) else [None]
    calls = [Call(i, message.function, part.items) for i, part in enumerate(parts) if isinstance(part, List)]
    if len(calls) != len(parts):
        raise WireError("no list of calls")
    return calls


def join_replies(replies: list[bytes]) -> Array:
    """Encoded replies as one value."""
    data = encode(replies)
    return Array("uint8", (len(data),), data)


def split_replies(value: Value, most: int, limit: int) -> list[Reply]:
    """The replies that a value holds, each held to what holds for the reply to a single call.

    Args:
        value: of the reply; nothing is believed of it.
        most: how many calls it answers.
        limit: bytes of one of them.

    Raises:
        WireError: there is none, they are too many, or one is invalid, too large or has another call's number.
    """
    if not isinstance(value, Array):
        raise WireError("no replies")
    parts = _decode_replies(value.data)
    if not 1 <= len(parts) <= most or max(map(len, parts)) > limit:
        raise WireError("too few replies, too many, or too large")
    replies = [_decode_reply(part) for part in parts]
    if any(reply.id != i or too_many_items(reply.value) for i, reply in enumerate(replies)):
        raise WireError("a reply that is none of this call's")
    return replies
