"""Reads a zip that somebody gives back: whatever it holds, at bounded cost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from autograder.classroom import zips
from autograder.errors import InputError
from autograder.release.record import FILE, Record, record_in

LARGEST = 1 << 30  # bytes of all files in a zip together

NO_ZIP = "is no zip, or a damaged one: copy it again from where it was released"


class UnreadableZip(InputError):
    """A zip that cannot be read, as a whole or in one of its files."""


def files_of(path: Path, wanted: Callable[[str], bool] = lambda name: True) -> dict[str, bytes]:
    """What a zip holds, by name.

    Args:
        path: of the zip.
        wanted: says of a name whether its file is to be read.

    Raises:
        UnreadableZip: it is no zip, is damaged, or holds a name twice.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableZip(f"cannot be read: {error.strerror or error}") from None
    end = data.rfind(b"PK\5\6")
    if end < 0 or end + 22 + int.from_bytes(data[end + 20 : end + 22], "little") != len(data):
        raise UnreadableZip(NO_ZIP)  # cut off, it would be taken for the zip inside it: the wheel
    try:
        archive = zips.opened(data)
    except zips.RefusedError as error:
        raise UnreadableZip(NO_ZIP if error.reason == zips.BROKEN else error.reason) from None
    files: dict[str, bytes] = {}
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/") and wanted(entry.filename)]
        if sum(entry.file_size for entry in entries) > LARGEST:
            raise UnreadableZip(f"holds more than {LARGEST >> 20} MiB")
        for entry in entries:
            if entry.filename in files:
                raise UnreadableZip(f"holds {entry.filename!r} twice, which no release does")
            try:
                with archive.open(entry) as file:
                    files[entry.filename] = file.read(entry.file_size + 1)
            except Exception:
                what = f"is damaged: {entry.filename!r} in it cannot be read"
                raise UnreadableZip(f"{what}; copy it again from where it was released") from None
    return files


def record_at(path: Path) -> Record | None:
    """What a zip says that it is; None if it is none of ours, or not there."""
    try:
        return record_in(files_of(path, lambda name: name.split("/")[-1] == FILE))
    except UnreadableZip:
        return None
