"""Contracts: what a function must return, read off the reference's annotations.

A proxy checks every reply here before a suite sees it. The annotations are jaxtyping's: dimensions that the arguments
name are bound first, and those of the result have to agree.

An annotation is a class, a generic alias or one of jaxtyping's: Python has no type for all three, so `hint` is `Any`.
"""

from __future__ import annotations

import inspect
import math
import types
import typing
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Union

import numpy as np

from autograder.checks.values import Unusable, as_count, as_floats, as_integers, as_scalar, as_sequence
from autograder.questions.shapes import Bound, Shape


class ContractError(Exception):
    """A reply breaks its contract.

    Attributes:
        expected: the contract, in symbols.
        got: a description of what came.
        place: which of several returned values it is.
    """

    def __init__(self, expected: str, got: str, place: str = "") -> None:
        super().__init__(f"{place + ': ' if place else ''}expected {expected}, got {got}")
        self.expected = expected
        self.got = got
        self.place = place

    @property
    def hidden(self) -> str:
        """The message for a hidden case: the contract, and nothing that the student's code chose."""
        finite = " with finite entries" if "float" in self.expected else ""
        return f"{self.place + ': ' if self.place else ''}expected {self.expected}{finite}, got something else"


MAX_ENTRIES = 1 << 16  # of the arrays in plain data
Normalise = Callable[[Any, Bound], Any]


