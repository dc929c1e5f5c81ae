"""Named intermediate values of public examples in a file that students get, `traces/<question>.json`.

With it `homework check` tells the first wrong value offline. It holds the arguments of calls that a public suite makes,
and the reference's intermediate values in these calls, under the names that the reference declares: no code, and
nothing of any other call.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from autograder.errors import InputError
from autograder.wire.codec import Value, WireError, decode_value, decoder, encode, encode_value

LABEL = 100  # characters


class TracesError(InputError):
    """A file of intermediate values cannot be used; the message says why."""


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value: the number of its declaration, or -1 for what is returned; its name; itself, encoded."""

    number: int
    label: str
    value: bytes


class TracedCall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call of a public example: its arguments, their sizes by the names of the stub, the values in their order."""

    args: bytes
    sizes: dict[str, float]
    values: tuple[Named, ...]

    def arguments(self) -> list[Any]:
        """The arguments as new objects."""
        return [decode_value(value) for value in _arguments(self.args)]

    def quantities(self) -> list[tuple[int, str, Any]]:
        """Number, name and value of each."""
        return [(one.number, one.label, decode_value(_value(one.value))) for one in self.values]


class FunctionTrace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The values of a function.

    Attributes:
        function: its name.
        parameters: their names.
        depends: for each declaration the numbers of those that it is computed from.
        optional: the numbers of declarations that a right answer need not hold.
        calls: those of the public examples.
    """

    function: str
    parameters: tuple[str, ...]
    depends: tuple[tuple[int, ...], ...]
    optional: tuple[int, ...]
    calls: tuple[TracedCall, ...]


class Traces(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of one question."""

    format: Literal[1]
    question: str
    functions: tuple[FunctionTrace, ...]


_arguments = decoder(list[Value])
_value = decoder(Value)


def encoded_arguments(args: list[Any]) -> bytes:
    """Arguments as they stand in the file."""
    return encode([encode_value(arg) for arg in args])


def named(number: int, label: str, value: Any) -> Named:
    """A value as it stands in the file."""
    return Named(number, label, encode(encode_value(value)))


def write(traces: Traces) -> bytes:
    """The file: JSON, with values in base64."""
    return msgspec.json.format(msgspec.json.encode(traces), indent=1) + b"\n"


def read(data: bytes, question: str) -> Traces:
    """The values of a question.

    Raises:
        TracesError: it is another kind of file, belongs to another question, or is damaged.
    """
    try:
        traces = msgspec.json.decode(data, type=Traces)
        for function in traces.functions:
            for call in function.calls:
                call.arguments()
                call.quantities()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, WireError) as error:
        raise TracesError(f"is not a file of intermediate values, or is damaged ({str(error)[:120]})") from None
    if traces.question != question:
        raise TracesError(f"belongs to another question, {traces.question[:60]}")
    if any(len(one.label) > LABEL for function in traces.functions for call in function.calls for one in call.values):
        raise TracesError("is damaged (a name is too long)")
    return traces
