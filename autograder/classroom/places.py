"""Where submissions lie: paths, sections and platforms' downloads taken apart into pieces, each with whose it is."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from autograder.classroom.downloads import DiskEntry, ZipEntry, ZipOfClass, ending, is_hidden, is_systems, listed
from autograder.classroom.layouts import LAYOUTS, Claim, Layout, LayoutError, people_in, read, recognise
from autograder.classroom.layouts.model import Nobody, Says, Who
from autograder.classroom.layouts.pattern import pattern_layout
from autograder.errors import InputError
from autograder.results import one_line
from autograder.submission import plain_name

AttemptsThatCount = Literal["newest", "first", "all"]
DEPTH = 2  # folders above the ones that a platform makes: a section, and what was made in unpacking
NAME_LIMIT = 200
HIDDEN = "a hidden file: its name begins with a dot"


class IntakeError(InputError):
    """A path on the command line is unusable; the message is one line."""


@dataclass(frozen=True)
class Taking:
    """How submissions are taken in.

    Attributes:
        layout: how names are to be understood; "auto" looks.
        names: a pattern of one's own instead of a layout.
        roster: a list of the class.
        attempts: which of a person's attempts count.
    """

    layout: str = "auto"
    names: str = ""
    roster: Path | None = None
    attempts: AttemptsThatCount = "newest"


@dataclass(frozen=True)
class Piece:
    """One entry of a download: somebody's, or nobody's for a reason.

    Attributes:
        root: the folder or zip that it came in.
        shown: where it lies, for people.
        layout: whose rules told; "plain" if its name is all that is known.
        is_stray: whether it lies among names of a layout that its own is not of.
    """

    root: str
    shown: str
    entry: DiskEntry | ZipEntry
    layout: str = "plain"
    claim: Claim | None = None
    nobody: Nobody | None = None
    section: str = ""
    is_stray: bool = False

    @property
    def holds_files(self) -> bool:
        """Whether it is a folder or a zip."""
        return self.entry.is_folder or ending(self.entry.name) == ".zip"


@dataclass(frozen=True)
class _Place:
    """A folder or zip that was given, or some of the files in it."""

    root: str
    path: Path
    entries: Sequence[DiskEntry | ZipEntry]
    is_of_files: bool = False  # that were named one by one


def pieces_of(paths: Sequence[Path], taking: Taking, output: Path | None, stack: contextlib.ExitStack) -> list[Piece]:
    """All that lies under some paths, in an order that is not theirs.

    Args:
        paths: files, folders, zips.
        taking: how names are to be understood.
        output: a folder that is no student's.
        stack: keeps zips open for as long as they are read.

    Raises:
        IntakeError: a path is missing or unreadable, or there is nothing in a folder.
        LayoutError: names are of two layouts, not of the one that was asked for, or a platform's file is damaged.
        DownloadError: the zip of a class cannot be used.
    """
    layout = pattern_layout(taking.names) if taking.names else LAYOUTS.get(taking.layout)
    finder = _Finder(taking.layout if layout is None else layout.name, layout, stack)
    pieces: list[Piece] = []
    misses = []
    places = _places(paths, finder, [path for path in (output, taking.roster) if path is not None])
    for place in places:
        prefix = f"{readable(place.path.name or place.root)}/" if len(places) > 1 else ""
        try:
            found = finder.pieces(place, prefix)
        except NothingError as error:  # told only if no other path has such names
            misses.append(error)
            continue
        if not found:
            raise IntakeError(f"{place.path}: holds no submission (.py, .ipynb, .zip, or a folder per student)")
        pieces += found
    if misses:
        raise misses[0]
    return pieces


class NothingError(LayoutError):
    """No name is of the layout that was asked for; `said` is the message without its advice."""

    def __init__(self, said: str, advice: str) -> None:
        """Takes both."""
        super().__init__(f"{said}: {advice}")
        self.said = said


def _places(paths: Sequence[Path], finder: _Finder, apart: Sequence[Path]) -> list[_Place]:
    """Folders and zips of a class by their real paths; files of one folder together, whatever their order."""
    whole: dict[str, _Place] = {}
    parts: dict[str, dict[str, DiskEntry]] = {}
    parents: dict[str, Path] = {}
    for path in paths:
        if len(paths) > 1 and is_systems(path.name):  # a shell has named all that lies in a folder
            continue
        try:
            status = path.stat()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "no valid path"
            raise IntakeError(f"{path}: cannot be read: {reason}") from None
        root = os.path.realpath(path)
        is_folder = stat.S_ISDIR(status.st_mode)
        if is_folder and not finder.is_one_of_many(path):
            try:
                entries: Sequence[DiskEntry | ZipEntry] = _without(listed(path), apart)
            except OSError as error:
                raise IntakeError(f"{path}: cannot be listed: {error.strerror}") from None
            whole[root] = _Place(root, path, entries)
            continue
        if not is_folder and ending(path.name) == ".zip":
            opened = finder.class_zip(path)
            if opened is not None:
                whole[root] = _Place(root, path, opened.root.children())
                continue
        folder = os.path.realpath(path.parent)
        parents.setdefault(folder, path.parent)
        name = path.name or os.path.basename(root)  # noqa: PTH119
        parts.setdefault(folder, {})[name] = DiskEntry(path, name, is_folder)
    for folder, given in parts.items():
        if folder in whole:  # the folder was given as well: its files are in it
            continue
        whole[folder] = _Place(folder, parents[folder], [given[name] for name in sorted(given)], is_of_files=True)
    return [whole[root] for root in sorted(whole)]


def _without(entries: list[DiskEntry], apart: Sequence[Path]) -> list[DiskEntry]:
    """The entries but for what is no student's: the results of an earlier run, the roster."""
    known = {(status.st_ino, status.st_dev) for path in apart if path.exists() for status in [path.stat()]}
    if not known:
        return entries
    return [entry for entry in entries if (own := os.lstat(entry.path)) and (own.st_ino, own.st_dev) not in known]


