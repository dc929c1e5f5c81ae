"""Checks of more than a result: arguments that a call changes, and errors that a prompt asks for."""

from __future__ import annotations

import copy
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.checks.compare import Mismatch
from autograder.wire.memory import shared_arguments

# Of each function the last call that `call_once` has made: its arguments and its value.
_made: weakref.WeakKeyDictionary[Any, tuple[Any, Any]] = weakref.WeakKeyDictionary()


def call_many(function: Callable[..., Any], calls: Iterable[Sequence[Any]]) -> Iterator[Any]:
    """What the function returns for each of these argument lists, in order: the same as calling it in a loop.

    A proxy sends several at once, which costs a tenth of that. So a process may have seen the arguments of all before
    it answers the first: the right answer to one should not be among the arguments of another. A call that fails
    raises when its value is taken, after those before it; a case that stops looking has asked for some in vain.

    Args:
        function: the student's, or its proxy; one that keeps a state between calls may tell the difference.
        calls: the positional arguments of each call.

    Example:
        >>> list(call_many(divmod, [(7, 2), (9, 5)]))
        [(3, 1), (1, 4)]
    """
    ask = getattr(function, "call_many", None)
    return (function(*args) for args in calls) if ask is None else iter(ask(calls))


def call_once(function: Callable[..., Any], *args: Any) -> Any:
    """What the function returns; the call is made once if several cases of a question make the same one in a row.

    For calls that take seconds, with inputs from `shared_rng`, so that each of the cases judges that call, whichever
    of them runs first or alone. A call that fails is made again.

    Args:
        function: the student's, or its proxy: one object for all cases.
        args: of the call; the function gets copies.

    Returns:
        Its value, the same object for all cases: they may look at it, not change it.

    Example:
        >>> from unittest.mock import Mock
        >>> slow = Mock(return_value=3)
        >>> call_once(slow, np.ones(2)), call_once(slow, np.ones(2)), slow.call_count
        (3, 3, 1)
    """
    kept = _made.get(function)
    if kept is None or not same(kept[0], args):
        kept = _made[function] = copy.deepcopy(args), function(*copy.deepcopy(args))
    return kept[1]


def watched_call(function: Callable[..., Any], *args: Any) -> tuple[Any, list[int], list[int]]:
    """What the function returns, and what `watched_arguments` tells of this very call.

    Example:
        >>> watched_call(lambda x: x[:1], [5, 6])
        ([5], [], [])
    """
    ask = getattr(function, "watched_call", None)
    if ask is not None:
        value, changed, shared = ask(*args)
        return value, list(changed), list(shared)
    given = copy.deepcopy(args)
    result = function(*given)
    changed = [i for i, (now, before) in enumerate(zip(given, args)) if not same(now, before)]
    return result, changed, shared_arguments(given, result)


def watched_arguments(function: Callable[..., Any], *args: Any) -> tuple[list[int], list[int]]:
    """Positions of the arguments that the function changes, and of those whose arrays it returns.

    A proxy is asked itself (`watched_arguments`), as the student's function works on copies in another process and
    nothing is ever written back to the suite's own arrays. Any other function gets copies here.

    Example:
        >>> def doubled(x):
        ...     x *= 2
        ...     return x
        >>> watched_arguments(doubled, np.ones(3))
        ([0], [0])
    """
    ask = getattr(function, "watched_arguments", None)
    if ask is not None:
        changed, shared = ask(*args)
        return list(changed), list(shared)
    return watched_call(function, *args)[1:]


def assert_pure(function: Callable[..., Any], *args: Any, new: bool = False) -> None:
    """The function changes none of its arguments.

    Args:
        function: the student's, or its proxy.
        args: of the call; the case has to look at the value of this call, or of one like it, as well.
        new: the prompt asks for new arrays: the result may not be an argument or a view of one.

    Raises:
        Mismatch: it changes one, or returns one despite `new`; the message counts arguments from 1.

    Example:
        >>> def doubled(x):
        ...     x *= 2
        ...     return x
        >>> assert_pure(np.sort, np.array([2.0, 1.0]), new=True)
        >>> assert_pure(doubled, np.ones(3))
        Traceback (most recent call last):
            ...
        autograder.checks.compare.Mismatch: argument 1 is changed by the call; return a new value instead
    """
    changed, shared = watched_arguments(function, *args)
    if changed:
        raise Mismatch(f"argument {changed[0] + 1} is changed by the call; return a new value instead")
    if new and shared:
        raise Mismatch(f"argument {shared[0] + 1} itself, or a part of it, is returned; return a new array instead")


def assert_raises(error: type[Exception], function: Callable[..., Any], *args: Any) -> None:
    """The call raises this error; the same case must also make a call that must not raise.

    Raises:
        Mismatch: the call returns.

    Example:
        >>> assert_raises(ValueError, int, "three")
        >>> assert_raises(ValueError, int, "3")
        Traceback (most recent call last):
            ...
        autograder.checks.compare.Mismatch: expected ValueError for this input, got a result
    """
    try:
        function(*args)
    except error:
        return
    raise Mismatch(f"expected {error.__name__} for this input, got a result")


def same(a: Any, b: Any) -> bool:
    """Whether two values are equal to the bit, in lists, tuples and dicts of arrays as well.

    Example:
        >>> same([np.ones(2)], [np.ones(2)]), same(np.ones(2), np.ones(2, np.float32))
        (True, False)
    """
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        if not (isinstance(a, np.ndarray) and isinstance(b, np.ndarray)):
            return False
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, Mapping):
        return isinstance(b, Mapping) and list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    return bool(a == b) or (a != a and b != b)
