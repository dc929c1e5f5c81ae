"""`homework export DIR feedback`: each student's own file with comments, under the name that a platform takes."""

from __future__ import annotations

import contextlib
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import msgspec

from autograder.classroom import zips
from autograder.classroom.database import homework_of
from autograder.classroom.downloads import ending, extract
from autograder.classroom.layouts.model import Who
from autograder.classroom.names import forms
from autograder.classroom.people import who_is_whom
from autograder.classroom.places import NothingError, Piece, Taking, pieces_of
from autograder.classroom.roster import Roster, read_roster
from autograder.classroom.store import Store
from autograder.course import Homework
from autograder.errors import InputError
from autograder.export import notebook, script
from autograder.export.archive import is_safe, zipped
from autograder.export.fill import listed
from autograder.export.rows import Row, read_rows
from autograder.export.said import Say, Speech
from autograder.export.table import shown
from autograder.files import read_bytes, write_file
from autograder.submission import FILE_LIMIT, KINDS, Submission, plain_name

SENT = "staff/sent.json"
PAGE = "feedback.html"
PLATFORMS = ("canvas", "moodle", "folder")


@dataclass(frozen=True)
class Asked:
    """How feedback is to be given.

    Attributes:
        platform: whose form; "folder" is one for each person.
        download: the submissions as the platform gave them.
        roster: as it was given to `homework grade`.
        languages: of the comments.
        every: also what was sent before and is the same.
    """

    platform: str
    download: Path | None = None
    roster: Path | None = None
    languages: tuple[str, ...] = ("en", "zh")
    every: bool = False


