"""`release.json`, the file in each zip by which `homework release --check` knows what it is.

It repeats what whoever has the zip can see, and nothing else: names, the day, and hashes of the zip's own files. No
seed, and nothing that was computed from a hidden file that does not lie in the same zip: a hash of a hidden suite would
tell who guesses its text that the guess is right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from autograder.release.archive import unpacked, zip_bytes
from autograder.release.kinds import Kind, Name, name_of

FILE = "release.json"
FORMAT = 1
SHOWN = 12  # characters of a digest, where people read it


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What a zip is.

    Attributes:
        format: of this file.
        kind: see `Kind`.
        whom: who may see the zip.
        course: the name of the course.
        homework: of it.
        version: of the homework, by the manifest.
        language: of the handout, where that is in one only by wish.
        date: the day of its release.
        verified: whether the gate had passed it.
        digest: over names and contents of all other files; equal wherever these are, whatever the day.
        files: of each other file in the zip, its SHA-256.
    """

    format: int = FORMAT
    kind: Kind
    whom: str = msgspec.field(name="for")
    course: str
    homework: str
    version: str
    language: str
    date: str
    verified: bool
    digest: str
    files: dict[str, str]

    def is_like(self, other: Record | None) -> bool:
        """Whether another zip holds the same, but for the stamp of a release without a verdict."""
        return other is not None and _but_stamp(self.files) == _but_stamp(other.files)

    @property
    def name(self) -> Name:
        """What the zip was called."""
        return Name(self.homework, self.version, self.date, self.kind, self.language)

    @property
    def place(self) -> str:
        """Where this file lies in the zip: in its one folder, if it has one."""
        return f"{FOLDER[self.kind].format(self.homework)}{FILE}"


STAMP = "UNVERIFIED.txt"
FOLDER = {Kind.STUDENT: "{}/", Kind.SOLUTIONS: "{}-solutions/", Kind.OTTER: "", Kind.GRADESCOPE: ""}


def _but_stamp(hashed: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in hashed.items() if name != STAMP}


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """Of each file its SHA-256, sorted by name."""
    return {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}


def digest(hashed: Mapping[str, str]) -> str:
    """Over names and contents."""
    lines = "".join(f"{value}  {name}\n" for name, value in sorted(hashed.items()))
    return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


def recorded(archive: bytes, name: Name, course: str, stamps: Mapping[str, str], *, verified: bool) -> bytes:
    """The zip with its record, and with some text files at its top.

    Args:
        archive: as `zip_bytes` made it.
        name: what it will be called.
        course: the course's name.
        stamps: the text files.
        verified: whether the gate has passed what is in it.
    """
    files, executable = unpacked(archive)
    files |= {stamp: text.encode() for stamp, text in stamps.items()}
    hashed = hashes(files)
    record = Record(
        kind=name.kind,
        whom=name.kind.whom.removeprefix("for "),
        course=course,
        homework=name.homework,
        version=name.version,
        language=name.language,
        date=name.date,
        verified=verified,
        digest=digest(hashed),
        files=hashed,
    )
    content = msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"
    return zip_bytes(files | {record.place: content}, executable=executable)


def record_in(files: Mapping[str, bytes]) -> Record | None:
    """The record among the files of a zip, if there is one where it belongs."""
    for place in sorted((name for name in files if name.split("/")[-1] == FILE), key=lambda name: name.count("/")):
        try:
            record = msgspec.json.decode(files[place], type=Record)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue
        # A name that no release gives is no record of ours, whatever else it says.
        if record.place == place and record.format == FORMAT and name_of(str(record.name)) == record.name:
            return record
    return None
