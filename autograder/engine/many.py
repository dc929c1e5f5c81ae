"""Many calls of one function with few exchanges: each has the limits, and the outcome, of a call by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from autograder.engine.sandbox_process import REPLY_LIMIT
from autograder.wire.codec import Value
from autograder.wire.many import MOST, OPERATION, join_calls, split_replies
from autograder.wire.messages import Reply


def replies_to(call: Callable[..., Reply], function: str, calls: Sequence[list[Value]]) -> Iterator[Reply]:
    """The replies to calls, in their order; a call is made when its reply is asked for, or up to an exchange earlier.

    The first is made by itself, as is one that others were not answered with: what always hangs, or takes long, or
    returns much, is asked as it is by single calls.

    Args:
        call: makes one exchange, as `Line.call` does.
        function: its name.
        calls: the arguments of each.

    Raises:
        StudentFault: an exchange had no reply: it timed out or crashed, for all of its calls.
        WireError: an exchange had a reply that answers none of its calls.
    """
    done, together = 0, False
    while done < len(calls):
        some = calls[done : done + MOST if together else done + 1]
        if len(some) == 1:
            replies = [call(function, some[0])]
        else:
            reply = call(function, join_calls(some), operation=OPERATION)
            returned = reply.status == "returned"
            replies = split_replies(reply.value, len(some), REPLY_LIMIT) if returned else [reply]
        yield from replies
        done += len(replies)
        together = len(replies) == len(some)