@dataclass(frozen=True)
class _Finder:
    """Takes folders apart as one layout, or whatever layout is recognised, says."""

    asked: str
    layout: Layout | None  # of `asked`; None for auto, plain and sections
    stack: contextlib.ExitStack

    def pieces(self, place: _Place, prefix: str) -> list[Piece]:
        """All that lies in a place."""
        where = str(place.path)
        if self.asked == "auto":
            found = self._auto(place, where, prefix, place.entries, 0)
            return found if found is not None else _plain(place, prefix, place.entries, is_certain=True)
        if self.layout is None and self.asked == "plain":
            return _plain(place, prefix, place.entries, is_certain=True)
        if self.layout is None:
            return self._sections(place, prefix)
        found = self._explicit(self.layout, place, where, prefix, place.entries, 0)
        if found is None:
            names = [entry.name for entry in place.entries if not is_systems(entry.name)]
            if not names:
                return []
            first = one_line(names[0])
            form = f"no name is of the form {self.layout.example!r} ({self.layout.title}); the first one is {first!r}"
            where = str(place.path / first) if place.is_of_files else where
            raise NothingError(f"{where}: {form}", "choose another --layout, or write --names for it")
        return found

    def is_one_of_many(self, path: Path) -> bool:
        """Whether a folder that was given is what a platform makes for one student, not a folder of students."""
        entry = DiskEntry(path, path.name, is_folder=True)
        layouts = [LAYOUTS[name] for name in ("moodle", "brightspace") if self.asked in ("auto", name)]
        return any(read(layout, str(path), [entry])[0] is not None for layout in layouts)

    def class_zip(self, path: Path) -> ZipOfClass | None:
        """The zip of a whole class, open; None for the zip of one student."""
        try:
            opened = ZipOfClass(path)
        except InputError:
            if self.asked == "auto":  # it may be one student's: told in that student's row
                return None
            raise
        self.stack.callback(opened.close)
        place = _Place("", path, opened.root.children())
        if self.layout is not None:
            is_class = self._explicit(self.layout, place, str(path), "", place.entries, 0) is not None
            return opened if is_class or read(self.layout, "", [DiskEntry(path, path.name)])[0] is None else None
        is_class = self.asked != "auto" or self._auto(place, str(path), "", place.entries, 0) is not None
        return opened if is_class else None

    def _auto(
        self, place: _Place, where: str, prefix: str, entries: Sequence[DiskEntry | ZipEntry], depth: int
    ) -> list[Piece] | None:
        """The pieces of a platform's download, or of sections that are all such downloads; None if it is neither."""
        seen = [entry for entry in entries if not is_systems(entry.name)]
        recognised = recognise(where, seen) if seen else None
        if recognised:
            return _claimed(place, prefix, entries, seen, *recognised)
        if depth == DEPTH or any(not _is_container(entry) and _may_be_graded(entry.name) for entry in seen):
            return None
        containers = [entry for entry in seen if _is_container(entry)]
        found: list[tuple[str, list[Piece]]] = []
        trouble: LayoutError | None = None
        for entry in containers:
            inner = self._children(entry)
            if inner is None:
                return None
            try:
                pieces = self._auto(
                    place,
                    f"{where}/{one_line(readable(entry.name))}",
                    f"{prefix}{readable(entry.name)}/",
                    inner,
                    depth + 1,
                )
            except LayoutError as error:
                trouble = trouble or error
                continue
            if pieces is None:
                return None
            found.append((entry.name, pieces))
        if trouble is not None:
            raise trouble
        if not found or 2 * sum(_is_many(pieces) for _, pieces in found) < len(found):
            return None
        others = [entry for entry in entries if not _is_container(entry)]
        return [*_of_sections(found), *_plain(place, prefix, others, is_certain=False)]

    def _explicit(
        self,
        layout: Layout,
        place: _Place,
        where: str,
        prefix: str,
        entries: Sequence[DiskEntry | ZipEntry],
        depth: int,
    ) -> list[Piece] | None:
        seen = [entry for entry in entries if not is_systems(entry.name)] if layout.name != "github" else list(entries)
        says = read(layout, where, seen)
        if any(said is not None for said in says):
            return _claimed(place, prefix, entries, seen, layout, says)
        if depth == DEPTH:
            return None
        found: list[tuple[str, list[Piece]]] = []
        left: list[DiskEntry | ZipEntry] = []
        for entry in entries:
            inner = self._children(entry) if _is_container(entry) and not is_systems(entry.name) else None
            below = f"{prefix}{readable(entry.name)}/"
            pieces = inner and self._explicit(
                layout, place, f"{where}/{one_line(readable(entry.name))}", below, inner, depth + 1
            )
            if pieces:
                found.append((entry.name, pieces))
            else:
                left.append(entry)
        return [*_of_sections(found), *_plain(place, prefix, left, is_certain=False)] if found else None

    def _sections(self, place: _Place, prefix: str) -> list[Piece]:
        found: list[tuple[str, list[Piece]]] = []
        left: list[DiskEntry | ZipEntry] = []
        for entry in place.entries:
            inner = self._children(entry) if _is_container(entry) and not is_systems(entry.name) else None
            if inner is None:
                left.append(entry)
                continue
            below = f"{prefix}{readable(entry.name)}/"
            found.append((entry.name, _plain(place, below, inner, is_certain=True)))
        return [*_of_sections(found, always=True), *_plain(place, prefix, left, is_certain=True)]

    def _children(self, entry: DiskEntry | ZipEntry) -> Sequence[DiskEntry | ZipEntry] | None:
        """What a folder, or a zip on disk, holds; None if it is no such thing."""
        if entry.is_folder:
            return entry.children()
        if isinstance(entry, ZipEntry):
            return None
        try:
            opened = ZipOfClass(entry.path)
        except InputError:
            return None
        self.stack.callback(opened.close)
        return opened.root.children()


