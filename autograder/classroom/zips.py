"""A stranger's zip, opened at bounded cost.

`zipfile` believes a zip's directory, whatever it costs to read: extra fields cost the square of their length, and
entries are counted when all are read. So the directory is walked here first, once over its bytes, and `zipfile` is
given one that was laid out anew: as many entries as are allowed, names of bounded length, and of the extra fields the
two that it needs.

What a person's files may cost altogether is a budget in seconds of the processor. A zip that used it up is remembered
by its hash, so that it costs nothing the next time.
"""

from __future__ import annotations

import functools
import hashlib
import io
import itertools
import mmap
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from autograder.cache import Cache, refused_folder

ENTRIES_LIMIT = 5000
NAME_LIMIT = 8192  # bytes of an entry's name
EXTRA_LIMIT = 1024  # bytes of the extra fields of one entry, where they are left in their place
EXTRA_FIELDS = 16  # of one entry that are looked at
SECONDS = 5.0  # of the processor, for all zips of one person
STRETCH = 1 << 20  # bytes that are unpacked between two looks at the clock
BROKEN = "the zip is broken; pack it again"
TOO_MANY = f"the zip holds more than {ENTRIES_LIMIT} entries"
TOO_SLOW = "the zip takes too long to unpack; hand in the .ipynb or .py file itself"

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s4B4HL2L5H2L")  # as zipfile unpacks it
_NAME, _EXTRA, _COMMENT = 12, 13, 14  # where the lengths stand in it
_KEPT = {0x0001, 0x7075}  # sizes beyond 32 bits, and a name in UTF-8

Function = TypeVar("Function", bound=Callable[..., Any])


class RefusedError(OSError):
    """A zip that is not opened, or not unpacked any further; one line for whoever handed it in."""

    def __init__(self, reason: str) -> None:
        super().__init__(None, reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class _Work:
    """The budget of one person, and which of their zips is being read."""

    def __init__(self) -> None:
        self._end = time.thread_time() + SECONDS
        self._outermost = ""
        self._began = 0.0

    def enter(self, key: str) -> None:
        """A zip is opened; those inside it are not to blame for what it costs."""
        if not self._outermost:
            self._outermost, self._began = key, time.thread_time()

    def leave(self, key: str) -> None:
        """It is closed."""
        if self._outermost == key:
            self._outermost = ""

    def check(self) -> None:
        """Ends the work if the budget is used up.

        Raises:
            RefusedError: it is.
        """
        now = time.thread_time()
        if now <= self._end:
            return
        # Only what was too much by itself: the same zip may be all that somebody else hands in.
        if self._outermost and now - self._began > SECONDS:
            _refused().put("zip", self._outermost, TOO_SLOW)
        raise RefusedError(TOO_SLOW)


_work: ContextVar[_Work] = ContextVar("_work")


@contextmanager
def budget() -> Iterator[_Work]:
    """One budget for all zips that are opened meanwhile; inside another one, that one."""
    outer = _work.get(None)
    if outer is not None:
        yield outer
        return
    token = _work.set(_Work())
    try:
        yield _work.get()
    finally:
        _work.reset(token)


def on_one_budget(function: Function) -> Function:
    """Gives all zips that a function opens one budget."""

    @functools.wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        with budget():
            return function(*args, **kwargs)

    return cast(Function, wrapped)


class Archive(zipfile.ZipFile):
    """A zip whose entries are unpacked on the budget under which it was opened."""

    def __init__(self, data: bytes, work: _Work, key: str) -> None:
        self._work = work
        self._key = key
        super().__init__(io.BytesIO(data))

    def open(self, *args: Any, **kwargs: Any) -> IO[bytes]:
        """An entry; reading it may raise RefusedError."""
        self._work.check()
        return cast("IO[bytes]", _Metered(super().open(*args, **kwargs), self._work))

    def close(self) -> None:
        """Closes it."""
        super().close()
        self._work.leave(self._key)


class _Metered:
    """An entry that looks at the clock while it is read."""

    def __init__(self, file: IO[bytes], work: _Work) -> None:
        self._file = file
        self._work = work

    def read(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size > 0 and (part := self._file.read(min(size, STRETCH))):
            parts.append(part)
            size -= len(part)
            self._work.check()
        return b"".join(parts)

    def __enter__(self) -> _Metered:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()


def opened(data: bytes) -> Archive:
    """A zip, with a directory that is known to be small.

    Raises:
        RefusedError: it is broken, has too many entries or too long names, or took too long before.
    """
    key = hashlib.sha256(data).hexdigest()
    if _refused().get("zip", key, str) is not None:
        raise RefusedError(TOO_SLOW)
    with budget() as work:
        work.enter(key)
        try:
            work.check()
            return Archive(laid_out_anew(data), work, key)
        except Exception as error:  # whatever a stranger's bytes do to zipfile
            work.leave(key)
            raise (error if isinstance(error, RefusedError) else RefusedError(BROKEN)) from None


def laid_out_anew(data: bytes) -> bytes:
    """The same zip with a directory of the same entries, without comments and superfluous fields.

    Raises:
        RefusedError: the directory is broken or too large.
    """
    end, size, offset = _end_of(data)
    start = end - size
    if start < 0 or start < offset:
        raise RefusedError(BROKEN)
    entries: list[bytes] = []
    position = start
    while position < end:
        if len(entries) == ENTRIES_LIMIT:
            raise RefusedError(TOO_MANY)
        entry, position = _entry(data, position, end)
        entries.append(entry)
    directory = b"".join(entries)
    # There zipfile would look for a record of its own with other sizes, which a name must not bring.
    if directory[-_LOCATOR64.size :].startswith(b"PK\6\7"):
        raise RefusedError(BROKEN)
    count = len(entries)
    return data[:start] + directory + _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), offset, 0)


