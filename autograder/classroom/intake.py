"""Intake: paths in, submissions as bytes out.

The trusted side only ever reads bytes here. Links are not followed, devices and FIFOs not opened, nothing is
extracted to disk; whatever is no submission comes back with the reason in one line.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from autograder.engine.grader import one_line

Kind = Literal["py", "ipynb"]
KINDS: Mapping[str, Kind] = {".py": "py", ".ipynb": "ipynb"}
FILE_LIMIT = 20 << 20
ENTRIES_LIMIT = 5000
RATIO_LIMIT = 200
DEPTH_LIMIT = 6
NAME_LIMIT = 200
IGNORED = {"__macosx", "thumbs.db", "desktop.ini", "__pycache__"}
# Folders of the handout: their Python files are not answers.
HANDOUT_FOLDERS = {"tests", "data", ".ipynb_checkpoints", "__pycache__", "__macosx", ".venv", "venv"}


class IntakeError(Exception):
    """A path on the command line is unusable; the message is one line."""


@dataclass(frozen=True)
class Received:
    """A submission as it came: bytes of one file."""

    name: str
    kind: Kind
    source: bytes


@dataclass(frozen=True)
class Unreadable:
    """What came in the place of a submission, and why it is none."""

    name: str
    reason: str


Found = Received | Unreadable


def collect(
    paths: list[Path], homework: str, untouched: frozenset[bytes] = frozenset(), output: Path | None = None
) -> list[Found]:
    """Every submission under some paths, sorted by name.

    Args:
        paths: files, or folders that hold a file, zip or folder per student.
        homework: its name: in a student's folder `<homework>.ipynb` or `.py` is the one that counts.
        untouched: contents of the handout as released: a student's folder may hold the other form untouched.
        output: the folder for the results: it is no student's, should it lie among the submissions.

    Raises:
        IntakeError: a path is missing or unreadable, or there is nothing in a folder.
    """
    groups: list[list[tuple[str, Found]]] = []
    for path in paths:
        try:
            status = path.stat()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "no valid path"
            raise IntakeError(f"{path}: cannot be read: {reason}") from None
        if stat.S_ISDIR(status.st_mode):
            found = _folder(path, homework, untouched, output)
            if not found:
                raise IntakeError(f"{path}: holds no submission (.py, .ipynb, .zip, or a folder per student)")
            groups.append(found)
        else:
            groups.append([(path.name, _file(path, homework, untouched))])
    return _apart(groups)


def _apart(groups: list[list[tuple[str, Found]]]) -> list[Found]:
    """Two files of one student in the same folder are two candidates; across folders they are kept apart."""
    taken: dict[str, Found] = {}
    for group in groups:
        files: dict[str, list[str]] = {}
        for file, found in group:
            files.setdefault(found.name, []).append(readable(file))
        for own, found in {found.name: found for _, found in group}.items():
            if len(files[own]) > 1:
                listed = ", ".join(map(one_line, files[own][:4]))
                found = Unreadable(own, f"two candidates for one student ({listed}): keep the one to be graded")
            name, number = own, 2
            while name in taken:
                name, number = f"{own} ({number})", number + 1
            taken[name] = replace(found, name=name)
    return sorted(taken.values(), key=lambda f: f.name)


def _folder(path: Path, homework: str, untouched: frozenset[bytes], output: Path | None) -> list[tuple[str, Found]]:
    try:
        entries = sorted(os.scandir(path), key=lambda e: e.name)
    except OSError as error:
        raise IntakeError(f"{path}: cannot be listed: {error.strerror}") from None
    found: list[tuple[str, Found]] = []
    for entry in entries:
        if entry.name.startswith(".") or entry.name.lower() in IGNORED:
            continue
        if output is not None and output.exists() and _same(entry, output):
            continue
        item: Found
        if entry.is_symlink():
            item = Unreadable(readable(Path(entry.name).stem), "a link, not a file")
        elif entry.is_dir(follow_symlinks=False):
            item = _student_folder(Path(entry.path), readable(entry.name), homework, untouched)
        else:
            item = _file(Path(entry.path), homework, untouched)
        found.append((entry.name, item))
    return found


def _same(entry: os.DirEntry[str], folder: Path) -> bool:
    status = folder.stat()
    return entry.inode() == status.st_ino and entry.stat(follow_symlinks=False).st_dev == status.st_dev


def _file(path: Path, homework: str, untouched: frozenset[bytes]) -> Found:
    name = readable(path.stem)
    suffix = path.suffix.lower()
    if suffix not in KINDS and suffix != ".zip":
        return Unreadable(name, f"{readable(path.name)}: an unknown ending; hand in a .py, .ipynb or .zip")
    try:
        data = read_bytes(path)
    except OSError as error:
        return Unreadable(name, f"{readable(path.name)}: {error.strerror or error}")
    if suffix == ".zip":
        return _zip(name, data, homework, untouched)
    return _received(name, KINDS[suffix], data)


def _received(name: str, kind: Kind, data: bytes) -> Found:
    if not data.strip():
        return Unreadable(name, "the file is empty")
    return Received(name, kind, data)


def read_bytes(path: Path, limit: int = FILE_LIMIT) -> bytes:
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


def _student_folder(path: Path, name: str, homework: str, untouched: frozenset[bytes]) -> Found:
    files: dict[str, Path] = {}
    for relative, file in _walk(path):
        files[relative] = file
        if len(files) > ENTRIES_LIMIT:
            return Unreadable(name, f"the folder holds more than {ENTRIES_LIMIT} files")

    def load(relative: str) -> bytes:
        return read_bytes(files[relative])

    return _choose(name, list(files), load, homework, untouched)


def _walk(root: Path) -> Iterator[tuple[str, Path]]:
    stack = [(root, 0)]
    while stack:
        folder, depth = stack.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError:
            continue
        for entry in entries:
            if entry.is_symlink():
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < DEPTH_LIMIT and entry.name.lower() not in HANDOUT_FOLDERS:
                    stack.append((Path(entry.path), depth + 1))
            elif entry.is_file(follow_symlinks=False):
                yield Path(entry.path).relative_to(root).as_posix(), Path(entry.path)


def _zip(name: str, data: bytes, homework: str, untouched: frozenset[bytes]) -> Found:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception:  # whatever a stranger's bytes do to zipfile
        return Unreadable(name, "the zip is broken; pack it again")
    with archive:
        infos = archive.infolist()
        if len(infos) > ENTRIES_LIMIT:
            return Unreadable(name, f"the zip holds more than {ENTRIES_LIMIT} entries")
        # Not `is_dir`, which takes the last letter of a name that may have none.
        files = [i for i in infos if not i.filename.endswith("/") and not stat.S_ISLNK(i.external_attr >> 16)]
        entries = {i.filename: i for i in files}

        answers = [i.filename for i in infos if i.filename.lower().endswith(tuple(KINDS))]
        twice = [n for n, count in Counter(answers).items() if count > 1]
        if twice:
            return Unreadable(name, f"the zip holds {one_line(readable(twice[0]))} twice; pack it again")

        def load(entry: str) -> bytes:
            return _extract(archive, entries[entry])

        return _choose(name, list(entries), load, homework, untouched)


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & 1:
        raise OSError(None, "the zip is encrypted; pack it without a password")
    if info.file_size > FILE_LIMIT or info.file_size > RATIO_LIMIT * max(info.compress_size, 1):
        raise OSError(None, "an entry of the zip is too large")
    try:
        with archive.open(info) as file:
            data = file.read(FILE_LIMIT + 1)
    except Exception:  # zlib, bz2 and lzma have errors of their own, and zipfile raises some that it does not document
        raise OSError(None, "the zip is broken; pack it again") from None
    if len(data) > FILE_LIMIT:
        raise OSError(None, "an entry of the zip is too large")
    return data


def _choose(name: str, entries: list[str], load: object, homework: str, untouched: frozenset[bytes]) -> Found:
    """The one file among many that is the answer."""
    assert callable(load)
    candidates = []
    for entry in entries:
        path = PurePosixPath(entry.replace("\\", "/"))
        parents = {part.lower() for part in path.parts[:-1]}
        if path.suffix.lower() in KINDS and not parents & HANDOUT_FOLDERS and not path.name.startswith("."):
            candidates.append((path, entry))
    named = [c for c in candidates if c[0].stem.lower() == homework.lower()]
    contents: list[tuple[PurePosixPath, bytes]] = []
    total = 0
    try:
        for path, entry in named or candidates:
            if len(contents) > 20:
                break
            data = load(entry)
            total += len(data)
            if total > FILE_LIMIT:
                raise OSError(None, "its files are too large; hand in one")
            if normal(data) not in untouched:
                contents.append((path, data))
        if not contents and (named or candidates):  # nothing but the handout as it was
            path, entry = (named or candidates)[0]
            contents = [(path, load(entry))]
    except OSError as error:
        return Unreadable(name, str(error.strerror or error))
    if not contents:
        return Unreadable(name, "holds neither a .py nor an .ipynb file")
    if len(contents) > 1:
        listed = ", ".join(one_line(readable(str(path))) for path, _ in contents[:3])
        return Unreadable(name, f"more than one file could be the answer: {listed}; hand in one")
    path, data = contents[0]
    return _received(name, KINDS[path.suffix.lower()], data)


def normal(data: bytes) -> bytes:
    """Content without the line ends' kind, to recognise a file that an editor has only touched."""
    return data.replace(b"\r\n", b"\n").strip()


def readable(name: str) -> str:
    """A file's name as text: NFC, undecodable bytes as escapes, bounded."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    text = unicodedata.normalize("NFC", text)
    if len(text) > NAME_LIMIT:  # the hash keeps apart what differs only at its end
        text = f"{text[: NAME_LIMIT - 9]}~{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    return text or "_"
