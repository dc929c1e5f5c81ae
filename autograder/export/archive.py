"""Zips of feedback: the same bytes for the same content, as far as one version of zlib writes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files, whose names are marked as UTF-8 where they are not ASCII."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, also on Windows
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def is_safe(name: str) -> bool:
    """Whether a name stays below the folder into which the zip is unpacked, and can be written at all."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    parts = name.split("/")
    return not set(parts) & {"", ".", ".."} and "\\" not in name and name.isprintable()