def check_directory(path: Path, most: int) -> None:
    """Looks whether `zipfile` may read a zip's directory: for one that is too large to be laid out anew.

    Raises:
        RefusedError: it is broken, has more entries than `most`, too long names, or long extra fields.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            end, size, _ = _end_of(data)
            position = end - size
            for count in itertools.count():
                if position < 0 or position >= end:
                    break
                if count == most:
                    raise RefusedError(f"the zip holds more than {most} entries")
                extra = _ENTRY.unpack_from(data, position)[_EXTRA] if position + _ENTRY.size <= end else 0
                if extra > EXTRA_LIMIT:
                    raise RefusedError("the zip holds fields that nobody needs; pack it again")
                _, position = _entry(data, position, end)
    except (OSError, ValueError) as error:
        raise (error if isinstance(error, RefusedError) else RefusedError(BROKEN)) from None


def _end_of(data: bytes | mmap.mmap) -> tuple[int, int, int]:
    """Where the directory ends, its size, and where it says that it begins."""
    at = len(data) - _END.size
    if at < 0:
        raise RefusedError(BROKEN)
    if data[at : at + 4] != b"PK\5\6" or data[-2:] != b"\0\0":
        at = data.rfind(b"PK\5\6", max(0, at - 0xFFFF), len(data) - _END.size + 4)
        if at < 0:
            raise RefusedError(BROKEN)
    *_, size, offset, _ = _END.unpack_from(data, at)
    record = at - _LOCATOR64.size - _END64.size
    if record >= 0 and data[at - _LOCATOR64.size :][:4] == b"PK\6\7" and data[record : record + 4] == b"PK\6\6":
        *_, size, offset = _END64.unpack_from(data, record)
        return record, size, offset
    return at, size, offset


def _entry(data: bytes | mmap.mmap, position: int, end: int) -> tuple[bytes, int]:
    """One entry of the directory, laid out anew, and where the next one begins."""
    if position + _ENTRY.size > end:
        raise RefusedError(BROKEN)
    fields = list(_ENTRY.unpack_from(data, position))
    name, extra, comment = fields[_NAME], fields[_EXTRA], fields[_COMMENT]
    begin = position + _ENTRY.size
    following = begin + name + extra + comment
    if fields[0] != b"PK\1\2" or following > end:
        raise RefusedError(BROKEN)
    if name > NAME_LIMIT:
        raise RefusedError("the zip holds a name that is too long; pack it again")
    kept = b"".join(_kept_fields(data, begin + name, begin + name + extra))
    fields[_EXTRA], fields[_COMMENT] = len(kept), 0
    return _ENTRY.pack(*fields) + data[begin : begin + name] + kept, following


def _kept_fields(data: bytes | mmap.mmap, position: int, end: int) -> Iterator[bytes]:
    for _ in range(EXTRA_FIELDS):
        if position + 4 > end:
            return
        kind, length = struct.unpack_from("<HH", data, position)
        following = position + 4 + length
        if following > end:
            return
        if kind in _KEPT:
            yield data[position:following]
        position = following


def _refused() -> Cache:
    return Cache(refused_folder(), states=1000)
