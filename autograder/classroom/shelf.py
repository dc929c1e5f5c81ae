"""Files of a class, laid aside while nobody looks at them: a class of 10 000 is half a gigabyte of notebooks."""

from __future__ import annotations

import os
import tempfile
from typing import Any

from autograder.submission import Submission


class Shelf:
    """A file without a name in which sources lie; it is gone with whoever made it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="homework-")  # noqa: SIM115 - as long as its submissions
        self._size = 0

    def lay(self, submission: Submission) -> Submission:
        """The same submission, whose source is read again whenever it is asked for.

        Raises:
            OSError: there is no room for it.
        """
        source = submission.source
        place, self._size = self._size, self._size + len(source)
        self._file.seek(place)
        self._file.write(source)
        self._file.flush()
        return _Laid(submission, self, place, len(source))

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

    def __init__(self, submission: Submission, shelf: Shelf, place: int, size: int) -> None:
        submission.sha256  # noqa: B018 - counted once, while the source is here
        self.__dict__.update({name: value for name, value in vars(submission).items() if name != "source"})
        self.__dict__["_where"] = (shelf, place, size)

    def __getattr__(self, name: str) -> Any:
        if name != "source":
            raise AttributeError(name)
        shelf, place, size = self.__dict__["_where"]
        return shelf.read(place, size)

    def __reduce__(self) -> tuple[type[Submission], tuple[Any, ...]]:
        """To another process it goes whole."""
        return Submission, tuple(getattr(self, name) for name in Submission.__dataclass_fields__)
