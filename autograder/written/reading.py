"""Has strangers' documents read: speaks to the reader's processes, and believes nothing that they say.

A reader that dies, hangs or answers nonsense costs its own document what it has not said yet, and nobody else
anything. The HTML of an answer comes on the page only if `fragment.checked` finds nothing in it that is not allowed.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar, Union

import msgspec
from markupsafe import Markup

from autograder import digests
from autograder.course import Limits
from autograder.engine.faults import SandboxGone
from autograder.engine.sandbox_process import Layer, Server, Session
from autograder.reports.escape import for_terminal
from autograder.submission import Kind, Submission
from autograder.wire.codec import WireError, decoder, encode
from autograder.wire.frames import ClosedError, FrameError, FrameTimeoutError, receive_frame, send_frame
from autograder.wire.messages import HandoutCell
from autograder.written.fragment import OUTPUT_LIMIT, RefusedError, as_written, checked, with_pictures
from autograder.written.messages import (
    ANSWER_LIMIT,
    CODE_LIMIT,
    OWN_LIMIT,
    Define,
    Defined,
    Extract,
    Extracted,
    Own,
    Owned,
    Render,
    Rendered,
    Survey,
    Surveyed,
    Unread,
    to_bytes,
    to_text,
)
from autograder.written.pictures import FILE_LIMIT, Picture, RefusedPictureError, pictures

READER = "autograder.written.reader"
PACKAGES = ("markdown_it", "mdit_py_plugins", "mdurl", "latex2mathml")  # what the reader sees of installed ones
SECONDS = 30  # of processor time for a document: the limits on the reader's effort leave it well below
PATIENCE = 120.0  # seconds for a document by the clock
MEMORY = 1024  # MiB for a document
TOGETHER = 3 << 30  # bytes for the reader and all that it forks, where that can be bounded
DOCUMENTS = 25  # that one process reads, where what it says of one makes no mark
TRIES = 2  # readers for a document, where they die as a whole
NONSENSE = "its reader gave no valid answer"
SURVEY_LIMIT = 8 << 20  # bytes of what is said of a file
ROOM = 1 << 16  # bytes of a message beside its texts
_decode_extracted = decoder(Union[Extracted, Unread])  # noqa: UP007
_decode_rendered = decoder(Rendered)
_decode_surveyed = decoder(Surveyed)
_decode_defined = decoder(Defined)
_decode_owned = decoder(Owned)
KEPT_LIMIT = 4 << 20  # bytes of a reading that is kept: one with many pictures is read again
T = TypeVar("T")
_Key = tuple[str, str, tuple[str, ...]]  # of a document: kind, hash, questions


@dataclass(frozen=True)
class Reading:
    """What came of reading a document.

    Attributes:
        answers: HTML for the page, by question; one that was left as it was handed out is not there.
        problem: what went wrong, in a few words; empty if nothing did. If there are answers all the same, they are
            shown as they were written.
    """

    answers: Mapping[str, Markup]
    problem: str = ""


@dataclass(frozen=True)
class OwnCode:
    """A statement that a file has of its own.

    Attributes:
        cell: 0 in a script.
        line: of the cell, or of the script.
        names: of the functions, classes and variables that it defines.
        source: as it stands there.
    """

    cell: int
    line: int
    names: tuple[str, ...]
    source: str


class Memory(Protocol):
    """Where readings are kept from run to run: bytes by key."""

    def recall(self, key: str) -> bytes | None:
        """What was kept under a key."""

    def keep(self, key: str, data: bytes) -> None:
        """Keeps it; a fault costs the time of reading again."""


class _KeptReading(msgspec.Struct, frozen=True):
    """A reading without a problem, as it is kept: HTML that was checked then."""

    answers: dict[str, str]


class LostError(Exception):
    """A document's reader did not give a valid answer in time; the message says how it failed."""


