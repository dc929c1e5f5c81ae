"""Intake: paths in, submissions as bytes out.

The trusted side only ever reads bytes here. Links are not followed, devices and FIFOs not opened, nothing is
extracted to disk; whatever is no submission comes back with the reason in one line.
"""

from __future__ import annotations

import contextlib
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from autograder.classroom import zips
from autograder.classroom.choose import Candidate, Look, choose
from autograder.classroom.downloads import (
    NO_ANSWERS,
    PASSED,
    DiskEntry,
    ZipEntry,
    extract,
    is_hidden,
    is_systems,
)
from autograder.classroom.people import Handed, HandedIn, Person, Whose, who_is_whom
from autograder.classroom.places import HIDDEN, IntakeError, Piece, Taking, pieces_of, readable
from autograder.classroom.roster import read_roster
from autograder.classroom.shelf import Shelf
from autograder.questions.handout import HandoutKeys
from autograder.results import one_line
from autograder.submission import CLEAR, FILE_LIMIT, KINDS, Found, Submission, Unreadable, plain_name, read_without

ENTRIES_LIMIT = zips.ENTRIES_LIMIT
OF_A_SECTION = 4  # files that differ in one folder: nobody hands in so many, a section does
CANDIDATES = 20  # of one person; who hands in more is asked for one file
WHAT_TO_DO = "hand in the .ipynb or .py file that you worked in"
# Endings that people do hand in, and what to tell them.
ADVICE = {
    ".docx": f"a Word document: {WHAT_TO_DO}",
    ".doc": f"a Word document: {WHAT_TO_DO}",
    ".pdf": f"a PDF document: {WHAT_TO_DO}",
    ".rtf": f"an RTF document: {WHAT_TO_DO}",
    ".html": f"a web page: {WHAT_TO_DO}",
    ".htm": f"a web page: {WHAT_TO_DO}",
    ".rar": "a RAR archive: unpack it, or pack a .zip",
    ".7z": "a 7z archive: unpack it, or pack a .zip",
    ".tar": "a tar archive: unpack it, or pack a .zip",
    ".gz": "a compressed archive: unpack it, or pack a .zip",
    ".tgz": "a compressed archive: unpack it, or pack a .zip",
    ".pages": f"a Pages document: {WHAT_TO_DO}",
    ".md": f"a Markdown file: {WHAT_TO_DO}",
}

# What people write answers in, and nobody reads.
DOCUMENTS = frozenset({".docx", ".doc", ".pdf", ".rtf", ".md", ".pages", ".odt", ".tex", ".txt"})
OF_A_FOLDER = frozenset({"readme", "license", "requirements", "changelog"})  # documents that come with one


@dataclass(frozen=True)
class Asked:
    """What a submission is measured by: the homework, its handout, and who looks into files."""

    homework: str
    handout: HandoutKeys = field(default_factory=HandoutKeys)
    untouched: frozenset[bytes] = frozenset()
    look: Look = lambda candidate: None


@dataclass(frozen=True)
class Line:
    """What became of one file, or of one person without any.

    Attributes:
        file: where it lies; empty for somebody who handed in nothing.
        person: whose it is, or who caused what is nobody's; empty if nobody is known.
        attempt: which of this person's, from 1; 0 if there is none.
        late: whether the platform marks it so.
        verdict: `chosen`, or why not.
        kind: what the verdict says: "nobody" is nobody's submission, "question" is somebody that a person has to tell.
    """

    file: str
    person: str
    attempt: int
    late: bool
    verdict: str
    kind: Literal["chosen", "other", "unreadable", "older", "nobody", "absent", "question"]


@dataclass(frozen=True)
class Intake:
    """All that came in.

    Attributes:
        found: the submissions, sorted by name.
        lines: what became of each file.
        whose: whose a submission is, by its name.
        absent: who is on the roster and handed in nothing, and what is to be said of that.
    """

    found: list[Found]
    lines: list[Line]
    whose: Mapping[str, Whose]
    absent: tuple[tuple[Person, str], ...] = ()

    def notes(self) -> list[str]:
        """What whoever grades should hear: a line for each reason, not for each file."""
        of_reason: dict[tuple[str, str], list[Line]] = {}
        for line in self.lines:
            if line.kind in ("nobody", "question", "older"):
                of_reason.setdefault((line.kind, line.verdict), []).append(line)
        notes = []
        for (kind, reason), lines in of_reason.items():
            shown = ", ".join(one_line(line.file or line.person) for line in lines[:SHOWN])
            more = f" and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
            what = {"nobody": "nobody's submission", "question": "to be told", "older": "not graded"}[kind]
            notes.append(f"{what}: {shown}{more}: {one_line(reason)}")
        return notes


