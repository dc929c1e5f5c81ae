"""A student's torch module as a suite sees it: the shapes of its parameters, and its forward pass.

A module cannot cross the trust boundary, so a suite never holds one. A proxy answers for itself, by its attributes
`parameter_shapes` and `module_forward`: its process builds the module and returns plain lists and arrays, which are
checked here like any student's result. Any other function is called here. This imports torch, so only hidden suites
should import it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from autograder.checks.compare import Mismatch
from autograder.checks.values import as_count, as_floats, as_sequence


def parameter_shapes(build: Callable[[], Any]) -> list[tuple[int, ...]]:
    """Shapes of the parameters of `build()`, in the order in which its layers were registered.

    Args:
        build: the student's function, or its proxy.

    Returns:
        One shape per parameter: weight, bias, weight, bias, ...

    Raises:
        Mismatch: it does not return a module, or the shapes of the module are not settled.

    Example:
        >>> parameter_shapes(lambda: torch.nn.Linear(3, 2))
        [(2, 3), (2,)]
    """
    ask = getattr(build, "parameter_shapes", None)
    if ask is None:
        return [tuple(p.shape) for p in _parameters(_module(build))]
    shapes = as_sequence(ask())
    if shapes is None:
        raise Mismatch("expected the shapes of a module's parameters")
    return [_shape(s) for s in shapes]


def module_forward(
    build: Callable[[], Any], weights: Sequence[np.ndarray[Any, Any]], x: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """The output of the module of `build()` for x with these weights, in eval mode and without gradients.

    Args:
        build: the student's function, or its proxy.
        weights: one array per parameter, in the order of `parameter_shapes`, with as many entries.
        x: the input, float32 or float64; the module computes in the same type.

    Returns:
        The output as a floating array.

    Raises:
        Mismatch: there is no module, the weights do not fit it, it raises, or its output is not a tensor of floats.

    Example:
        >>> weight, bias = np.array([[1.0, 2.0]]), np.array([0.5])
        >>> module_forward(lambda: torch.nn.Linear(2, 1), [weight, bias], np.ones((1, 2)))
        array([[3.5]])
    """
    ask = getattr(build, "module_forward", None)
    output = _forward(_module(build), weights, x) if ask is None else ask(list(weights), x)
    array = as_floats(output)
    if array is None:
        raise Mismatch(f"expected an array of floats from the module, got {type(output).__name__}")
    return array


def kind(build: Callable[[], Any]) -> str:
    """What `build()` returns: "module", "class", or the name of another type. Only the diagnosis asks this."""
    made = _run(build, "build")
    if isinstance(made, torch.nn.Module):
        return "module"
    return "class" if isinstance(made, type) else type(made).__name__


def _module(build: Callable[[], Any]) -> torch.nn.Module:
    module = _run(build, "build")
    if not isinstance(module, torch.nn.Module):
        raise Mismatch(f"expected a torch.nn.Module, got {type(module).__name__}")
    return module


def _parameters(module: torch.nn.Module) -> list[torch.nn.Parameter]:
    parameters = list(module.parameters())
    if any(torch.nn.parameter.is_lazy(p) for p in parameters):
        raise Mismatch("a layer does not know its sizes yet; write them out instead of using a lazy layer")
    return parameters


def _forward(module: torch.nn.Module, weights: Sequence[np.ndarray[Any, Any]], x: np.ndarray[Any, Any]) -> Any:
    given = torch.tensor(x)
    parameters = _parameters(module.to(given.dtype).eval())
    # Only the sizes have to match: a fully connected layer may be written as a convolution over the whole map.
    if [p.numel() for p in parameters] != [w.size for w in weights]:
        shapes, wanted = [tuple(p.shape) for p in parameters], [w.shape for w in weights]
        raise Mismatch(f"the weights do not fit the module: its parameters have the shapes {shapes}, not {wanted}")
    with torch.no_grad():
        for parameter, weight in zip(parameters, weights):
            parameter.copy_(torch.tensor(weight).reshape(parameter.shape))
        output = _run(lambda: module(given), "forward")
    if not isinstance(output, torch.Tensor) or not output.is_floating_point():
        raise Mismatch(f"expected a floating tensor from the module, got {type(output).__name__}")
    return output.detach().to(torch.float64).numpy()


def _run(call: Callable[[], Any], what: str) -> Any:
    """The result of a call. A stub stays a stub; any other error of the student's code is a wrong result."""
    try:
        return call()
    except NotImplementedError:
        raise
    except Exception as error:
        raise Mismatch(f"{what} raises {type(error).__name__}: {error}") from error


def _shape(value: object) -> tuple[int, ...]:
    sides = as_sequence(value)
    counts = None if sides is None else [as_count(s) for s in sides]
    if counts is None or any(c is None for c in counts):
        raise Mismatch("expected a shape: a sequence of integers")
    return tuple(c for c in counts if c is not None)