class Reader:
    """The reader of a run: its process starts with the first document, and is replaced when it dies.

    Not shared between threads.
    """

    def __init__(
        self,
        layer: Layer | Callable[[], Layer],
        secrets: Sequence[Path] = (),
        handout: Sequence[HandoutCell] = (),
        *,
        program: str = READER,
        memory: Memory | None = None,
    ) -> None:
        """Starts nothing yet.

        Args:
            layer: the containment of the reader's processes; a function is asked when the first of them starts.
            secrets: paths that must not be readable in there: it is tried before the first document.
            handout: the homework as it was handed out, to tell answers from it; without it their marks alone do.
            program: the module that is the reader.
            memory: keeps readings beyond this run.
        """
        self._layer: Layer | Callable[[], Layer] = layer
        self._secrets = secrets
        self._handout = list(handout)
        self._program = program
        self._memory = memory
        self._server: Server | None = None
        self._known: dict[_Key, Reading] = {}

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *error: object) -> Literal[False]:
        self.close()
        return False

    def close(self) -> None:
        """Ends the reader and all its processes; the next document starts another one."""
        if self._server is not None:
            self._server.close()
            self._server = None

    @property
    def server(self) -> Server:
        """The fork server behind the reader, started if need be.

        Raises:
            SandboxUnavailable: it does not get its containment here.
            SandboxGone: it does not start: nobody's document is to blame.
        """
        if self._server is None:
            layer = self._layer() if callable(self._layer) else self._layer
            self._server = Server.start(layer, PACKAGES, secrets=self._secrets, memory=TOGETHER, program=self._program)
        return self._server

    def read(self, submission: Submission, questions: Sequence[str]) -> Reading:
        """The answers in a submission. Whatever its reader does is no error, but a `problem` of the reading.

        The same file is read once.

        Raises:
            SandboxUnavailable, SandboxGone: no reader can be started.
        """
        key = (submission.kind, submission.sha256, tuple(questions))
        if key not in self._known and (kept := self._recalled(key)) is not None:
            self._known[key] = kept
        if key in self._known:
            return self._known[key]
        try:
            reading = self._with_process(lambda process: _read(process, submission, questions, self._handout))
        except LostError as error:
            return Reading({}, str(error))
        if not reading.problem:
            self._known[key] = reading
            answers = {name: str(html) for name, html in reading.answers.items()}
            self._keep(self._place(key), _KeptReading(answers))
        return reading

    def _keep(self, key: str, what: object) -> None:
        said = msgspec.json.encode(what)
        if self._memory is not None and len(said) <= KEPT_LIMIT:
            self._memory.keep(key, said)

    def _place(self, key: _Key) -> str:
        """What a reading depends on: the file, the questions, the handout, and what reads and checks it."""
        return digests.key_of(digests.reading_digest(), self._of_handout, key)

    @cached_property
    def _of_handout(self) -> str:
        return hashlib.sha256(msgspec.json.encode(self._handout)).hexdigest()

    def _recalled(self, key: _Key) -> Reading | None:
        data = self._memory.recall(self._place(key)) if self._memory is not None else None
        try:
            kept = msgspec.json.decode(data, type=_KeptReading) if data is not None else None
        except msgspec.MsgspecError:
            return None
        if kept is None:
            return None
        return Reading({name: Markup(html) for name, html in kept.answers.items()})  # noqa: S704 - checked when kept

    def survey(self, kind: Kind, source: bytes, questions: Sequence[str]) -> Surveyed | None:
        """What a file holds; None if its reader fails over it.

        Raises:
            SandboxUnavailable, SandboxGone: no reader can be started.
        """
        try:
            return self._with_process(lambda process: process.survey(kind, source, questions, self._handout))
        except LostError:
            return None

    def definitions(self, kind: Kind, source: bytes, functions: Sequence[str]) -> dict[str, tuple[int, int, str]]:
        """Where a file defines these functions: the cell (0 in a script), the line, the source.

        Raises:
            SandboxUnavailable, SandboxGone: no reader can be started.
        """
        try:
            return self._with_process(lambda process: process.definitions(kind, source, functions))
        except LostError:
            return {}

    def own_code(self, documents: Iterable[tuple[Kind, bytes]], handout: Collection[str]) -> Iterator[list[OwnCode]]:
        """What each of these files has of its own, beside statements of the handout; nothing where its reader fails.

        One process reads several files, which is five times as fast: a file that took its reader over could falsify
        what is said of those behind it. So this is for what makes no mark. A file at which the process ends is given
        to a process of its own, and so are the ones behind it.

        Raises:
            SandboxUnavailable, SandboxGone: no reader can be started.
        """
        keys = sorted(handout)
        waiting = iter(documents)
        while group := list(itertools.islice(waiting, DOCUMENTS)):
            said = list[list[OwnCode]]()
            self._read_on(group, keys, said)
            for document in group[len(said) :]:
                alone = list[list[OwnCode]]()
                self._read_on([document], keys, alone)
                said.extend(alone or [[]])
            yield from said

    def _read_on(self, documents: Sequence[tuple[Kind, bytes]], keys: list[str], said: list[list[OwnCode]]) -> None:
        """Has one process read documents behind those of which something is said, as far as it gets."""

        def use(process: _Process) -> None:
            for kind, source in documents[len(said) :]:
                said.append(process.own(kind, source, keys))

        with contextlib.suppress(LostError):
            self._with_process(use)

    def render(self, texts: Sequence[str]) -> list[Markup]:
        """HTML of texts in Markdown; as they were written, if their reader fails.

        Raises:
            SandboxUnavailable, SandboxGone: no reader can be started.
        """
        if not texts:
            return []
        key = digests.key_of(digests.reading_digest(), "rendered", *texts)
        kept = self._memory.recall(key) if self._memory is not None else None
        with contextlib.suppress(msgspec.MsgspecError):
            if kept is not None:
                return [Markup(html) for html in msgspec.json.decode(kept, type=list[str])]  # noqa: S704 - checked then
        try:
            rendered = self._with_process(lambda process: process.render(texts))
        except LostError:
            return [as_written(text) for text in texts]
        self._keep(key, [str(html) for html in rendered])
        return rendered

    def _with_process(self, use: Callable[[_Process], T]) -> T:
        for _ in range(TRIES):
            server = self.server
            try:
                with _process_of(server) as process:
                    return use(process)
            except SandboxGone:
                self.close()
        raise LostError("its reader, and another one, died over it")


