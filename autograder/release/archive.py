"""Zips with the same bytes for the same content."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO

DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows


def zip_bytes(files: Mapping[str, bytes], *, executable: Iterable[str] = ()) -> bytes:
    """A zip of these files: the same bytes for the same content, whenever and wherever it is made.

    Stored, not deflated: the output of deflate depends on the version of zlib.
    """
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system = 3  # Unix, also on Windows
            entry.external_attr = (0o100755 if name in executable else 0o100644) << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def unpacked(archive: bytes) -> tuple[dict[str, bytes], frozenset[str]]:
    """What `zip_bytes` was given: the files by name, and which of them are executable."""
    with zipfile.ZipFile(BytesIO(archive)) as zipped:
        files = {entry.filename: zipped.read(entry) for entry in zipped.infolist()}
        return files, frozenset(e.filename for e in zipped.infolist() if e.external_attr >> 16 & 0o100)
