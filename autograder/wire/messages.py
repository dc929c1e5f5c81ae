"""The messages between the grader and the sandbox.

There are three conversations, each on its own socket: with the fork server (`Start`, `Bound` -> `Bounded`,
`Stop` -> `Stopped`), with a
submission's process (`Load` -> `Running`..., `Loaded`; then `Ask` with a socket attached), and with a question's
process over that socket (`Call` -> `Reply`).
"""

from __future__ import annotations

from typing import Annotated, Literal, Union

import msgspec

from autograder.wire.codec import Value

# What a student's process may say beside values. Anything longer is refused, so that it takes no memory.
Text = Annotated[str, msgspec.Meta(max_length=4000)]
FAULTS = 50
Kind = Literal["py", "ipynb"]  # how a submission is split into cells


class Configure(msgspec.Struct, tag="configure", frozen=True):
    """To the server, once: what its children may import, how they are contained, where data files are.

    `stand_ins` are packages of the homework's other questions: they can be imported, but do nothing.

    `secrets` are paths that a contained child must not be able to read: before any student's code runs, a child tries,
    and the server reports a problem if it can.
    """

    packages: list[str]
    stand_ins: list[str]
    layer: Literal["namespaces", "core", "none"]
    uid: int
    data: str
    secrets: list[str]


class Limits(msgspec.Struct, frozen=True):
    """What a child may use: processor seconds and bytes of address space."""

    cpu: int
    memory: int


class Start(msgspec.Struct, tag="start", frozen=True):
    """To the server: fork a process for a submission; its control socket is attached.

    `limits` hold from the start, `most` is what `Bound` may raise them to.

    `uid` is what the process becomes if the server is root. Each slot has its own, as the kernel counts processes per
    uid.
    """

    id: int
    uid: int
    limits: Limits
    most: Limits


class Bound(msgspec.Struct, tag="bound", frozen=True):
    """To the server: a submission's process may fork once more, for a question that has these limits.

    `changed` is that they are not those that it has; then the server answers once it has set them.
    """

    id: int
    limits: Limits
    changed: bool


class Bounded(msgspec.Struct, tag="bounded", frozen=True):
    """From the server: the limits are set."""

    id: int


class Stop(msgspec.Struct, tag="stop", frozen=True):
    """To the server: kill and reap a submission's processes; `measured` asks how much processor time they all took."""

    id: int
    measured: bool = False


class Stopped(msgspec.Struct, tag="stopped", frozen=True):
    """From the server: the submission's processes are gone.

    `cpu` is how many processor seconds they took, which counts all of them only if that was asked for.
    """

    id: int
    cpu: float = 0.0


class Hello(msgspec.Struct, tag="hello", frozen=True):
    """From the server, once: it is ready, and this is the containment its children will have."""

    layers: list[str]
    problem: str = ""


class HandoutPart(msgspec.Struct, frozen=True):
    """What a handout brings: see `questions.handout`."""

    own: list[str]
    setup: list[str]
    prelude: str
    stubs: list[str] = []


class HandoutCell(msgspec.Struct, frozen=True):
    """A cell of the handout's document; `kind` is "markdown" or "code"."""

    kind: str
    source: str


class Load(msgspec.Struct, tag="load", frozen=True):
    """To a submission's process: its source, and what it was made from.

    Attributes:
        kind: how to split it into cells.
        source: the file's bytes.
        functions: that are asked for.
        entropy: seeds the global generators: the same for the same student, so that marks repeat.
        skip: statements that ended or hung the process the last time.
        only_definitions_from: from this statement on nothing runs but definitions.
        seconds: for all its statements together.
        handout: what the handout itself brings.
        helpers: sources of modules that were handed in beside it, by name.
        elsewhere: functions of the course's other homeworks, by homework.
    """

    kind: Kind
    source: bytes
    functions: list[str]
    entropy: int = 0
    skip: list[int] = []
    only_definitions_from: int | None = None
    seconds: float = 10.0
    handout: HandoutPart | None = None
    helpers: dict[str, str] = {}
    elsewhere: dict[str, list[str]] = {}


class Running(msgspec.Struct, tag="running", frozen=True):
    """From a submission's process: statement number `step`, from 0, begins; we may hear nothing after that."""

    step: int
    cell: int
    line: int


class CellFault(msgspec.Struct, frozen=True):
    """A cell that stopped: its number from 1, the line, and the error in one line."""

    cell: int
    line: int
    error: Text


class Remark(msgspec.Struct, frozen=True):
    """Something odd about a file that may have cost its student something; `questions.remarks` has the words.

    Attributes:
        code: what it is.
        cell: as in `CellFault`; 0 with line 0 for the file as a whole.
        line: the line.
        name: of a function, a magic ...
        detail: more of it.
    """

    code: Text
    cell: int
    line: int
    name: Text = ""
    detail: Text = ""


class Loaded(msgspec.Struct, tag="loaded", frozen=True):
    """From a submission's process: how loading went and which of the functions exist.

    `broken` are those that the file tries to define but that do not exist: their code stopped, or is not valid Python.
    """

    faults: Annotated[list[CellFault], msgspec.Meta(max_length=FAULTS)]
    found: Annotated[list[Text], msgspec.Meta(max_length=1000)]
    broken: Annotated[list[Text], msgspec.Meta(max_length=1000)] = []
    unreadable: Text = ""
    remarks: Annotated[list[Remark], msgspec.Meta(max_length=FAULTS)] = []
    looks_like: Text = ""  # another homework, whose functions it defines
    cut: Annotated[list[int], msgspec.Meta(max_length=1000)] = []  # statements that were ended for their time
    busy: bool = True  # and were computing all the while
    scarce: bool = False  # a statement failed since the machine had no more of something


class Ask(msgspec.Struct, tag="ask", frozen=True):
    """To a submission's process: fork a process for one question; its socket is attached."""

    entropy: int = 0


class Call(msgspec.Struct, tag="call", frozen=True):
    """To a question's process: call a function. `watch` asks which arguments it changes or returns."""

    id: int
    function: str
    args: list[Value]
    watch: bool = False
    operation: str = "call"


class Reply(msgspec.Struct, tag="reply", frozen=True):
    """From a question's process. Whatever it claims beside a value can only cost points.

    Of "not_implemented", `text` is the stub that the function called, if it is no stub itself.
    `scarce` is that the call failed as the machine had no more of something: processes, threads, memory, descriptors.
    """

    id: int
    status: Literal["returned", "raised", "missing", "not_implemented", "memory", "unsendable"]
    value: Value = None
    error: Text = ""
    text: Text = ""
    changed: Annotated[list[int], msgspec.Meta(max_length=1000)] = []
    shared: Annotated[list[int], msgspec.Meta(max_length=1000)] = []
    scarce: bool = False


ToServer = Union[Configure, Start, Bound, Stop]  # noqa: UP007
FromServer = Union[Hello, Bounded, Stopped]  # noqa: UP007
FromSubmission = Union[Running, Loaded]  # noqa: UP007
ToSubmission = Union[Load, Ask]  # noqa: UP007