def _read(
    process: _Process, submission: Submission, questions: Sequence[str], handout: Sequence[HandoutCell]
) -> Reading:
    said = process.extract(submission, questions, handout)
    if not said:
        return Reading({})
    try:
        fragments = process.render([text for text, _ in said.values()], [shown for _, shown in said.values()])
    except LostError as error:
        return Reading(
            {name: with_pictures(as_written(text), shown) for name, (text, shown) in said.items()}, str(error)
        )
    return Reading(dict(zip(said, fragments)))


@contextlib.contextmanager
def _process_of(server: Server) -> Iterator[_Process]:
    """A process for one document.

    Raises:
        SandboxGone: the server has died.
    """
    session = server.begin(Limits(load=SECONDS, question=SECONDS, memory=MEMORY))
    try:
        yield _Process(server, session)
    finally:
        session.close()


class _Process:
    """The process that reads one document."""

    def __init__(self, server: Server, session: Session) -> None:
        self._server = server
        self._session = session
        self._deadline = time.monotonic() + PATIENCE

    def extract(
        self, submission: Submission, questions: Sequence[str], handout: Sequence[HandoutCell]
    ) -> dict[str, tuple[str, list[Picture]]]:
        """The answers as they were written, in the order of the questions, and their pictures.

        Raises:
            LostError: no valid answer came.
            SandboxGone: the server has died.
        """
        request = Extract(submission.kind, submission.source, list(questions), list(handout))
        extracted = self._ask(request, _decode_extracted, len(questions) * 4 * ANSWER_LIMIT + FILE_LIMIT)
        if isinstance(extracted, Unread):
            raise LostError(f"the file could not be read: {for_terminal(extracted.reason, 300)}")
        if not extracted.answers.keys() <= {*questions}:
            raise LostError(NONSENSE)
        found = {name: extracted.answers[name] for name in questions if name in extracted.answers}
        try:
            said = {name: (to_text(answer.text), pictures(answer.pictures)) for name, answer in found.items()}
        except (UnicodeDecodeError, RefusedPictureError):
            raise LostError(NONSENSE) from None
        return {name: (text, shown) for name, (text, shown) in said.items() if text.strip()}

    def survey(self, kind: Kind, source: bytes, questions: Sequence[str], handout: Sequence[HandoutCell]) -> Surveyed:
        """What a file holds.

        Raises:
            LostError: no valid answer came.
            SandboxGone: the server has died.
        """
        request = Survey(kind, source, list(questions), list(handout))
        surveyed: Surveyed = self._ask(request, _decode_surveyed, SURVEY_LIMIT)
        return surveyed

    def definitions(self, kind: Kind, source: bytes, functions: Sequence[str]) -> dict[str, tuple[int, int, str]]:
        """Where a file defines these functions.

        Raises:
            LostError: no valid answer came.
            SandboxGone: the server has died.
        """
        request = Define(kind, source, list(functions))
        defined: Defined = self._ask(request, _decode_defined, len(functions) * 4 * ANSWER_LIMIT)
        try:
            return {n: (d.cell, d.line, to_text(d.source)) for n, d in defined.functions.items() if n in functions}
        except UnicodeDecodeError:
            raise LostError(NONSENSE) from None

    def own(self, kind: Kind, source: bytes, handout: list[str]) -> list[OwnCode]:
        """What a file has of its own.

        Raises:
            LostError: no valid answer came.
            SandboxGone: the server has died.
        """
        owned: Owned = self._ask(Own(kind, source, handout), _decode_owned, 4 * CODE_LIMIT + 100 * OWN_LIMIT)
        try:
            found = [OwnCode(s.cell, s.line, tuple(s.names), to_text(s.source)) for s in owned.statements]
        except UnicodeDecodeError:
            raise LostError(NONSENSE) from None
        if sum(len(one.source) for one in found) > CODE_LIMIT:
            raise LostError(NONSENSE)
        return found

    def render(self, texts: Sequence[str], shown: Sequence[Sequence[Picture]] = ()) -> list[Markup]:
        """HTML of these texts with their pictures, each safe to be put on a page.

        Raises:
            LostError: no valid answer came.
            SandboxGone: the server has died.
        """
        request = Render([to_bytes(text) for text in texts])
        rendered = self._ask(request, _decode_rendered, len(texts) * 4 * OUTPUT_LIMIT)
        if len(rendered.fragments) != len(texts):
            raise LostError(NONSENSE)
        try:
            return [
                with_pictures(checked(fragment, len(of_text)), of_text)
                for fragment, of_text in zip(rendered.fragments, shown or [()] * len(texts))
            ]
        except RefusedError:
            raise LostError("its HTML holds something that a page of answers may not hold") from None

    def _ask(
        self, request: Extract | Survey | Define | Own | Render, decode: Callable[[bytes], Any], limit: int
    ) -> Any:
        control = self._session.control
        try:
            send_frame(control, encode(request), self._deadline)
            return decode(receive_frame(control, limit + ROOM, self._deadline))
        except FrameTimeoutError:
            raise LostError(f"its reader had not answered after {PATIENCE:g} seconds") from None
        except (ClosedError, OSError):
            self._server.check_alive()
            raise LostError("its reader ended, over too much work, too much memory or a fault") from None
        except (FrameError, WireError):
            raise LostError(NONSENSE) from None
