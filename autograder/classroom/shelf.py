"""Files of a class, laid aside while nobody looks at them: a class of 10 000 is half a gigabyte of notebooks."""

from __future__ import annotations

import dataclasses
import os
import tempfile
from functools import cached_property
from typing import Any, BinaryIO, cast

from autograder.submission import Submission


class Shelf:
    """A file without a name in which sources lie; it is gone with whoever made it."""

    def __init__(self) -> None:
        self._size = 0

    @cached_property
    def _file(self) -> BinaryIO:
        return cast(BinaryIO, tempfile.TemporaryFile(prefix="homework-", buffering=0))

    def lay(self, submission: Submission) -> Submission:
        """The same submission, whose source is read whenever it is asked for; as it is, where there is no room."""
        source = submission.source
        place = self._size
        try:
            while self._size < place + len(source):
                self._size += os.pwrite(self._file.fileno(), source[self._size - place :], self._size)
        except OSError:
            return submission
        submission.sha256  # noqa: B018 - counted once, while the source is here
        laid = object.__new__(_Laid)
        laid.__dict__.update({name: value for name, value in vars(submission).items() if name != "source"})
        laid.__dict__["_where"] = (self, place, len(source))
        return laid

    def read(self, place: int, size: int) -> bytes:
        """What lies at a place; beside others that read, in this process or in one forked from it."""
        parts = []
        while size and (part := os.pread(self._file.fileno(), size, place)):
            parts.append(part)
            place, size = place + len(part), size - len(part)
        if size:
            raise OSError("a source that was laid aside is gone")
        return b"".join(parts)


class _Laid(Submission):
    """A submission without its source, which `__getattr__` brings."""

    def __getattr__(self, name: str) -> Any:
        if name != "source":
            raise AttributeError(name)
        shelf, place, size = self.__dict__["_where"]
        return shelf.read(place, size)

    def _whole(self) -> Submission:
        return Submission(*(getattr(self, name) for name in Submission.__dataclass_fields__))

    def __eq__(self, other: object) -> bool:
        """Laid aside or not, it is what it says."""
        return self._whole() == (other._whole() if isinstance(other, _Laid) else other)

    def __hash__(self) -> int:
        """That of an equal one."""
        return hash(self._whole())

    def __reduce__(self) -> tuple[type[Submission], tuple[Any, ...]]:
        """To another process it goes whole."""
        return Submission, dataclasses.astuple(self._whole())
