"""Values on the wire: plain data and arrays, typed on the way in.

An array travels as (dtype, shape, bytes). Decoding trusts no length: the dtype has to be on a list, and the product of
the shape, computed in Python integers, has to match the number of bytes that came.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Union

import msgspec
import numpy as np

DTYPES = (
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float16",
    "float32",
    "float64",
)
# `dtype.name` is computed at each access; this dict holds the names of native dtypes and their little-endian twins.
_NAMES = {np.dtype(name): name for name in DTYPES} | {np.dtype(name).newbyteorder("<"): name for name in DTYPES}
_DTYPES = {name: np.dtype(name) for name in DTYPES}
_LITTLE = {name: np.dtype(name).newbyteorder("<") for name in DTYPES}
_SCALARS = frozenset({type(None), bool, int, float, str})
MAX_DIMS = 8
MAX_DEPTH = 64
MAX_PAIRS = 4096  # of one dict
MAX_ITEMS = 1 << 18  # of a whole reply: each costs fifty bytes or more, except for the entries of arrays


class WireError(Exception):
    """What came over the wire is not a valid message."""


class UnsendableError(Exception):
    """A value cannot be sent; the message describes its type."""


class Array(msgspec.Struct, tag="a", frozen=True):
    """A C-contiguous, little-endian array."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes


class List(msgspec.Struct, tag="l", frozen=True):
    """A list."""

    items: list[Value]


class Tuple(msgspec.Struct, tag="t", frozen=True):
    """A tuple."""

    items: list[Value]


class Map(msgspec.Struct, tag="d", frozen=True):
    """A dict, as a list of pairs: keys are scalars and need not be strings."""

    pairs: list[tuple[Value, Value]]


Value = Union[None, bool, int, float, str, Array, List, Tuple, Map]  # noqa: UP007 - msgspec resolves it at runtime


def encode_value(value: Any, depth: int = 0) -> Value:
    """A Python value as a wire value.

    NumPy scalars become 0-d arrays; instances of subclasses of list, tuple, dict, str, int and float become plain ones.

    Raises:
        UnsendableError: it holds anything else, is nested too deeply, or an integer exceeds 64 bits.
    """
    if depth > MAX_DEPTH:
        raise UnsendableError("a value nested too deep")
    kind = type(value)
    if kind is np.ndarray:
        return _encode_array(value)
    if kind is float:
        return float(value)
    if kind is list or kind is tuple:
        items = list(value)
        if depth == MAX_DEPTH or not _is_plain(items):
            items = [encode_value(v, depth + 1) for v in items]
        return List(items) if kind is list else Tuple(items)
    if value is None or isinstance(value, (bool, np.bool_)):
        return None if value is None else bool(value)
    if isinstance(value, (np.ndarray, np.generic)) and not isinstance(value, str):  # np.str_ is a str
        return _encode_array(np.asarray(value))
    if isinstance(value, int):
        if not -(2**63) <= value < 2**64:
            raise UnsendableError("an integer beyond 64 bits")
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        # A lone surrogate has no UTF-8 form; it is escaped, so that it cannot equal anything by mistake. The text is
        # made anew, as on the other side of a wire: to the gate `loss is "mse"` is as wrong as it is there.
        return str(value).encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, tuple):
        return Tuple([encode_value(v, depth + 1) for v in value])
    if isinstance(value, list):
        return List([encode_value(v, depth + 1) for v in value])
    if isinstance(value, dict):
        return Map([(encode_value(_key(k), depth + 1), encode_value(v, depth + 1)) for k, v in value.items()])
    raise UnsendableError(f"an object of type {type(value).__name__[:60]}")


def _is_plain(items: list[Any]) -> bool:
    """Whether a list holds nothing but floats, or nothing but integers of 64 bits: of just these types."""
    kinds = set(map(type, items))
    if kinds == {int}:
        return bool(min(items) >= -(2**63) and max(items) < 2**64)
    return kinds == {float}


def _key(key: Any) -> Any:
    """A NumPy scalar as a Python one: on the other side an array could not be a key."""
    return key.item() if isinstance(key, (np.integer, np.floating)) else key


