"""A submission as it is kept."""

from __future__ import annotations

import msgspec

from autograder.submission import Kind, Submission


class Source(msgspec.Struct, frozen=True):
    """A submission as it is kept."""

    kind: Kind
    source: bytes
    file: str
    person: str
    attempt: int
    helpers: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, submission: Submission) -> Source:
        """Of a submission."""
        return cls(*(getattr(submission, name) for name in cls.__struct_fields__))

    def submission(self, name: str) -> Submission:
        """The submission of that name."""
        return Submission(name=name, **msgspec.structs.asdict(self))


def content_of(source: bytes) -> str:
    """The digest of a source as it is stored."""
    try:
        return msgspec.msgpack.decode(source, type=Source).submission("").sha256
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