ABSENT = "handed in nothing"
SHOWN = 3  # files named in a note


def collect(paths: Sequence[Path], asked: Asked, output: Path | None = None) -> list[Found]:
    """Every submission under some paths, sorted by name.

    Args:
        paths: files, or folders that hold a file, zip or folder per student.
        asked: the homework. Of several files of one student it is their content that decides.
        output: the folder for the results: it is no student's, should it lie among the submissions.

    Raises:
        IntakeError: a path is missing or unreadable, or there is nothing in a folder.
    """
    return take_in(paths, asked, output=output).found


def take_in(paths: Sequence[Path], asked: Asked, taking: Taking | None = None, output: Path | None = None) -> Intake:
    """Everybody's submission under some paths, and what became of every file.

    Args:
        paths: files, folders and zips as they come: from a platform, or a file, zip or folder per student.
        asked: the homework.
        taking: how names are to be understood, who is in the class, which attempts count.
        output: the folder for the results.

    Raises:
        InputError: a path, the roster, the pattern or the layout of names cannot be used.
    """
    taking = taking or Taking()
    roster = read_roster(taking.roster) if taking.roster is not None else None
    with contextlib.ExitStack() as stack:
        pieces = pieces_of(paths, taking, output, stack)
        people = who_is_whom(pieces, roster, taking.attempts)
        if not people.handed and roster is None:
            reasons = sorted({piece.nobody.reason for piece in pieces if piece.nobody})
            raise IntakeError(f"{paths[0]}: holds no submission, only {'; '.join(reasons)}")
        return _judged(people, pieces, asked)


def _judged(people: HandedIn, pieces: Sequence[Piece], asked: Asked) -> Intake:
    found: list[Found] = []
    lines: list[Line] = []
    whose: dict[str, Whose] = {}
    shelf = Shelf()
    for handed in people.handed:
        own = [_item(piece) for piece in handed.pieces]  # one person's files at a time
        if not handed.counts:
            lines += _lines(handed, own, handed.why_not, "older")
            continue
        one = _of_student(handed.name, own, asked)
        if isinstance(one, Submission):
            notes = (*one.notes, *_not_read(own))
            one = replace(one, person=handed.person, attempt=handed.attempt, notes=notes)
        found.append(shelf.lay(one) if isinstance(one, Submission) else one)
        claims = [piece.claim for piece in handed.pieces if piece.claim is not None]
        whose[handed.name] = Whose(
            handed.members,
            one.file,
            handed.person,
            handed.attempt,
            any(claim.late for claim in claims),
            max((claim.when for claim in claims), default=""),
        )
        lines += _lines(handed, own, one, "other")
        count = sum(len(item.candidates) for item in own)
        if isinstance(one, Unreadable) and count >= OF_A_SECTION and {p.layout for p in handed.pieces} == {"plain"}:
            text = f"holds {count} files that could be answers: if it is the folder of a section, say --layout sections"
            lines.append(Line(handed.pieces[0].shown, handed.name, 0, False, text, "question"))
    for piece in pieces:
        if piece.nobody is not None:
            who = piece.nobody.who.label if piece.nobody.who else ""
            lines.append(Line(piece.shown, who, 0, False, piece.nobody.reason, "nobody"))
    lines += [Line(shown, "", 0, False, text, "question") for shown, text in people.questions]
    for person, text in people.absent:
        lines.append(Line("", person.label, 0, False, f"absent: {text or ABSENT}", "absent"))
    lines.sort(key=lambda line: (line.kind == "absent", line.kind == "question", line.file))
    return Intake(sorted(found, key=lambda f: f.name), lines, whose, people.absent)


def _lines(handed: Handed, items: Sequence[_Item], verdict: Found | str, kind: Literal["older", "other"]) -> list[Line]:
    """What became of each file of one attempt."""
    lines = []
    for piece, item in zip(handed.pieces, items):
        late = bool(piece.claim and piece.claim.late)

        def line(file: str, text: str, kind: Any, late: bool = late) -> Line:
            return Line(file, handed.name, handed.attempt, late, text, kind)

        several = piece.holds_files
        for candidate in item.candidates:
            file = f"{piece.shown}/{candidate.file}" if several else piece.shown
            if isinstance(verdict, str):
                lines.append(line(file, verdict, kind))
            elif isinstance(verdict, Unreadable):
                lines.append(line(file, f"unreadable: {verdict.reason}", "unreadable"))
            elif candidate.data is verdict.source:
                lines.append(line(file, "chosen", "chosen"))
            else:
                lines.append(line(file, _why_not(candidate, verdict), "other"))
        if item.problem and isinstance(verdict, Unreadable):
            lines.append(line(piece.shown, f"unreadable: {item.problem}", "unreadable"))
        elif item.problem:  # another file counts, or another attempt
            text = verdict if isinstance(verdict, str) else f"not chosen: {item.problem}"
            lines.append(line(piece.shown, text, kind))
        for passed, why in item.passed:
            lines.append(line(f"{piece.shown}/{passed}", why, "other"))
    return lines