@dataclass
class Feedback:
    """What goes back, and what does not.

    Attributes:
        files: of the zip, by name.
        sent: the hash of each file that has been given back by then, for the next time.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    as_before: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sent: dict[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        """The zip."""
        return zipped(self.files)

    def lines(self) -> Iterator[str]:
        """What is printed."""
        counts = [f"{len(self.people)} with feedback", f"{len(self.left_out)} left out"]
        yield ", ".join([*counts, f"{len(self.as_before)} as sent before"])
        reasons: dict[str, list[str]] = {}
        for name, why in sorted(self.left_out):
            reasons.setdefault(why, []).append(name)
        for why, names in reasons.items():
            yield f"left out: {listed(names)}: {why}"
        if self.as_before:
            yield f"sent before and not changed since (--all sends it again): {listed(self.as_before)}"
        if self.others:
            yield f"nobody of these results: {listed(self.others)}"
        yield from (f"note: {note}" for note in self.notes)


def feedback(folder: Path, homework: Homework, asked: Asked) -> Feedback:
    """Makes the files of everybody's feedback; writes nothing.

    Raises:
        InputError: the folder holds no results, or the download cannot be used.
    """
    if homework_of(folder) != homework.name:
        raise InputError(f"{folder}: holds results of {homework_of(folder)!r}, not of {homework.name!r}")
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in read_rows(folder):
        groups[row.source].append(row)
    with Store(folder, homework.name) as store:
        sources = {name: store.source(name) for name in groups}
    made = Feedback()
    copies = _Copies(folder, homework, asked.languages)
    if asked.platform == "folder":
        for name, rows in sorted(groups.items()):
            for row in rows:
                if why := _why_not(row):
                    made.left_out.append((row.submission, why))
                    continue
                source, page = sources[name], copies.page(row)
                copy = copies.of(source, rows) if source is not None else None
                if page is not None:
                    made.files[f"{row.file}/{PAGE}"] = page
                if source is not None and copy is not None:
                    made.files[f"{row.file}/{homework.name}.{source.kind}"] = copy
                made.people.append(row.submission)
        return made
    if asked.download is None:
        raise InputError(f"--for {asked.platform}: name with --download what was downloaded there")
    roster = read_roster(asked.roster) if asked.roster is not None else None
    before = _sent(folder).get(asked.platform, {}) if asked.platform == "canvas" else {}
    with contextlib.ExitStack() as stack:
        try:
            pieces = pieces_of([asked.download], Taking(layout=asked.platform), folder, stack)
        except NothingError as error:
            raise InputError(
                f"{error.said}: name with --download the submissions as {asked.platform} gave them, a zip or a folder"
            ) from None
        found = _Found(pieces, roster)
        for name, rows in sorted(groups.items()):
            told = [row for row in rows if not _why_not(row)]  # of a group somebody may be excused
            own = [] if rows[0].status == "absent" else found.pieces_of(rows, sources[name], groups)
            if not told:
                made.left_out.append((name, _why_not(rows[0])))
                continue
            if isinstance(own, str):
                made.left_out.append((name, own))
                continue
            make = _for_canvas if asked.platform == "canvas" else _for_moodle
            _add(made, name, make(copies, own, sources[name], told), {} if asked.every else before)
        made.others = found.left()
    made.sent = before | made.sent
    return made


def remember(folder: Path, platform: str, made: Feedback) -> None:
    """Notes what was given back.

    Raises:
        WriteError: it cannot be written.
    """
    if platform == "canvas":  # there each upload adds a comment; elsewhere a file replaces that of the same name
        known = _sent(folder) | {platform: made.sent}
        data = msgspec.json.format(msgspec.json.encode(known, order="sorted"), indent=1)
        write_file(folder / SENT, data + b"\n")


def _sent(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / SENT
    if not path.exists():
        return {}
    try:
        return msgspec.json.decode(read_bytes(path, FILE_LIMIT), type=dict[str, dict[str, str]])
    except (OSError, msgspec.MsgspecError, ValueError) as error:
        raise InputError(f"{path}: cannot be read: {error}; delete it, and all feedback is sent again") from None


def _add(made: Feedback, name: str, files: dict[str, bytes] | str, before: Mapping[str, str]) -> None:
    if isinstance(files, str):
        made.left_out.append((name, files))
        return
    unsafe = [file for file in files if not is_safe(file)]
    if unsafe:
        made.left_out.append((name, f"its file's name cannot stand in a zip: {shown(ascii(unsafe[0])[1:-1])}"))
        return
    hashes = {file: hashlib.sha256(data).hexdigest() for file, data in files.items()}
    made.sent |= hashes
    if all(before.get(file) == digest for file, digest in hashes.items()):
        made.as_before.append(name)
        return
    made.files |= files
    made.people.append(name)


def _why_not(row: Row) -> str:
    """Why nobody is written to about a row; empty if somebody is."""
    if row.status == "absent":
        return "handed in nothing"
    if row.status == "excused":
        return "excused"
    return "the grader failed, and there is no mark yet" if row.is_open else ""


# -- whose ---------------------------------------------------------------------------------------------------------


class _Found:
    """A download's pieces by their people."""

    def __init__(self, pieces: Sequence[Piece], roster: Roster | None) -> None:
        self._of: defaultdict[str, list[Piece]] = defaultdict(list)
        for handed in who_is_whom(pieces, roster, "newest").handed:
            self._of[handed.person] += [p for p in handed.pieces if p.claim is not None and not p.claim.problem]
        self._taken: set[str] = set()

    def left(self) -> list[str]:
        """Whom nobody has asked for."""
        return sorted(self._of.keys() - self._taken)

    def pieces_of(
        self, rows: Sequence[Row], source: Submission | None, groups: Mapping[str, Sequence[Row]]
    ) -> list[Piece] | str:
        """What a submission's people have handed in, or why that cannot be told."""
        for label in (rows[0].made.person, source.person if source else "", rows[0].source):
            if label in self._of:
                self._taken.add(label)
                return self._of[label]
        # It was graded with a roster, and there is none now, or the other way round: whoever is called so.
        wanted = {form for row in rows for name in (row.name, row.submission) for form in forms(name)}
        wanted |= {row.id.casefold() for row in rows if row.id}
        close = [label for label, pieces in self._of.items() if wanted & _names(pieces) and label not in groups]
        if len(close) == 1:
            self._taken.add(close[0])
            return self._of[close[0]]
        if close:
            return f"could be {' or '.join(shown(label) for label in close[:4])} in the download: pass --roster"
        return "is not in the download; if it was graded with a roster, pass --roster"


def _names(pieces: Sequence[Piece]) -> set[str]:
    people: list[Who] = [who for piece in pieces if piece.claim for who in piece.claim.who]
    keys = {key.casefold() for who in people for key in (who.id, who.email, who.username) if key}
    return keys | {form for who in people for form in forms(who.name)}


@dataclass(frozen=True)
class _File:
    """A file of somebody's.

    Attributes:
        name: below the piece; of a piece that is a file, what its student called it.
        inside: where in it, if it is a zip.
    """

    piece: Piece
    name: str
    data: bytes
    inside: str = ""

    @property
    def age(self) -> tuple[int, int]:
        """Greater for what was handed in later."""
        claim = self.piece.claim
        return (claim.serial, claim.number) if claim else (0, 0)


