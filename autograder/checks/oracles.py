"""Automatic differentiation as an oracle for gradients. This imports torch, so only hidden suites should import it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch


def torch_gradients(f: Callable[..., Any], *arrays: Any) -> list[np.ndarray[Any, Any]]:
    """Gradients of the scalar f(*tensors) with respect to each array, by torch autograd in float64.

    Args:
        f: takes one float64 tensor per array and returns a 0-d tensor.
        arrays: where to differentiate; anything that `np.asarray` takes.

    Returns:
        One array per argument, of its shape (zeros where f does not depend on it).

    Example:
        >>> torch_gradients(lambda x, w: (x * w).sum(), [1.0, 2.0], [3.0, 4.0])
        [array([3., 4.]), array([1., 2.])]
    """
    tensors = [torch.from_numpy(np.array(a, dtype=np.float64)).requires_grad_() for a in arrays]
    grads = torch.autograd.grad(f(*tensors), tensors, allow_unused=True)
    return [np.zeros(t.shape) if g is None else g.numpy() for t, g in zip(tensors, grads)]
