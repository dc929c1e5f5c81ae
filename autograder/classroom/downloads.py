"""Files and folders as a platform gives them, on disk or in the zip itself: read in place, never extracted.

Links are not followed, devices and FIFOs not opened; names of a zip are only names.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder.classroom import zips
from autograder.errors import InputError
from autograder.files import read_bytes
from autograder.results import one_line
from autograder.submission import FILE_LIMIT

RATIO_LIMIT = 200
DEPTH_LIMIT = 6
# Of the zip of a whole class.
CLASS_ENTRIES, CLASS_BYTES, CLASS_DEPTH = 100_000, 4 << 30, 40
# Folders whose Python files are nobody's answers: the handout's own, environments, what tools keep.
NO_ANSWERS = {
    "tests", "data", "hints", ".ipynb_checkpoints", "__pycache__", "__macosx", ".venv", "venv", "env", ".env",
    "virtualenv", "site-packages", "dist-packages", "node_modules", ".git", ".idea", ".vscode", "conda-meta",
}  # fmt: skip
# What editors and systems leave behind; nothing else is skipped without a line.
SYSTEM = {
    "__macosx", "thumbs.db", "ehthumbs.db", "desktop.ini", "__pycache__", ".ds_store", ".localized", ".directory",
    ".git", ".github", ".gitignore", ".gitattributes", ".gitkeep", ".gitmodules", ".ipynb_checkpoints", ".idea",
    ".vscode", ".vs", ".venv", ".env", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".cache", ".jupyter", ".ipython",
    ".python-version", ".editorconfig", ".spotlight-v100", ".trashes", ".fseventsd", ".temporaryitems",
    ".documentrevisions-v100", ".apdisk", ".spyproject", ".spyderproject", ".history", ".otter_log", ".devcontainer",
    "$recycle.bin", "system volume information",
}  # fmt: skip
PASSED = "a folder in which no answers are looked for"
_SYSTEM_FORM = re.compile(
    r"\._.*|~\$.*|\.~lock\..*#|\.#.*|\..*\.sw[a-p]|\.nfs[0-9a-f]+|\.fuse_hidden[0-9a-f]+", re.DOTALL
)


class DownloadError(InputError):
    """The zip of a class cannot be used; the message says why."""


def is_systems(name: str) -> bool:
    """Whether a file or folder is what an editor or a system has left there."""
    return name.lower() in SYSTEM or bool(_SYSTEM_FORM.fullmatch(name))


def is_hidden(name: str) -> bool:
    """Whether a name is one that systems hide: one dot before it, and not a path with its dots in a name."""
    return name.startswith(".") and not name.startswith("..") and "\\" not in name


@dataclass(frozen=True)
class DiskEntry:
    """A file or folder on disk."""

    path: Path
    name: str
    is_folder: bool = False
    is_link: bool = False

    def read(self, limit: int) -> bytes:
        """The content of a regular file.

        Raises:
            OSError: it is none, is too large, or cannot be read.
        """
        return read_bytes(self.path, limit)

    def children(self) -> Sequence[DiskEntry]:
        """What a folder holds; nothing of one that cannot be listed."""
        try:
            return listed(self.path)
        except OSError:
            return ()

    def files(self) -> Iterator[tuple[str, DiskEntry, str]]:
        """Every file below, with its path from here, and why it is passed over; also folders that are."""
        stack = [(self.path, 0)]
        while stack:
            folder, depth = stack.pop()
            try:
                entries = listed(folder)
            except OSError as error:
                here = DiskEntry(folder, folder.name, is_folder=True)
                yield f"{folder.relative_to(self.path).as_posix()}/", here, f"cannot be listed: {error.strerror}"
                continue
            for entry in entries:
                relative = entry.path.relative_to(self.path).as_posix()
                if entry.is_folder:
                    no_answers = entry.name.lower() in NO_ANSWERS
                    if depth < DEPTH_LIMIT and not no_answers:
                        stack.append((entry.path, depth + 1))
                    elif not is_systems(entry.name):
                        yield f"{relative}/", entry, PASSED if no_answers else "nested too deep"
                elif entry.is_link:
                    yield relative, entry, "a link, not a file"
                else:
                    yield relative, entry, "" if _is_regular(entry.path) else "not a regular file"


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def listed(folder: Path) -> list[DiskEntry]:
    """The entries of a folder by name.

    Raises:
        OSError: it cannot be listed.
    """
    with os.scandir(folder) as found:
        entries = [
            DiskEntry(Path(one.path), one.name, one.is_dir(follow_symlinks=False), one.is_symlink()) for one in found
        ]
    return sorted(entries, key=lambda entry: entry.name)


@dataclass(frozen=True)
class ZipEntry:
    """A file or folder in the zip of a class."""

    name: str
    archive: ZipOfClass
    info: zipfile.ZipInfo | None = None
    below: dict[str, ZipEntry] = field(default_factory=dict)
    is_link: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether it holds others."""
        return self.info is None

    def read(self, limit: int) -> bytes:
        """The content of a file.

        Raises:
            OSError: it is encrypted, damaged, or too large.
        """
        if self.info is None:
            raise OSError(None, "not a regular file")
        return self.archive.read(self.info, limit)

    def children(self) -> Sequence[ZipEntry]:
        """What a folder holds, by name."""
        return [self.below[name] for name in sorted(self.below)]

    def files(self) -> Iterator[tuple[str, ZipEntry, str]]:
        """Every file below, with its path from here, and why it is passed over."""
        stack: list[tuple[tuple[str, ...], ZipEntry]] = [((), self)]
        while stack:
            path, entry = stack.pop()
            for child in entry.children():
                if child.is_folder:
                    stack.append(((*path, child.name), child))
                else:
                    yield "/".join((*path, child.name)), child, "a link, not a file" if child.is_link else ""