class Contract:
    """The contract of one function."""

    def __init__(self, function: Callable[..., Any]) -> None:
        """Reads the contract off the annotations.

        Raises:
            TypeError: an annotation is missing, or there is no contract for its kind.
        """
        self.name = function.__name__
        self.signature = inspect.signature(function)
        hints = typing.get_type_hints(function)
        if "return" not in hints:
            raise TypeError(f"{self.name}: the result has no annotation")
        self._shapes: list[Shape | None] = []
        for parameter in self.signature.parameters:
            if parameter not in hints:
                raise TypeError(f"{self.name}: the argument {parameter!r} has no annotation")
            hint = hints[parameter]
            self._shapes.append(Shape(hint.dim_str) if is_array(hint) else None)
        self.hint = hints["return"]
        self.expected = describe(self.hint)
        self._normalise = _reader(hints["return"])

    def positional(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
        """The arguments in order, as the signature binds them.

        Raises:
            TypeError: they do not fit.
        """
        if not kwargs and len(args) == len(self._shapes):
            return args
        bound = self.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return bound.args

    def sizes(self, args: Sequence[Any]) -> Bound:
        """The sizes of the dimensions that the arguments name."""
        bound: Bound = {}
        for shape, arg in zip(self._shapes, args):
            if shape is not None and isinstance(arg, np.ndarray):
                shape.matches(arg.shape, bound)
        return bound

    def axis(self, name: str) -> tuple[str, int, int] | None:
        """Where a dimension is first named: the argument, the axis, the number of axes (0: any)."""
        for parameter, shape in zip(self.signature.parameters, self._shapes):
            if shape is not None and name in shape.dims:
                return parameter, shape.axis(name), shape.axes
        return None

    def check(self, args: tuple[Any, ...], value: Any) -> Any:
        """The reply in its normal form: arrays as arrays, scalars as Python numbers, tuples as tuples.

        Raises:
            ContractError: wrong type, shape or dtype, or not finite.
        """
        try:
            return self._normalise(value, self.sizes(args))
        except ContractError as error:
            raise ContractError(self.expected, error.got) from None


def is_array(hint: Any) -> bool:
    """Whether an annotation is jaxtyping's of an array."""
    return hasattr(hint, "dim_str") and hasattr(hint, "dtypes")


def is_integer(hint: Any) -> bool:
    """Whether the annotation of an array is one of integers."""
    return all("int" in str(d) for d in hint.dtypes)


def is_module(hint: Any) -> bool:
    """Whether an annotation is one of torch's modules, which cannot cross the boundary."""
    return getattr(hint, "__module__", "").startswith("torch.nn")


def describe(hint: Any) -> str:
    """An annotation in the symbols of the prompt: `(n, k) float`."""
    if is_array(hint):
        dims = [d for d in hint.dim_str.split() if d]
        kind = "int" if is_integer(hint) else "float"
        comma = "," if len(dims) == 1 and dims[0].isidentifier() else ""
        return f"({', '.join(dims)}{comma}) {kind}"
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if typing.is_typeddict(hint):
        hints = typing.get_type_hints(hint)
        return "a dict of " + ", ".join(f"{key}: {describe(value)}" for key, value in hints.items())
    if origin is tuple:
        return "a tuple of " + "; ".join(describe(a) for a in args)
    if origin in (list, Sequence) or origin is typing.get_origin(typing.Sequence[int]):
        return f"a list of {describe(args[0])}"
    if origin is dict:
        return f"a dict of {describe(args[1])}"
    if origin in (Union, types.UnionType):
        return " or ".join(describe(a) for a in args)
    if hint is Hashable:
        return "a single value"
    if hint is type(None):
        return "None"
    return str(getattr(hint, "__name__", hint))


def _reader(hint: Any) -> Normalise:
    """The function that checks and normalises a value with this annotation."""
    if is_array(hint):
        return _array_reader(hint)
    simple: dict[Any, Normalise] = {
        float: _float,
        int: _int,
        bool: _instance(bool),
        str: _instance(str),
        Hashable: _single,
        dict: _plain_dict,
    }
    if hint in simple:
        return simple[hint]
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if typing.is_typeddict(hint):
        hints = typing.get_type_hints(hint)
        readers = {key: _reader(value) for key, value in hints.items()}
        return _typed_dict_reader(readers, {key: describe(value) for key, value in hints.items()})
    if origin is tuple and args and args[-1] is not Ellipsis:
        return _tuple_reader([_reader(a) for a in args], [describe(a) for a in args])
    if origin is list:
        return _list_reader(_reader(args[0]))
    if origin is dict:
        return _dict_reader(_reader(args[1]))
    if is_module(hint):
        return _refuse_module
    raise TypeError(f"an annotation {hint!r} has no contract")


def _array_reader(hint: Any) -> Normalise:
    shape = Shape(hint.dim_str)
    integer = is_integer(hint)

    def read(value: Any, bound: Bound) -> Any:
        array: Any = as_integers(value) if integer else as_floats(value)
        if array is None or not shape.matches(array.shape, bound):
            raise ContractError("", kind_of(value))
        if not integer and not np.isfinite(array).all():
            raise ContractError("", "nan or inf" + (f" in an array of shape {array.shape}" if array.ndim else ""))
        return array

    return read


def _float(value: Any, bound: Bound) -> float:
    scalar = as_scalar(value)
    if scalar is None:
        raise ContractError("", kind_of(value))
    if not math.isfinite(scalar):
        raise ContractError("", "nan or inf")
    return scalar


def _int(value: Any, bound: Bound) -> int:
    count = as_count(value)
    if count is None:
        raise ContractError("", kind_of(value))
    return count


def _instance(kind: type) -> Normalise:
    def read(value: Any, bound: Bound) -> Any:
        if isinstance(value, np.ndarray) and value.ndim == 0:
            value = value.item()
        if not isinstance(value, kind):
            raise ContractError("", kind_of(value))
        return value

    return read


def _single(value: Any, bound: Bound) -> Any:
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if value is not None and not isinstance(value, (str, int, float, bool)):
        raise ContractError("", kind_of(value))
    return value


def plain(value: Any) -> Any:
    """Nested plain data: scalars out of 0-d arrays, lists out of arrays and tuples."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value


def entries(value: Any) -> int:
    """How many numbers the arrays in nested data hold: in plain data each becomes an object."""
    if isinstance(value, np.ndarray):
        return math.prod(n or 1 for n in value.shape)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return sum(map(entries, parts))


def _plain_dict(value: Any, bound: Bound) -> Any:
    if not isinstance(value, dict) or entries(value) > MAX_ENTRIES:
        raise ContractError("", kind_of(value))
    return plain(value)


def _part(reader: Normalise, part: Any, bound: Bound, place: object) -> Any:
    """A part of a reply, checked; an error names its place, counted from 1."""
    try:
        return reader(part, bound)
    except ContractError as error:
        raise ContractError("", f"{error.got} as value {place}") from None


def _deferred(name: str, reader: Normalise, value: Any, bound: Bound, wanted: str) -> Any:
    """One of several returned values: if it breaks its contract, only the cases that look at it fail."""
    try:
        return reader(value, bound)
    except ContractError as error:
        return Unusable(ContractError(error.expected or wanted, error.got, error.place or name))


def _tuple_reader(readers: list[Normalise], wanted: list[str]) -> Normalise:
    def read(value: Any, bound: Bound) -> Any:
        parts = as_sequence(value)
        if parts is None or len(parts) != len(readers):
            raise ContractError("", kind_of(value))
        named = enumerate(zip(readers, parts, wanted), 1)
        return tuple(_deferred(f"value {i}", reader, part, bound, form) for i, (reader, part, form) in named)

    return read


def _list_reader(reader: Normalise) -> Normalise:
    def read(value: Any, bound: Bound) -> Any:
        parts = as_sequence(value)
        if parts is None:
            raise ContractError("", kind_of(value))
        return [_part(reader, part, bound, i) for i, part in enumerate(parts, 1)]

    return read


def _dict_reader(reader: Normalise) -> Normalise:
    def read(value: Any, bound: Bound) -> Any:
        if not isinstance(value, dict) or not all(isinstance(k, str) for k in value):
            raise ContractError("", kind_of(value))
        return {k: _part(reader, v, bound, repr(k)) for k, v in value.items()}

    return read


def _typed_dict_reader(readers: dict[str, Normalise], wanted: dict[str, str]) -> Normalise:
    def read(value: Any, bound: Bound) -> Any:
        if not isinstance(value, dict):
            raise ContractError("", kind_of(value))
        if set(value) != set(readers):
            raise ContractError("", "a dict with other keys")
        return {key: _deferred(repr(key), reader, value[key], bound, wanted[key]) for key, reader in readers.items()}

    return read


def _refuse_module(value: Any, bound: Bound) -> Any:
    raise ContractError("", kind_of(value))


def kind_of(value: Any) -> str:
    """A value's type, shape and dtype in words, for the messages of public cases."""
    if value is None:
        return "nothing (None)"
    if isinstance(value, np.ndarray):
        return f"a {value.dtype} scalar" if value.ndim == 0 else f"{value.shape} {value.dtype}"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    return f"a {type(value).__name__}"
