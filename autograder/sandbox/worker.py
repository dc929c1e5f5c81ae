"""Executes student code: the only file that does.

A submission's process loads the source statement by statement, then forks once per question; a question's
process answers calls over a socket of its own. Everything here is in the student's hands once their code
runs; nothing it claims is believed further than it can cost points.
"""

from __future__ import annotations

import errno
import functools
import gc
import os
import socket
import subprocess
from collections.abc import Callable
from typing import Any

from autograder.sandbox import cells
from autograder.sandbox.containment import Containment
from autograder.sandbox.imports import Gate
from autograder.sandbox.loading import Handout, load, looks_like
from autograder.sandbox.many import answer_many, holds_many
from autograder.sandbox.modules import MODULE_OPERATIONS
from autograder.sandbox.reaching import reached, stub_called
from autograder.sandbox.tracing import local_values, trace, where
from autograder.wire.calls import as_sent, builtin_name, describe, is_scarce, reseed
from autograder.wire.codec import UnsendableError, decode_value, decoder, encode, encode_value
from autograder.wire.frames import FrameError, Reader, receive_frame_with_fd, send_frame
from autograder.wire.memory import shared_arguments
from autograder.wire.messages import FAULTS, Ask, Call, Load, Loaded, Reply, Running, ToSubmission

REQUEST_LIMIT = 256 << 20
NO_PROCESSES = (
    "a submission may not start processes (no multiprocessing, joblib, DataLoader workers, subprocess): "
    "compute in this one / "
    "作业代码不能启动新进程（multiprocessing、joblib、DataLoader 的 num_workers、subprocess 等），请在当前进程里计算"
)
_decode_submission = decoder(ToSubmission)
_decode_call = decoder(Call)


def run_submission(control: socket.socket, containment: Containment, gate: Gate) -> None:
    """The life of a submission's process: load, then fork a process for each question asked for."""
    namespace: dict[str, Any] = {}
    _explain_refused_forks()
    try:
        while True:
            data, fd = receive_frame_with_fd(control, REQUEST_LIMIT)
            message = _decode_submission(data)
            if isinstance(message, Load):
                loaded, namespace = _load(message, control, gate)
                send_frame(control, encode(loaded))
                gc.freeze()  # what is loaded is not scanned, so not copied, in a question's process
            elif fd is not None:
                _fork_question(message, fd, namespace, control, containment)
    except FrameError:
        return


_fork = os.fork


def _explain_refused_forks() -> None:
    """What the kernel refuses with "Operation not permitted" is told in words; processes begin with a pipe."""
    for module, name in ((os, "fork"), (os, "forkpty"), (os, "pipe"), (subprocess, "_fork_exec")):
        setattr(module, name, _explained(getattr(module, name)))


def _explained(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def explained(*args: Any) -> Any:
        try:
            return function(*args)
        except PermissionError:
            raise PermissionError(errno.EPERM, NO_PROCESSES) from None

    return explained


def _load(message: Load, control: socket.socket, gate: Gate) -> tuple[Loaded, dict[str, Any]]:
    reseed(message.entropy)
    try:
        file = cells.read(message.kind, message.source)
    except cells.UnreadableError as error:
        return Loaded([], [], unreadable=str(error)), {}
    except Exception as error:  # a notebook can be odd in ways that nobody has listed
        return Loaded([], [], unreadable=f"the file cannot be read ({type(error).__name__})"), {}
    part = message.handout
    outcome = load(
        file,
        message.functions,
        gate,
        handout=Handout(part.own, part.setup, part.prelude, part.stubs) if part is not None else None,
        path=os.path.join(os.getcwd(), "submission.py"),
        seconds=message.seconds,
        skip=message.skip,
        only_definitions_from=message.only_definitions_from,
        helpers=message.helpers,
        begin=lambda number, step: send_frame(control, encode(Running(number, step.cell, step.line))),
    )
    namespace = outcome.namespace
    found = [name for name in message.functions if callable(namespace.get(name))]
    broken = [name for name in message.functions if name not in namespace and cells.defines(file.code, name)]
    loaded = Loaded(
        outcome.faults[:FAULTS],
        found,
        broken,
        remarks=outcome.remarks,
        looks_like="" if found or broken else looks_like(namespace, message.elsewhere),
        cut=outcome.cut[:1000],
        busy=outcome.busy,
        scarce=outcome.scarce,
    )
    return loaded, namespace


def _fork_question(
    message: Ask, fd: int, namespace: dict[str, Any], control: socket.socket, containment: Containment
) -> None:
    try:
        pid = _fork()
    except OSError as error:
        with socket.socket(fileno=fd) as question:
            if is_scarce(error):  # the machine has no more processes, or no more memory
                send_frame(question, encode(Reply(0, "memory", scarce=True)))
        return
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
    requests = Reader(sock, REQUEST_LIMIT)
    while True:
        try:
            message = _decode_call(requests.receive())
        except FrameError:
            return
        reply = answer(message, namespace)
        try:
            send_frame(sock, encode(reply))
        except MemoryError:  # both copy the reply, before a byte of it is sent
            del reply
            send_frame(sock, encode(Reply(message.id, "memory", scarce=True)))


def answer(message: Call, namespace: dict[str, Any]) -> Reply:
    """Calls the function and says how it went."""
    if holds_many(message):
        return answer_many(message, lambda call: answer(call, namespace))
    function = namespace.get(message.function)
    if not callable(function):
        return Reply(message.id, "missing")
    args = [decode_value(arg) for arg in message.args]
    try:
        result = operate(message.operation, function, args)
    except NotImplementedError as error:
        return Reply(message.id, "not_implemented", text=stub_called(function, error))
    except MemoryError:
        return Reply(message.id, "memory", scarce=True)
    except BaseException as error:
        scarce = is_scarce(error)
        return Reply(message.id, "raised", error=builtin_name(error), text=describe(error), scarce=scarce)
    changed = [i for i, arg in enumerate(message.args) if not as_sent(args[i], arg)] if message.watch else []
    try:
        value = encode_value(result)  # before anything else looks into an object that may lie about what it is
        shared = shared_arguments(args, result) if message.watch else []
        return Reply(message.id, "returned", value=value, changed=changed, shared=shared)
    except UnsendableError as error:
        return Reply(message.id, "unsendable", text=str(error))
    except MemoryError:
        return Reply(message.id, "memory", scarce=True)
    except BaseException:  # an object that lies about what it is
        return Reply(message.id, "unsendable", text="an object that cannot be read")


def operate(operation: str, function: Any, args: list[Any]) -> Any:
    """A plain call; or, for a question about a torch module, what the grader wants to know of the module."""
    if operation == "call":
        return function(*args)
    if operation == "trace":
        return trace(function, *args)
    if operation == "where":
        return where(function, *args)
    if operation == "locals":
        return local_values(function, *args)
    if operation == "reached":
        return reached(function)
    return MODULE_OPERATIONS[operation](function, *args)