class ZipOfClass:
    """The zip that a platform gives, open for as long as its files are read."""

    def __init__(self, path: Path) -> None:
        """Opens it.

        Raises:
            DownloadError: it is no zip, or holds more than a class can hand in.
        """
        self.path = path
        self._given = 0
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise OSError(None, "not a regular file")
            zips.check_directory(path, CLASS_ENTRIES)
            self._archive = zipfile.ZipFile(path)
        except Exception as error:  # whatever a stranger's bytes do to zipfile
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "the zip is broken"
            raise DownloadError(f"{path}: {reason}; download it again") from None
        infos = self._archive.infolist()
        if len(infos) > CLASS_ENTRIES:
            self.close()
            raise DownloadError(f"{path}: the zip holds more than {CLASS_ENTRIES} entries; unpack it, and pass folders")
        self.root = ZipEntry(path.name, self)
        try:
            for info in infos:
                self._put(info)
        except DownloadError:
            self.close()
            raise

    def _put(self, info: zipfile.ZipInfo) -> None:
        name = _decoded(info)
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
        is_folder = name.endswith(("/", "\\"))
        if len(parts) > CLASS_DEPTH:
            raise DownloadError(f"{self.path}: folders nested deeper than {CLASS_DEPTH}; unpack it, and pass folders")
        here = self.root
        for part in parts if is_folder else parts[:-1]:
            here = here.below.setdefault(part, ZipEntry(part, self))
            if not here.is_folder:
                raise DownloadError(f"{self.path}: {one_line(part)} is both a file and a folder; download it again")
        if is_folder or not parts:
            return
        if parts[-1] in here.below:
            raise DownloadError(f"{self.path}: the zip holds {one_line(name)} twice; download it again")
        is_link = stat.S_ISLNK(info.external_attr >> 16)
        here.below[parts[-1]] = ZipEntry(parts[-1], self, info, is_link=is_link)

    def read(self, info: zipfile.ZipInfo, limit: int) -> bytes:
        """One file, within the limits of a file and of the whole zip.

        Raises:
            OSError: it is encrypted, damaged, or too large.
            DownloadError: all that was read is more than a class can hand in.
        """
        data = extract(self._archive, info, limit)
        self._given += len(data)
        if self._given > CLASS_BYTES:
            raise DownloadError(f"{self.path}: holds more than {CLASS_BYTES >> 30} GiB; unpack it, and pass folders")
        return data

    def close(self) -> None:
        """Closes the file."""
        self._archive.close()


def _decoded(info: zipfile.ZipInfo) -> str:
    """A name as it was meant: what is not marked as UTF-8 comes from older Windows, as a rule in its own code page."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int = FILE_LIMIT) -> bytes:
    """One file of a zip, of no more than the limit.

    Raises:
        OSError: it is encrypted, damaged, or too large.
    """
    if info.flag_bits & 1:
        raise OSError(None, "the zip is encrypted; pack it without a password")
    if info.file_size > limit or info.file_size > RATIO_LIMIT * max(info.compress_size, 1):
        raise OSError(None, "an entry of the zip is too large")
    try:
        with archive.open(info) as file:
            data = file.read(limit + 1)
    except zips.RefusedError:
        raise
    except Exception:  # zlib, bz2 and lzma have errors of their own, and zipfile raises some that it does not document
        raise OSError(None, "the zip is broken; pack it again") from None
    if len(data) > limit:
        raise OSError(None, "an entry of the zip is too large")
    return data


def ending(name: str) -> str:
    """The ending of a file's name, in small letters."""
    return PurePosixPath(name).suffix.lower()