def _inside(where: str, entry: DiskEntry | ZipEntry) -> str:
    return f"{where}/{one_line(readable(entry.name))}"


def _is_container(entry: DiskEntry | ZipEntry) -> bool:
    return not entry.is_link and (entry.is_folder or ending(entry.name) == ".zip")


def _is_many(pieces: Sequence[Piece]) -> bool:
    """Whether pieces are surely a class's: a student's own folder may hold files with names of such a form."""
    layouts = {piece.layout for piece in pieces if piece.claim} - {"plain"}
    return any(LAYOUTS[name].is_sure for name in layouts) or people_in([piece.claim for piece in pieces]) > 1


def _of_sections(found: Sequence[tuple[str, list[Piece]]], *, always: bool = False) -> list[Piece]:
    """The pieces of all sections; a lone folder around everything is none."""
    if len(found) == 1 and not always:
        return found[0][1]
    return [replace(piece, section=piece.section or readable(name)) for name, pieces in found for piece in pieces]


def _claimed(
    place: _Place,
    prefix: str,
    entries: Iterable[DiskEntry | ZipEntry],
    seen: Sequence[DiskEntry | ZipEntry],
    layout: Layout,
    says: Sequence[Says],
) -> list[Piece]:
    pieces = []
    left = []
    for entry, said in zip(seen, says):
        shown = f"{prefix}{readable(entry.name)}"
        if said is None:
            left.append(entry)
        elif isinstance(said, Nobody):
            pieces.append(Piece(place.root, shown, entry, layout.name, nobody=said))
        else:
            claim = replace(said, who=tuple(_made_readable(who) for who in said.who))
            pieces.append(Piece(place.root, shown, entry, layout.name, claim, section=claim.who[0].section))
    return [*pieces, *_plain(place, prefix, left, is_certain=False)]