def _not_read(items: Sequence[_Item]) -> Iterator[str]:
    """What is said of documents beside the file that counts: nobody reads answers in them."""
    beside = [name for item in items for name, _ in item.passed]
    beside += [item.entry for item in items if item.problem and not item.candidates]
    documents = sorted(one_line(readable(name)) for name in beside if _is_document(PurePosixPath(name)))
    if documents:
        shown = ", ".join(documents[:SHOWN]) + (f" (+{len(documents) - SHOWN})" if len(documents) > SHOWN else "")
        yield (
            f"also handed in, and not read: {shown}; answers count where they stand in the notebook or script / "
            f"同时提交了 {shown}，未读取：答案须写在 notebook 或脚本中才计分"
        )


def _is_document(path: PurePosixPath) -> bool:
    return path.suffix.lower() in DOCUMENTS and path.stem.lower() not in OF_A_FOLDER


def _why_not(candidate: Candidate, chosen: Submission) -> str:
    module = PurePosixPath(candidate.file).stem
    if not candidate.data.strip():
        return "not chosen: empty"
    if any(name == module for name, _ in chosen.helpers):
        return f"a module beside {one_line(chosen.file)}"
    return f"not chosen: {one_line(chosen.file)} holds the answers"


# What is called a zip and is none, by how it begins.
NO_ZIPS = (
    (b"Rar!", "a RAR archive that is called .zip: unpack it, and pack a zip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive that is called .zip: unpack it, and pack a zip"),
    (b"\x1f\x8b", "a gzip archive that is called .zip: unpack it, and pack a zip"),
)


@dataclass(frozen=True)
class _Item:
    """What lies under one entry of a folder: a student's files, or why there are none."""

    name: str
    entry: str
    candidates: tuple[Candidate, ...] = ()
    problem: str = ""
    passed: tuple[tuple[str, str], ...] = ()  # files that were not even candidates, and why


def _of_student(name: str, items: list[_Item], asked: Asked) -> Found:
    candidates = [candidate for item in items for candidate in item.candidates]
    problems = [item.problem for item in items if item.problem]
    if not candidates and problems:
        return Unreadable(name, "; ".join(problems), items[0].entry)
    if len(candidates) > CANDIDATES:
        return Unreadable(name, f"holds {len(candidates)} files that could be the answer; hand in one")
    left = [c for c in candidates if normal(c.data) not in asked.untouched] if len(candidates) > 1 else candidates
    if not left:  # nothing but the handout as it was
        left = sorted(candidates, key=lambda c: PurePosixPath(c.file).stem.lower() != asked.homework.lower())[:1]
    return choose(name, left, asked.homework, asked.handout, asked.look)


@zips.on_one_budget
def _item(piece: Piece) -> _Item:
    """Reads what a piece holds; a lone file is called what its student called it."""
    claim, entry = piece.claim, piece.entry
    assert claim is not None
    name = claim.who[0].label
    if claim.problem:
        return _Item(name, entry.name, problem=claim.problem)
    if isinstance(entry, DiskEntry | ZipEntry) and entry.is_link:
        return _Item(name, entry.name, problem="a link, not a file")
    if entry.is_folder:
        return _student_folder(entry, name)
    return _file(entry, name, claim.file)


def _file(entry: DiskEntry | ZipEntry, name: str, own: str) -> _Item:
    plain, notes = _plain_name(own)
    suffix = PurePosixPath(plain).suffix.lower()
    if suffix not in KINDS and suffix != ".zip":
        what = ADVICE.get(suffix, "an unknown ending; hand in a .py, .ipynb or .zip")
        return _Item(name, entry.name, problem=f"{readable(entry.name)}: {what}")
    try:
        data = entry.read(FILE_LIMIT)
    except OSError as error:
        what = str(error.strerror or error)
        clear = CLEAR[0] if "larger than" in what and suffix == ".ipynb" else ""
        return _Item(name, entry.name, problem=f"{readable(entry.name)}: {what}{clear}")
    if suffix == ".zip":
        return _zip(name, data)
    return _Item(name, entry.name, (Candidate(readable(own), KINDS[suffix], data, notes),))


