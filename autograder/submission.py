"""A submission as everything behind intake knows it: bytes of one file, and whose they are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from autograder.wire.messages import Kind
from autograder.wire.text import BESIDE, modules

KINDS: Mapping[str, Kind] = {".py": "py", ".ipynb": "ipynb"}
FILE_LIMIT = 20 << 20  # bytes
BESIDE_FILE = f"{BESIDE}.py"  # comes with the handout, and is nobody's answer
ADDED = (".txt", ".json", ".bak")  # what browsers and mail programs add behind an ending
# What is said of files by `homework grade` and `homework check` alike: in English, in Chinese.
EMPTY = ("the file is empty", "文件是空的")
TOO_LARGE = (f"larger than {FILE_LIMIT >> 20} MiB", f"文件超过 {FILE_LIMIT >> 20} MiB")
CLEAR = (
    "; in a notebook, clear the outputs (Edit, Clear Outputs of All Cells) and save it again",
    "；如果是 notebook，请清除全部输出（Edit → Clear Outputs of All Cells）后重新保存",
)


def plain_name(name: str) -> tuple[str, str]:
    """A file's name without what was added behind `.py` or `.ipynb`, and what that was."""
    path = PurePosixPath(name)
    if path.suffix.lower() in ADDED and PurePosixPath(path.stem).suffix.lower() in KINDS:
        return path.with_suffix("").as_posix(), path.suffix
    return name, ""


def read_without(name: str, added: str) -> tuple[str, str]:
    """What is said of a file that was read in spite of what was added to its name, in both languages."""
    return (
        f"the file was called {name}: it was read without the {added}; take that off next time",
        f"文件名为 {name}：已去掉末尾的 {added} 读取，下次请改好文件名再提交",
    )


@dataclass(frozen=True)
class Submission:
    """What a student handed in. Nothing on the trusted side parses `source`.

    Attributes:
        name: of the submission: a row of the table, part of the key of its hidden inputs.
        kind: how the file is split into cells: "py" or "ipynb".
        source: the file's bytes.
        file: what the file was called where it was found; empty if it never was one.
        person: who handed it in; the name, where nothing better is known.
        attempt: which of this person's it is, from 1.
        helpers: name and source of modules that were handed in beside it.
        notes: what was mended to take the file for a submission, for its student.
    """

    name: str
    kind: Kind
    source: bytes
    file: str = ""
    person: str = ""
    attempt: int = 1
    helpers: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.person:
            object.__setattr__(self, "person", self.name)

    @cached_property
    def sha256(self) -> str:
        """Hash of the file's bytes, and of its helpers'."""
        digest = hashlib.sha256(self.source)
        for name, source in self.helpers:
            digest.update(f"\0{name}\0{source}".encode("utf-8", "backslashreplace"))
        return digest.hexdigest()


@dataclass(frozen=True)
class Unreadable:
    """What came in the place of a submission, and why it is none."""

    name: str
    reason: str
    file: str = ""


Found = Submission | Unreadable

__all__ = ["Found", "Kind", "Submission", "Unreadable", "modules", "plain_name", "read_without"]
