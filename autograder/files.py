"""Files that are whole or not there."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from autograder.errors import InputError, MachineError


class WriteError(MachineError):
    """A file could not be written: the disk is full or gone. What was there before is unchanged; `zh` says so too."""

    def __init__(self, message: str, zh: str = "") -> None:
        super().__init__(message)
        self.zh = zh


class TargetError(InputError):
    """What is to be written would replace something that is read."""


def write_atomically(path: Path, content: bytes) -> None:
    """Writes a file beside its place and moves it there; makes the folder if need be.

    Raises:
        OSError: it cannot be written; what was there before is unchanged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink(missing_ok=True)
        raise


def write_file(path: Path, content: bytes) -> None:
    """The same for whoever asked for the file.

    Raises:
        WriteError: it cannot be written; the old one is as it was.
    """
    try:
        write_atomically(path, content)
    except OSError as error:
        kept = "; the previous one is unchanged" if os.path.exists(path) else ""  # noqa: PTH110  Path.exists may raise
        zh = f"{path}：无法写入（{error.strerror or error}）" + ("；原来的文件没有改变" if kept else "")
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}{kept}", zh) from None


def check_keeps(option: str, target: Path, read: Mapping[str, Path]) -> None:
    """Refuses a target that is one of the files that are read, or lies in one of the folders.

    Args:
        option: that names the target.
        target: the file to be written.
        read: what is read, by how it is named.

    Raises:
        TargetError: it is, or does.
    """
    for name, source in read.items():
        above = [target, *target.absolute().parents, *target.resolve().parents]
        if any(one.resolve() == source.resolve() or _is_same(one, source) for one in above):
            if source.is_dir():
                raise TargetError(f"{option} {target}: lies in {name}, which is read; write it somewhere else")
            raise TargetError(f"{option} {target}: is the file of {name}, which is read; write into another file")


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names are of one file."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def check_writable(path: Path) -> None:
    """Tries, before long work, whether its result can be written; makes the folder if need be.

    Raises:
        WriteError: no file can be made in the folder.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from None


def remove_file(path: Path) -> None:
    """Deletes a file, if it is there.

    Raises:
        WriteError: it cannot be deleted.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise WriteError(f"{path}: cannot be deleted: {error.strerror or error}") from None


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a regular file: no link is followed, no device or FIFO opened, no more than the limit read.

    Raises:
        OSError: it is something else, too large, or unreadable.
    """
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise OSError(None, "not a regular file")
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):  # it was changed since
            raise OSError(None, "not a regular file")
        data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(None, f"larger than {limit >> 20} MiB")
    return data
