"""Things that do nothing, in the place of what only draws, checks or shows while nobody looks.

A stand-in takes whatever people write: `n, bins, _ = plt.hist(x)`, `for ax in axes.flat`, `slider.value + 1`. One that
stands for a package that another question may use (torch) does nothing while the file is loaded, and once functions
are called says that the package is not offered there.
"""

from __future__ import annotations

import dis
import sys
import types
from collections.abc import Iterable, Iterator, Mapping, Sized
from typing import Any

import numpy as np

UNPACK_SEQUENCE, UNPACK_EX = dis.opmap["UNPACK_SEQUENCE"], dis.opmap["UNPACK_EX"]
# Set once the file is loaded: from then on a package that is not offered says so.
_refusing: dict[str, str] = {}


def refuse(packages: Mapping[str, str]) -> None:
    """From here on stand-ins of these packages raise when they are used: by package, what they say."""
    _refusing.update(packages)


class StandIn:
    """Does nothing, whatever is asked of it; even a class derived from it is one."""

    _of = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Takes anything: a class statement with a stand-in base makes an instance in the place of a class."""

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        """So that a stand-in module's attribute can stand among the bases of a class."""
        return (type(self),)

    def _used(self) -> None:
        package = type(self)._of
        if package in _refusing:
            raise ModuleNotFoundError(_refusing[package], name=package)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Itself; as a decorator, the function as it was."""
        self._used()
        return args[0] if len(args) == 1 and callable(args[0]) and not kwargs else self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._used()
        return self

    def __getitem__(self, key: object) -> Any:
        self._used()
        return self

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def __delitem__(self, key: object) -> None:
        pass

    def __contains__(self, item: object) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        """As many as are unpacked (`fig, (a, b) = plt.subplots()`); two where nothing tells."""
        self._used()
        return iter([self] * _wanted(sys._getframe(1)))

    def __len__(self) -> int:
        return 2

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> StandIn:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def __float__(self) -> float:
        self._used()
        return 0.0

    def __int__(self) -> int:
        self._used()
        return 0

    def __index__(self) -> int:
        self._used()
        return 0

    def __complex__(self) -> complex:
        return 0j

    def __round__(self, digits: int | None = None) -> Any:
        return 0

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        self._used()
        return np.zeros((), dtype)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __lt__(self, other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __lt__

    def __format__(self, spec: str) -> str:
        return ""

    def __repr__(self) -> str:
        return f"<{type(self)._of or 'nothing'}>"

    async def _nothing(self) -> None:
        return None

    def __await__(self) -> Any:
        return self._nothing().__await__()


def _arithmetic(self: StandIn, *others: object) -> StandIn:
    self._used()
    return self


ARITHMETIC = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift divmod"
for _operation in ARITHMETIC.split():
    for _side in ("", "r", "i"):
        setattr(StandIn, f"__{_side}{_operation}__", _arithmetic)
for _operation in ("neg", "pos", "abs", "invert"):
    setattr(StandIn, f"__{_operation}__", _arithmetic)


def _wanted(frame: types.FrameType) -> int:
    """How many values the statement that iterates takes."""
    code = frame.f_code.co_code
    at = frame.f_lasti
    if 0 <= at < len(code) - 1:
        if code[at] == UNPACK_SEQUENCE:
            return code[at + 1]
        if code[at] == UNPACK_EX:
            return code[at + 1]
    return 2


def stand_in(package: str) -> type[StandIn]:
    """The class of a package's stand-ins; messages call it by the package's name."""
    return type(package, (StandIn,), {"_of": package, "__module__": package, "__qualname__": package})


class StandInModule(types.ModuleType):
    """A module whose every attribute is a stand-in."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        vars(self)["_kind"] = stand_in(name.partition(".")[0])

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            return "0.0"
        if name.startswith("__"):
            raise AttributeError(name)
        made = vars(self)["_kind"]()
        made._used()
        return made


class Progress(stand_in("tqdm")):  # type: ignore[misc]
    """A progress bar: its items, and nothing else."""

    def __init__(self, items: Iterable[Any] = (), *args: Any, **kwargs: Any) -> None:
        """Takes what is to be counted; a bar moved by hand has nothing."""
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items) if isinstance(self._items, Sized) else 0

    @staticmethod
    def write(*args: Any, **kwargs: Any) -> None:
        """Shows nothing."""


def progress_range(*args: int, **kwargs: Any) -> Progress:
    """`tqdm.trange`."""
    return Progress(range(*args))
