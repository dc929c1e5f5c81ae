"""Source as text, read alike wherever a student's file is read: here, in the sandbox and on their own machine."""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterable
from pathlib import PurePosixPath

# The module beside a handout's notebook that its first cell imports. Nothing of it is needed where a file is graded.
BESIDE = "homework_cells"
HELPERS, HELPER_SIZE = 20, 1 << 20  # modules beside an answer, and bytes of one
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)  # PEP 263, in one of two lines


def decoded(data: bytes) -> str:
    """The text of a source, with one kind of line ends.

    By its byte order mark, the encoding that it declares, UTF-8, or what a Chinese Windows editor may save.

    Raises:
        UnicodeDecodeError: it is none of these.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _lines(data.decode("utf-16"))
    cookie = _COOKIE.search(b"\n".join(data.split(b"\n", 2)[:2]))
    if cookie and not data.startswith(codecs.BOM_UTF8):
        try:
            encoding = codecs.lookup(cookie[1].decode("ascii"))
            if encoding._is_text_encoding:
                return _lines(data.decode(encoding.name if encoding.name != "utf-8" else "utf-8-sig"))
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return _lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _lines(data.decode("gb18030"))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def modules(files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The sources of modules by the names under which they may be imported.

    `src/mine.py` is `src.mine`, and `mine` for who has put `src` on the path; `utils/__init__.py` is `utils`. The file
    that comes beside a handout's notebook is none of them.

    Args:
        files: the path of each beside the answer, with forward slashes, and its bytes.
    """
    found: dict[str, str] = {}
    near: dict[str, str] = {}
    for name, data in sorted(files, key=lambda file: (file[0].count("/"), file[0])):
        parts = PurePosixPath(name).with_suffix("").parts
        parts = parts[:-1] if parts[-1:] == ("__init__",) else parts
        if (
            not parts
            or parts[-1] == BESIDE
            or len(data) > HELPER_SIZE
            or not all(part.isidentifier() for part in parts)
        ):
            continue
        try:
            text = decoded(data)
        except UnicodeDecodeError:
            continue
        found.setdefault(".".join(parts), text)
        if parts[-1] not in sys.stdlib_module_names:  # from another folder it comes before none of these
            near.setdefault(parts[-1], text)
    both = found | {name: text for name, text in near.items() if name not in found}
    return dict(sorted(both.items())[: 2 * HELPERS])
