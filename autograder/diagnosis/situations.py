"""Whether a probe is ordinary, or which edge it lies at: an edge hides a mistake of the values, and is told apart.

Ordinary inputs are finite, float64 where floats are asked for, of everyday size, more than one sample, no rate of 0 or
1, and the answer to them is a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import numpy as np

from autograder.diagnosis.agreement import Observed
from autograder.diagnosis.forms import leaves
from autograder.diagnosis.observations import Probe
from autograder.questions.contracts import is_array, is_integer

Situation = Literal[
    "ordinary",
    "impossible",  # the right answer is an error
    "empty",
    "not finite",
    "extreme",
    "integers",
    "unsigned integers",  # labels of which 1 cannot be subtracted, nor the sign turned
    "single precision",
    "one sample",
    "boundary",  # a rate of 0 or 1
    "module",  # a question about a torch module
]
LARGE = 30.0  # exp(30) is far from overflow, and 1 - sigmoid(30) still has three digits


def situation(probe: Probe, hints: Sequence[Any], right: Observed) -> Situation:
    """Where a probe lies; of several edges, the one that breaks most code.

    Args:
        probe: the input.
        hints: the annotations of the arguments, in order.
        right: what the reference shows.
    """
    if probe.operation != "call":
        return "module"
    if right.kind != "returned":
        return "impossible"
    args = probe.arguments()
    arrays = [(array, hint) for arg, hint in zip(args, hints) for array in _arrays(arg)]
    numbers = [array for array, _ in arrays if array.dtype.kind in "fiub"]
    if any(array.size == 0 for array in numbers):
        return "empty"
    floats = [array for array, _ in arrays if array.dtype.kind == "f"]
    if not all(np.isfinite(array).all() for array in floats) or not _finite(right):
        return "not finite"
    if any(float(np.abs(array).max()) > LARGE for array in floats):
        return "extreme"
    if any(array.dtype.kind in "iub" and is_array(hint) and not is_integer(hint) for array, hint in arrays):
        return "integers"
    if any(array.dtype.kind == "u" for array, _ in arrays):
        return "unsigned integers"
    if any(array.dtype.itemsize < 8 for array in floats):
        return "single precision"
    if arrays and args and isinstance(args[0], np.ndarray) and args[0].ndim and len(args[0]) == 1:
        return "one sample"
    if any(isinstance(arg, float) and arg in (0.0, 1.0) for arg in args):
        return "boundary"
    return "ordinary"


def _arrays(arg: object) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(arg, np.ndarray):
        yield arg
    elif isinstance(arg, (list, tuple)):
        yield from (item for item in arg if isinstance(item, np.ndarray))


def _finite(right: Observed) -> bool:
    return right.form is not None and all(bool(np.isfinite(leaf.array).all()) for _, leaf in leaves(right.form))