def _files(pieces: Sequence[Piece]) -> Iterator[_File]:
    """All files of somebody's, those in a zip as well."""
    with zips.budget():
        for piece in pieces:
            assert piece.claim is not None
            if piece.entry.is_link:
                continue
            entries = (
                [(name, entry) for name, entry, why in piece.entry.files() if not why]
                if piece.entry.is_folder
                else [(piece.claim.file, piece.entry)]
            )
            for name, entry in entries[: zips.ENTRIES_LIMIT]:
                plain = plain_name(name)[0]
                if ending(plain) not in (*KINDS, ".zip"):
                    continue
                with contextlib.suppress(OSError):
                    data = entry.read(FILE_LIMIT)
                    yield _File(piece, name, data)
                    if ending(plain) == ".zip":
                        yield from (_File(piece, name, part, inside) for inside, part in _unpacked(data))


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    total = 0
    with zips.opened(data) as archive:
        for info in archive.infolist():
            if ending(plain_name(info.filename)[0]) in KINDS:
                part = extract(archive, info)
                total += len(part)
                if total > FILE_LIMIT:
                    return
                yield info.filename, part


def _graded(pieces: Sequence[Piece], source: Submission) -> _File | None:
    """The file that was graded: of several with the same bytes the newest."""
    same = [file for file in _files(pieces) if file.data == source.source]
    return max(same, key=lambda file: (file.age, not file.inside), default=None)


# -- copies --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Copies:
    """Makes commented copies."""

    folder: Path
    homework: Homework
    languages: tuple[str, ...]

    def page(self, row: Row) -> bytes | None:
        """The student's page."""
        try:
            return read_bytes(self.folder / "students" / f"{row.file}.html", FILE_LIMIT)
        except OSError:
            return None

    def of(self, source: Submission, rows: Sequence[Row]) -> bytes | None:
        """The file with comments; None if it cannot have any."""
        speech = Speech(self.homework, rows, self.languages)
        functions = {question.name: question.functions for question in self.homework.questions}
        is_notebook = source.source.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        make = notebook.commented if is_notebook else script.commented
        return make(source.source, speech.overall(), dict(speech.questions()), functions)

    def alone(self, kind: str, rows: Sequence[Row]) -> bytes:
        """The comments without the file."""
        speech = Speech(self.homework, rows, self.languages)
        lines: list[Say] = [*speech.overall(), *(line for _, said in speech.questions() for line in said)]
        return notebook.alone(lines) if kind == "ipynb" else script.alone(lines)


def _for_canvas(
    copies: _Copies, pieces: Sequence[Piece], source: Submission | None, rows: Sequence[Row]
) -> dict[str, bytes] | str:
    """The file under the name that Canvas gave it, where it finds whose it is, and of which attachment."""
    if source is None:
        answers = [piece for piece in pieces if _kind(piece)]
        newest = max((piece.claim.serial for piece in answers if piece.claim), default=0)
        answers = [piece for piece in answers if piece.claim and piece.claim.serial == newest]
        if rows[0].status != "unreadable" or len(answers) != 1:
            return f"no file to comment: {rows[0].message or 'what was graded was not kept'}"
        return {answers[0].entry.name: copies.alone(_kind(answers[0]), rows)}
    file = _graded(pieces, source)
    if file is None:
        return "the file that was graded is not in the download: download again, or grade this one"
    copy = copies.of(source, rows)
    if copy is None:
        is_notebook = ending(plain_name(file.inside or file.name)[0]) == ".ipynb"
        copy = copies.alone("ipynb" if is_notebook else "py", rows)
    if file.inside:
        copy = zipped({PurePosixPath(file.inside.replace("\\", "/")).name: copy})
    return {file.piece.entry.name: copy}


def _for_moodle(
    copies: _Copies, pieces: Sequence[Piece], source: Submission | None, rows: Sequence[Row]
) -> dict[str, bytes] | str:
    """The page, and the file with comments, in the person's folder; a page is of one person, and a group has none."""
    files: dict[str, bytes] = {}
    page = copies.page(rows[0]) if len(rows) == 1 else None
    if page is not None and pieces:
        files[_below(pieces[0], PAGE)] = page
    file = _graded(pieces, source) if source is not None else None
    copy = copies.of(source, rows) if source is not None else None
    if file is not None and copy is not None:
        name = PurePosixPath(file.inside.replace("\\", "/")).name if file.inside else file.name
        files[_below(file.piece, name)] = copy
    return files or "neither a page nor a file that can be commented"


def _below(piece: Piece, name: str) -> str:
    """A name in a person's folder, or behind what stands before the names of a person's files."""
    if piece.entry.is_folder:
        return f"{piece.entry.name}/{name}"
    assert piece.claim is not None
    return piece.entry.name.removesuffix(piece.claim.file) + name


def _kind(piece: Piece) -> str:
    suffix = ending(plain_name(piece.claim.file)[0]) if piece.claim and not piece.entry.is_folder else ""
    return KINDS.get(suffix, "")
