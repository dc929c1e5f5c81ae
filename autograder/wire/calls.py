"""What is done around a call, and done alike in the sandbox, in the gate and on a student's machine."""

from __future__ import annotations

import errno
import random
import sys
import types
from typing import Any

import numpy as np

from autograder.wire.codec import Array, UnsendableError, Value, encode, encode_value

TEXT_LIMIT = 300
SCARCE = {errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE}
NO_THREAD = "can't start new thread"  # what CPython says of EAGAIN


def reseed(seed: int) -> None:
    """Seeds the global generators, so that their draws repeat; what stands in for torch has none."""
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch = sys.modules.get("torch")
    if isinstance(torch, types.ModuleType) and "manual_seed" in vars(torch):
        torch.manual_seed(seed % 2**63)


def as_sent(now: Any, sent: Value) -> bool:
    """Whether an argument is still what it was before the call, to the bit."""
    if isinstance(sent, Array) and isinstance(now, np.ndarray):  # the same as below, with fewer copies
        return now.dtype == sent.dtype and now.shape == sent.shape and now.tobytes() == sent.data
    try:
        return encode(encode_value(now)) == encode(sent)
    except UnsendableError:
        return False


def builtin_name(error: BaseException) -> str:
    """The most specific built-in class of an error: `ValueError` for a subclass of it."""
    return next((kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"), "Exception")


def is_scarce(error: BaseException) -> bool:
    """Whether an error, or one behind it, is that the machine had no more processes, threads, memory or descriptors."""
    now: BaseException | None = error
    for _ in range(20):  # it may go round in circles
        if now is None:
            break
        if isinstance(now, MemoryError) or (isinstance(now, OSError) and now.errno in SCARCE):
            return True
        if type(now) is RuntimeError and now.args[:1] == (NO_THREAD,):
            return True
        now = now.__cause__ or now.__context__
    return False


def describe(error: BaseException, limit: int = TEXT_LIMIT) -> str:
    """An error of a student's code as one short line: its class and what it says of itself."""
    try:
        text = " ".join(str(error).split())
    except BaseException:  # its __str__ raises
        text = ""
    name = type(error).__name__
    line = f"{name}: {text}" if text else name
    return line[:limit].encode("utf-8", "backslashreplace").decode("utf-8")
