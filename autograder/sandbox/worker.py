"""Executes student code: the only file that does.

A submission's process loads the source statement by statement, then forks once per question; a question's
process answers calls over a socket of its own. Everything here is in the student's hands once their code
runs; nothing it claims is believed further than it can cost points.
"""

from __future__ import annotations

import gc
import os
import socket
from typing import Any

import numpy as np

from autograder.sandbox import cells
from autograder.sandbox.containment import Containment, reseed
from autograder.sandbox.modules import MODULE_OPERATIONS
from autograder.wire.codec import Array, UnsendableError, Value, decode_value, decoder, encode, encode_value
from autograder.wire.frames import FrameError, receive_frame, receive_frame_with_fd, send_frame
from autograder.wire.memory import shared_arguments
from autograder.wire.messages import FAULTS, Ask, Call, CellFault, Load, Loaded, Reply, Running, ToSubmission

REQUEST_LIMIT = 256 << 20
TEXT_LIMIT = 300
_decode_submission = decoder(ToSubmission)
_decode_call = decoder(Call)


def run_submission(control: socket.socket, containment: Containment) -> None:
    """The life of a submission's process: load, then fork a process for each question asked for."""
    namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__}
    try:
        while True:
            data, fd = receive_frame_with_fd(control, REQUEST_LIMIT)
            message = _decode_submission(data)
            if isinstance(message, Load):
                send_frame(control, encode(_load(message, namespace, control)))
                gc.freeze()  # what is loaded is not scanned, so not copied, in a question's process
            elif fd is not None:
                _fork_question(message, fd, namespace, control, containment)
    except FrameError:
        return


def _load(message: Load, namespace: dict[str, Any], control: socket.socket) -> Loaded:
    reseed(message.entropy)
    try:
        code_cells = cells.split(message.kind, message.source)
    except cells.UnreadableError as error:
        return Loaded(0, [], [], unreadable=str(error))
    except Exception as error:  # a notebook can be odd in ways that nobody has listed
        return Loaded(0, [], [], unreadable=f"the file cannot be read ({type(error).__name__})")
    steps, bad = cells.compile_cells(code_cells)
    faults = [CellFault(f.cell, f.line, f.error) for f in bad[:FAULTS]]
    for number, step in enumerate(steps):
        if number in message.skip:
            continue
        if not step.definition:
            send_frame(control, encode(Running(number, step.cell, step.line)))
        try:
            exec(step.code, namespace)  # noqa: S102 - this is the place
        except BaseException as error:
            if len(faults) < FAULTS:
                faults.append(CellFault(step.cell, step.line, describe(error)))
    found = [name for name in message.functions if callable(namespace.get(name))]
    broken = [name for name in message.functions if name not in namespace and cells.defines(code_cells, name)]
    return Loaded(len(code_cells), faults, found, broken)


def _fork_question(
    message: Ask, fd: int, namespace: dict[str, Any], control: socket.socket, containment: Containment
) -> None:
    pid = os.fork()
    if pid == 0:
        try:
            control.close()
            containment.enter_question()
            reseed(message.entropy)
            answer_calls(socket.socket(fileno=fd), namespace)
        finally:
            os._exit(0)
    os.close(fd)
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def answer_calls(sock: socket.socket, namespace: dict[str, Any]) -> None:
    """Answers one call after the other until the grader closes the socket."""
    while True:
        try:
            message = _decode_call(receive_frame(sock, REQUEST_LIMIT))
        except FrameError:
            return
        reply = answer(message, namespace)
        try:
            send_frame(sock, encode(reply))
        except MemoryError:  # both copy the reply, before a byte of it is sent
            del reply
            send_frame(sock, encode(Reply(message.id, "memory")))


def answer(message: Call, namespace: dict[str, Any]) -> Reply:
    """Calls the function and says how it went."""
    function = namespace.get(message.function)
    if not callable(function):
        return Reply(message.id, "missing")
    args = [decode_value(arg) for arg in message.args]
    try:
        result = operate(message.operation, function, args)
    except NotImplementedError:
        return Reply(message.id, "not_implemented")
    except MemoryError:
        return Reply(message.id, "memory")
    except BaseException as error:
        return Reply(message.id, "raised", error=_builtin_name(error), text=describe(error))
    changed = [i for i, arg in enumerate(message.args) if not _as_sent(args[i], arg)] if message.watch else []
    try:
        value = encode_value(result)  # before anything else looks into an object that may lie about what it is
        shared = shared_arguments(args, result) if message.watch else []
        return Reply(message.id, "returned", value=value, changed=changed, shared=shared)
    except UnsendableError as error:
        return Reply(message.id, "unsendable", text=str(error))
    except MemoryError:
        return Reply(message.id, "memory")
    except BaseException:  # an object that lies about what it is
        return Reply(message.id, "unsendable", text="an object that cannot be read")


def operate(operation: str, function: Any, args: list[Any]) -> Any:
    """A plain call; or, for a question about a torch module, what the grader wants to know of the module."""
    if operation == "call":
        return function(*args)
    return MODULE_OPERATIONS[operation](function, *args)


def _as_sent(now: Any, sent: Value) -> bool:
    """Whether an argument still is what came over the wire."""
    if isinstance(sent, Array) and isinstance(now, np.ndarray):
        return now.dtype.name == sent.dtype and now.shape == sent.shape and now.tobytes() == sent.data
    try:
        return encode(encode_value(now)) == encode(sent)
    except UnsendableError:
        return False


def _builtin_name(error: BaseException) -> str:
    """The most special built-in class of the error: `ValueError` for a subclass of it."""
    for kind in type(error).__mro__:
        if kind.__module__ == "builtins":
            return kind.__name__
    return "Exception"


def describe(error: BaseException) -> str:
    """The error in one short line."""
    try:
        text = " ".join(str(error).split())
    except BaseException:  # its __str__ raises
        text = ""
    name = type(error).__name__
    line = f"{name}: {text}" if text else name
    return line[:TEXT_LIMIT].encode("utf-8", "backslashreplace").decode("utf-8")