def _plain_name(name: str) -> tuple[str, tuple[str, ...]]:
    """A file's name without what was added behind `.py` or `.ipynb`, and what to say of it."""
    plain, added = plain_name(name)
    if not added:
        return name, ()
    return plain, (" / ".join(read_without(one_line(readable(PurePosixPath(name).name)), added)),)


def _student_folder(folder: DiskEntry | ZipEntry, name: str) -> _Item:
    files: dict[str, DiskEntry | ZipEntry] = {}
    passed: list[tuple[str, str]] = []
    for relative, file, why in folder.files():
        if why:
            passed.append((readable(relative), why))
        else:
            files[relative] = file
        if len(files) + len(passed) > ENTRIES_LIMIT:
            return _Item(name, folder.name, problem=f"the folder holds more than {ENTRIES_LIMIT} files")
    return _gathered(name, list(files), lambda relative: files[relative].read(FILE_LIMIT), passed=passed)


def _zip(name: str, data: bytes, *, inner: bool = False) -> _Item:
    try:
        archive = zips.opened(data)
    except zips.RefusedError as error:
        other = next((what for start, what in NO_ZIPS if data.startswith(start)), str(error))
        return _Item(name, name, problem=other)
    with archive:
        infos = archive.infolist()
        # Not `is_dir`, which takes the last letter of a name that may have none.
        files = [i for i in infos if not i.filename.endswith("/")]
        links = [i.filename for i in files if stat.S_ISLNK(i.external_attr >> 16)]
        entries = {i.filename: i for i in files if not stat.S_ISLNK(i.external_attr >> 16)}
        passed = [(readable(link), "a link, not a file") for link in links]

        answers = [i.filename for i in infos if i.filename.lower().endswith(tuple(KINDS))]
        twice = [n for n, count in Counter(answers).items() if count > 1]
        if twice:
            what = f"the zip holds {one_line(readable(twice[0]))} twice; pack it again"
            return _Item(name, name, problem=what)
        return _gathered(
            name, list(entries), lambda entry: extract(archive, entries[entry]), passed=passed, inner=inner
        )


def _gathered(
    name: str,
    entries: Sequence[str],
    load: Callable[[str], bytes],
    *,
    passed: Iterable[tuple[str, str]] = (),
    inner: bool = False,
) -> _Item:
    """The candidates among the entries of a folder or a zip; a zip in there is opened, but none in that one."""
    candidates: list[Candidate] = []
    passed = list(passed)
    folders: dict[str, None] = {}
    total = 0
    other = ""
    try:
        for entry in entries:
            plain, notes = _plain_name(entry.replace("\\", "/"))
            shown = readable(plain)
            path = PurePosixPath(plain)
            suffix = path.suffix.lower()
            parents = {part.lower() for part in path.parts[:-1]}
            if parents & NO_ANSWERS:
                depth = next(i for i, part in enumerate(path.parts) if part.lower() in NO_ANSWERS)
                if not is_systems(path.parts[depth]):
                    folders[readable("/".join(path.parts[: depth + 1]))] = None
                continue
            if is_systems(path.name):
                continue
            if is_hidden(path.name):
                passed.append((shown, HIDDEN))
                continue
            if suffix not in KINDS and (suffix != ".zip" or inner):
                other = other or (f"{one_line(shown)} is {ADVICE[suffix]}" if suffix in ADVICE else "")
                passed.append((shown, "no .py or .ipynb file"))
                continue
            data = load(entry)
            total += len(data)
            if total > FILE_LIMIT:
                raise OSError(None, "its files are too large; hand in one")
            if suffix == ".zip":
                below = _zip(name, data, inner=True)
                if below.problem:
                    raise OSError(None, f"{one_line(shown)}: {below.problem}")
                total += sum(len(candidate.data) for candidate in below.candidates)
                candidates += [replace(c, file=f"{shown}/{c.file}") for c in below.candidates]
                passed += [(f"{shown}/{file}", why) for file, why in below.passed]
            else:
                candidates.append(Candidate(shown, KINDS[suffix], data, notes))
            if len(candidates) > CANDIDATES:
                break
    except OSError as error:
        return _Item(name, name, problem=str(error.strerror or error))
    passed += [(f"{folder}/", PASSED) for folder in folders]
    if not candidates:
        return _Item(name, name, problem=other or "holds neither a .py nor an .ipynb file", passed=tuple(passed))
    return _Item(name, name, tuple(candidates), passed=tuple(passed))


def normal(data: bytes) -> bytes:
    """Content without the line ends' kind, to recognise a file that an editor has only touched."""
    return data.replace(b"\r\n", b"\n").strip()
