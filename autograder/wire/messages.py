"""The messages between the grader and the sandbox.

Three conversations, each on a socket of its own: with the fork server (`Start`, `Stop` -> `Stopped`), with a
submission's process (`Load` -> `Running`..., `Loaded`; then `Ask` with a socket attached), and with a
question's process over that socket (`Call` -> `Reply`).
"""

from __future__ import annotations

from typing import Annotated, Literal, Union

import msgspec

from autograder.wire.codec import Value

# What a student's process may say beside values: longer is no message, so that no memory goes into it.
Text = Annotated[str, msgspec.Meta(max_length=4000)]
FAULTS = 50


class Configure(msgspec.Struct, tag="configure", frozen=True):
    """To the server, once: what its children may import, how they are contained, where data files lie.

    `stand_ins` are packages of the homework's other questions: importing them gives something that does nothing.

    `secrets` are paths that a contained child must not be able to read: it tries, before any student's
    code runs, and the server reports a problem if it can.
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

    `uid` is what the process becomes if the server is root: one per slot, since the kernel counts
    processes per uid.
    """

    id: int
    uid: int
    limits: Limits


class Stop(msgspec.Struct, tag="stop", frozen=True):
    """To the server: kill and reap that submission's processes; `measured` asks what processor time they all took."""

    id: int
    measured: bool = False


class Stopped(msgspec.Struct, tag="stopped", frozen=True):
    """From the server: the submission's processes are gone.

    `status` is the wait status of the first one (-1: unknown), `cpu` the processor seconds of all of them if they were
    measured.
    """

    id: int
    status: int
    cpu: float = 0.0


class Hello(msgspec.Struct, tag="hello", frozen=True):
    """From the server, once: it is ready, and this is the containment its children will have."""

    layers: list[str]
    problem: str = ""


class Load(msgspec.Struct, tag="load", frozen=True):
    """To a submission's process: its source. `kind` is how to split it into cells."""

    kind: Literal["py", "ipynb"]
    source: bytes
    functions: list[str]
    entropy: int = 0  # seeds the global generators: the same for the same student, so that marks repeat
    skip: list[int] = []  # statements that ended or hung the process the last time


class Running(msgspec.Struct, tag="running", frozen=True):
    """From a submission's process: statement number `step` (from 0) begins; it may be the last we hear."""

    step: int
    cell: int
    line: int


class CellFault(msgspec.Struct, frozen=True):
    """A cell that stopped: its number from 1, the line in it, and the error in one line."""

    cell: int
    line: int
    error: Text


class Loaded(msgspec.Struct, tag="loaded", frozen=True):
    """From a submission's process: how loading went and which of the functions exist.

    `broken` are those that the file means to define and that are not there: their code stopped or is no Python.
    """

    cells: int
    faults: Annotated[list[CellFault], msgspec.Meta(max_length=FAULTS)]
    found: Annotated[list[Text], msgspec.Meta(max_length=1000)]
    broken: Annotated[list[Text], msgspec.Meta(max_length=1000)] = []
    unreadable: Text = ""


class Ask(msgspec.Struct, tag="ask", frozen=True):
    """To a submission's process: fork a process for one question; its socket is attached."""

    id: int
    entropy: int = 0


class Call(msgspec.Struct, tag="call", frozen=True):
    """To a question's process: call a function. `watch` asks which arguments it changes or hands back."""

    id: int
    function: str
    args: list[Value]
    watch: bool = False
    operation: str = "call"


class Reply(msgspec.Struct, tag="reply", frozen=True):
    """From a question's process. Whatever it claims beside a value can only lose points."""

    id: int
    status: Literal["returned", "raised", "missing", "not_implemented", "memory", "unsendable"]
    value: Value = None
    error: Text = ""
    text: Text = ""
    changed: Annotated[list[int], msgspec.Meta(max_length=1000)] = []
    shared: Annotated[list[int], msgspec.Meta(max_length=1000)] = []


ToServer = Union[Configure, Start, Stop]  # noqa: UP007
FromServer = Union[Hello, Stopped]  # noqa: UP007
FromSubmission = Union[Running, Loaded]  # noqa: UP007
ToSubmission = Union[Load, Ask]  # noqa: UP007
