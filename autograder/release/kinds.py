"""The kinds of zips that a release writes: what each is for, who may see it, where it lies, what it is called."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import datetime, timezone, tzinfo
from enum import StrEnum

from autograder.course import Course
from autograder.manifest import zone_of
from autograder.release.sources import ReleaseError

TO_STUDENTS, STAFF = "to-students", "staff"  # the folders of a release


class Kind(StrEnum):
    """What a zip is; all but the first say so in their names."""

    STUDENT = "student"
    OTTER = "otter"
    GRADESCOPE = "gradescope"
    SOLUTIONS = "solutions"

    @property
    def folder(self) -> str:
        """Where it lies in a release."""
        return TO_STUDENTS if self is Kind.STUDENT else STAFF

    @property
    def whom(self) -> str:
        """Who may see it."""
        return WHOM[self]

    @property
    def what(self) -> str:
        """What it is for."""
        return WHAT[self]


WHOM = {
    Kind.STUDENT: "for students",
    Kind.OTTER: "for the staff only",
    Kind.GRADESCOPE: "for the staff only",
    Kind.SOLUTIONS: "for the staff, and for students after the deadline",
}
WHAT = {
    Kind.STUDENT: "the handout with its public tests",
    Kind.OTTER: "the tests for plain otter, hidden ones among them",
    Kind.GRADESCOPE: "the autograder for Gradescope, with references and hidden tests",
    Kind.SOLUTIONS: "the handout with the reference solutions filled in",
}


@dataclass(frozen=True)
class Name:
    """What a zip's name says.

    Attributes:
        homework: of which it is.
        version: of the homework, if its manifest names one.
        date: the day of its release.
        kind: see `Kind`.
        language: of the handout, where that is in one only by wish.
    """

    homework: str
    version: str
    date: str
    kind: Kind
    language: str = ""

    def __str__(self) -> str:
        version = [f"v{self.version}"] if self.version else []
        kind = [self.kind.value] if self.kind is not Kind.STUDENT else []
        language = [self.language] if self.language else []
        return "-".join([self.homework, *version, self.date, *kind, *language]) + ".zip"


NAME = re.compile(
    r"(?P<homework>\w+)(-v(?P<version>[0-9A-Za-z.]+))?-(?P<date>\d{4}-\d\d-\d\d)"
    r"(-(?P<kind>otter|gradescope|solutions))?(-(?P<language>[a-z]{2,3}(-[A-Za-z0-9]{1,8})*))?\.zip"
)
# Before there were folders: `losses-student.zip`, `losses-student-zh.zip`, `losses-otter.zip`, `losses-gradescope.zip`.
EARLIER = re.compile(r"(?P<homework>\w+)-(?P<kind>student|otter|gradescope)(-(?P<language>[a-z]{2,3}))?\.zip")


def name_of(file: str) -> Name | None:
    """What the name of a zip says, if a release gave it."""
    found = NAME.fullmatch(file)
    if found is not None:
        part = found.groupdict(default="")
        return Name(part["homework"], part["version"], part["date"], Kind(part["kind"] or "student"), part["language"])
    found = EARLIER.fullmatch(file)
    if found is not None:
        return Name(found["homework"], "", "", Kind(found["kind"]), found["language"] or "")
    return None


def release_day(course: Course) -> str:
    """Today in the course's time zone, as `2026-12-01`; the day of SOURCE_DATE_EPOCH, if that is set.

    Raises:
        ReleaseError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    zone: tzinfo | None = zone_of(course.manifest.timezone) if course.manifest.timezone else None
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return f"{datetime.now(zone):%Y-%m-%d}"
    try:
        return f"{datetime.fromtimestamp(int(epoch), zone or timezone.utc):%Y-%m-%d}"
    except (ValueError, OverflowError, OSError):
        what = f"is {epoch!r}, no number of seconds since 1970"
        raise ReleaseError("SOURCE_DATE_EPOCH", what, "set it to one, or to nothing") from None
