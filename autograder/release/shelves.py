"""The two folders of a release: what each says of itself, and what lies in them that a release did not just write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course import MANIFEST, Text, spoken
from autograder.files import write_file
from autograder.release.kinds import STAFF, TO_STUDENTS, Kind, Name, name_of
from autograder.release.reading import record_at
from autograder.release.record import Record

README = "README.md"
OURS = b"`homework release`"  # in each of our READMEs, and hardly in one that somebody else wrote for such a folder
FOR_STUDENTS = Text(
    """\
# For students

The zips of this folder are what students of the course get, and all may see them: for each homework one, and one more
for each language that was asked for (`-en`, `-zh`). Hand out the newest of a homework. Nothing else belongs here.
`homework release` writes this folder, and `homework release --check ZIP` says of a zip what it is.
""",
    """\
# 发给学生

本文件夹里的压缩包就是发给学生的作业，所有学生都可以看：每次作业一个，若另要单语版，则每种语言再加一个（`-en`、`-zh`）。
请发放每次作业最新的一个。其他文件都不应放在这里。本文件夹由 `homework release` 生成；
`homework release --check ZIP` 会说明一个压缩包是什么。
""",
)
FOR_STAFF = """\
# For the staff, not for students

Each zip of this folder holds reference solutions or hidden tests; none may be put where students can reach it.

- `-otter`: the tests for plain otter.
- `-gradescope`: the autograder to upload to Gradescope.
- `-solutions`: the handout with the solutions filled in. It may go to students after the deadline, extensions included:
  no hidden test is in it.

`homework release` writes this folder, and `homework release --check ZIP` says of a zip what it is.
"""
RAISE = f"raise the homework's version in {MANIFEST}"


@dataclass(frozen=True)
class Placed:
    """A zip that a release has written.

    Attributes:
        path: where.
        record: what it is.
        replaced: whether another file with other contents was there.
    """

    path: Path
    record: Record
    replaced: bool


def write_readmes(out: Path, languages: Sequence[str]) -> Iterator[str]:
    """Writes what each folder says of itself; says where it left somebody else's file alone.

    Raises:
        WriteError: it cannot be written.
    """
    to_students = "\n".join(FOR_STUDENTS[language] for language in spoken(languages))
    for folder, text in ((TO_STUDENTS, to_students), (STAFF, FOR_STAFF)):
        path = out / folder / README
        if path.exists() and not (path.is_file() and OURS in path.read_bytes()):
            yield f"{path} is not of a release and was left as it is"
        else:
            write_file(path, text.encode())


def strays(out: Path, written: Sequence[Placed]) -> Iterator[str]:
    """Zips that are not for students in the students' folder; and whatever zip is of the same homework, but not of now.

    Args:
        out: where the folders lie; before there were folders, zips lay there themselves.
        written: what the release has just written.
    """
    new = {one.path for one in written}
    for folder in (out / TO_STUDENTS, out / STAFF, out):
        for path in sorted(folder.glob("*.zip")) if folder.is_dir() else ():
            if path in new:
                continue
            record = record_at(path)
            name = record.name if record is not None else name_of(path.name)
            if name is None:
                continue
            if folder.name == TO_STUDENTS and name.kind is not Kind.STUDENT:
                yield f"{loud(path)} is {name.kind.whom}: take it out of the folder for students"
            elif written and name.homework == written[0].record.homework:
                yield _older(path, name, record, written)


def _older(path: Path, name: Name, record: Record | None, written: Sequence[Placed]) -> str:
    """What there is to say of a zip of the same homework that was there before."""
    said = ", ".join([*([f"v{name.version}"] if name.version else []), *([name.date] if name.date else [])])
    line = f"{path} is of an earlier release{f' ({said})' if said else ''}"
    same = (one for one in written if (one.record.kind, one.record.language) == (name.kind, name.language))
    now = next(same, None)
    if now is None:
        return f"{line}, and nothing took its place: delete it"
    if now.record.is_like(record):
        return f"{line} with the same contents: delete one of the two"
    if name.kind is Kind.STUDENT and name.version and name.version == now.record.version:
        return f"{line} with other contents, though both are v{name.version}: delete it, and {RAISE}"
    return f"{line}: delete it, so that nobody takes it for the latest"


def loud(path: Path) -> str:
    """A path in a warning that nobody shall overlook."""
    return f"!!! NOT FOR STUDENTS: {path}"
