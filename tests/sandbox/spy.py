"""Runs student code in a layer of the sandbox and takes text out of it, through the arrays that it returns."""

import contextlib

import numpy as np

from autograder.course import Limits
from autograder.engine.sandbox_process import Died, Server
from autograder.wire.codec import decode_value
from autograder.wire.messages import Load

LIMITS = Limits(call=20.0, question=40.0, submission=60.0, load=20.0, memory=512)

TELL = """
import numpy as np

def tell(text):
    "Any text as floats."
    return np.frombuffer(str(text).encode("utf-8", "backslashreplace")[:100_000], dtype=np.uint8).astype(float)

"""


@contextlib.contextmanager
def submission(server, source, functions=("spy",), limits=LIMITS):
    """A loaded submission's session."""
    session = server.begin(limits)
    try:
        session.send_load(Load("py", (TELL + source).encode(), list(functions), 1))
        session.receive_loaded()
        yield session
    finally:
        session.close()
        server.wait_stopped()


def text_of(reply):
    """What the function told, or how it failed."""
    if reply.status != "returned":
        return f"{reply.status} {reply.error} {reply.text}"
    value = decode_value(reply.value)
    return bytes(np.asarray(value, dtype=np.uint8)).decode() if isinstance(value, np.ndarray) else repr(value)


def told(server, source, function="spy", limits=LIMITS):
    """What `spy()` of a submission tells."""
    with submission(server, source, (function,), limits) as session:
        process = session.ask(1)
        try:
            return text_of(process.call(function, [], limits.call))
        except Died as died:
            return died.why
        finally:
            process.close()


def start(layer, mini=None, packages=("numpy",), **more):
    """A server of that layer, with the small course's data and secrets."""
    if mini is not None:
        more = {"data": mini.course.data("mini"), "secrets": mini.secrets, **more}
        if layer == "none":
            more.pop("secrets")
    return Server.start(layer, packages, **more)
