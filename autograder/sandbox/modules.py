"""What the grader may ask a function that builds a torch module, as the module itself cannot be sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def parameter_shapes(build: Callable[[], Any]) -> list[tuple[int, ...]]:
    """The shapes of the module's parameters, in the order in which its layers were created."""
    return [tuple(parameter.shape) for parameter in build().parameters()]


def module_forward(build: Callable[[], Any], weights: list[Any], x: Any) -> Any:
    """The module's output for x with these weights, in evaluation mode and without gradients."""
    import torch

    module = build().eval()
    with torch.no_grad():
        for parameter, weight in zip(module.parameters(), weights, strict=True):
            parameter.copy_(torch.as_tensor(np.asarray(weight)).reshape(parameter.shape))
        return module(torch.as_tensor(np.asarray(x), dtype=next(module.parameters()).dtype)).numpy()


def kind(build: Callable[[], Any]) -> str:
    """What the function returns: "module", "class", or the name of another type."""
    import torch

    made = build()
    if isinstance(made, torch.nn.Module):
        return "module"
    return "class" if isinstance(made, type) else type(made).__name__


MODULE_OPERATIONS: dict[str, Callable[..., Any]] = {
    "parameter_shapes": parameter_shapes,
    "module_forward": module_forward,
    "kind": kind,
}