_TEXTS = ("label", "id", "name", "email", "username", "section", "group")


def _made_readable(who: Who) -> Who:
    shown = {text: readable(value) if (value := getattr(who, text)) else "" for text in _TEXTS}
    return replace(who, **shown)


def _plain(place: _Place, prefix: str, entries: Iterable[DiskEntry | ZipEntry], *, is_certain: bool) -> list[Piece]:
    """Entries that are called after their student.

    Args:
        place: where they lie.
        prefix: of their names, for people.
        entries: some of a folder.
        is_certain: whether it is a folder of such entries; beside a platform's names, what could be no answer is
            nobody's.
    """
    pieces = []
    for entry in entries:
        if is_systems(entry.name):
            continue
        shown = f"{prefix}{readable(entry.name)}"
        if is_hidden(entry.name):
            pieces.append(Piece(place.root, shown, entry, nobody=Nobody(HIDDEN)))
            continue
        if isinstance(entry, DiskEntry) and entry.is_folder and _holds_results(entry.path):
            pieces.append(Piece(place.root, shown, entry, nobody=Nobody("results of an earlier `homework grade`")))
            continue
        if not is_certain and not entry.is_folder and not _may_be_graded(entry.name):
            what = "its name does not say whose it is, and it is no .py, .ipynb or .zip"
            pieces.append(Piece(place.root, shown, entry, nobody=Nobody(what)))
            continue
        name = readable(entry.name if entry.is_folder else PurePosixPath(plain_name(entry.name)[0]).stem)
        who = Who(f"{place.root}\0{prefix}\0{name}", name)
        pieces.append(Piece(place.root, shown, entry, claim=Claim((who,), entry.name), is_stray=not is_certain))
    return pieces


def _holds_results(folder: Path) -> bool:
    """Whether it was an `--out`: one that lies among the submissions."""
    return (folder / "results.sqlite").is_file() and (folder / "grades.csv").is_file()


def _may_be_graded(name: str) -> bool:
    return ending(plain_name(name)[0]) in (".py", ".ipynb", ".zip")


def readable(name: str) -> str:
    """A file's name as text: NFC, undecodable bytes as escapes, bounded."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    text = unicodedata.normalize("NFC", text)
    if len(text) > NAME_LIMIT:  # the hash keeps apart what differs only at its end
        text = f"{text[: NAME_LIMIT - 9]}~{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    return text or "_"