def _encode_array(array: np.ndarray[Any, Any]) -> Array:
    name = _NAMES.get(array.dtype)
    if name is None:
        name = array.dtype.name  # big-endian, or not on the list
        if name not in _LITTLE:
            raise UnsendableError(f"an array of {str(array.dtype)[:40]}")
    if array.ndim > MAX_DIMS:
        raise UnsendableError(f"an array of {array.ndim} dimensions")
    return Array(name, array.shape, array.astype(_LITTLE[name], copy=False).tobytes())


def _rows(array: Array) -> int:
    """The size of an empty array without its dimensions of 0: iterating over it could take that many steps."""
    return math.prod(n or 1 for n in array.shape)


def too_many_items(value: Value) -> bool:
    """Whether a value has more parts than anyone needs; an array counts as one."""
    count, stack = 0, [value]
    while stack:
        part = stack.pop()
        if isinstance(part, (List, Tuple)):
            inner: list[Value] = part.items
        elif isinstance(part, Map):
            inner = [side for pair in part.pairs[:MAX_ITEMS] for side in pair]
        elif isinstance(part, Array) and not part.data and len(part.shape) <= MAX_DIMS:
            inner, count = [], count + _rows(part)
        else:
            continue
        count += len(inner)
        if count > MAX_ITEMS:
            return True
        stack += [p for p in inner if isinstance(p, (List, Tuple, Map, Array))]
    return False


def decode_value(value: Value, depth: int = 0) -> Any:
    """A wire value as a Python value; arrays are new and writable.

    Raises:
        WireError: a dtype, shape or length is wrong, or a dict has an impossible key.
    """
    if depth > MAX_DEPTH:
        raise WireError("nested too deeply")
    if isinstance(value, Array):
        return decode_array(value)
    if isinstance(value, (List, Tuple)):
        items: list[Any] = value.items
        if depth == MAX_DEPTH or not _SCALARS.issuperset(map(type, items)):
            items = [decode_value(v, depth + 1) for v in items]
        return list(items) if isinstance(value, List) else tuple(items)
    if isinstance(value, Map):
        if len(value.pairs) > MAX_PAIRS:
            raise WireError("dict too large")
        # Tuples of -1 and -2 all have the same hash: a dict of them would cost the square of its size.
        if any(isinstance(k, (Array, List, Tuple, Map)) for k, _ in value.pairs):
            raise WireError("a key is no scalar")
        return {k: decode_value(v, depth + 1) for k, v in value.pairs}
    return value


def decode_array(array: Array) -> np.ndarray[Any, Any]:
    """The array as a NumPy array, new and writable.

    Raises:
        WireError: the dtype is not allowed, dimensions are negative or too many, or the bytes do not fit the shape.
    """
    dtype = _LITTLE.get(array.dtype)
    if dtype is None:
        raise WireError("dtype not allowed")
    if len(array.shape) > MAX_DIMS or any(n < 0 for n in array.shape):
        raise WireError("bad shape")
    size = dtype.itemsize
    for n in array.shape:
        size *= n
    # An empty array may claim dimensions beyond any memory: (0, 2**62) has no bytes, yet NumPy refuses it.
    if size != len(array.data) or (size == 0 and _rows(array) > MAX_ITEMS):
        raise WireError("shape and length disagree")
    return np.ndarray(array.shape, dtype, array.data).astype(_DTYPES[array.dtype])


_encoder = msgspec.msgpack.Encoder()


def encode(message: Any) -> bytes:
    """A message as msgpack bytes."""
    return _encoder.encode(message)


def decoder(type_: Any) -> Callable[[bytes], Any]:
    """A function that decodes msgpack bytes to a message of this type.

    It raises WireError for anything else, including deep nesting.
    """
    typed = msgspec.msgpack.Decoder(type_)

    def decode(data: bytes) -> Any:
        try:
            return typed.decode(data)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, OverflowError) as error:
            raise WireError(type(error).__name__) from None

    return decode
