"""Reference for losses/tiny_network."""

import numpy as np
from jaxtyping import Float


def tiny_loss(w1: float, w2: float, x: float, y: float, loss: str) -> float:
    """Loss of the 1-1-1 network o = sigma(w2 sigma(w1 x)) on one sample.

    "mse" is the squared error with the factor 1/2, "ce" the cross-entropy with natural logarithms.

    Args:
        w1: weight of the hidden unit.
        w2: weight of the output unit.
        x: input.
        y: target, in [0, 1].
        loss: "mse" or "ce".

    Returns:
        The loss, one number.
    """
    # BEGIN SOLUTION
    h = 1.0 / (1.0 + np.exp(-w1 * x))
    o = 1.0 / (1.0 + np.exp(-w2 * h))
    if loss == "mse":
        return float(0.5 * (o - y) ** 2)
    return float(-(y * np.log(o) + (1.0 - y) * np.log(1.0 - o)))
    # END SOLUTION


def tiny_gradient(w1: float, w2: float, x: float, y: float, loss: str) -> Float[np.ndarray, "2"]:
    """Gradient of `tiny_loss` with respect to the weights, in the order (w1, w2).

    Args:
        w1: weight of the hidden unit.
        w2: weight of the output unit.
        x: input.
        y: target, in [0, 1].
        loss: "mse" or "ce".

    Returns:
        (dL/dw1, dL/dw2), shape (2,).
    """
    # BEGIN SOLUTION
    h = 1.0 / (1.0 + np.exp(-w1 * x))
    o = 1.0 / (1.0 + np.exp(-w2 * h))
    delta = o - y  # of cross-entropy: sigma'(z2) cancels; squared error keeps it
    if loss == "mse":
        delta *= o * (1.0 - o)
    return np.array([delta * w2 * h * (1.0 - h) * x, delta * h])
    # END SOLUTION


def tiny_hessian(w1: float, w2: float, x: float, y: float, loss: str) -> Float[np.ndarray, "2 2"]:
    """Hessian of `tiny_loss` with respect to the weights, in the order (w1, w2).

    Args:
        w1: weight of the hidden unit.
        w2: weight of the output unit.
        x: input.
        y: target, in [0, 1].
        loss: "mse" or "ce".

    Returns:
        The symmetric matrix of second derivatives, shape (2, 2).
    """
    # BEGIN SOLUTION
    h = 1.0 / (1.0 + np.exp(-w1 * x))
    o = 1.0 / (1.0 + np.exp(-w2 * h))
    dh, ddh = h * (1.0 - h), h * (1.0 - h) * (1.0 - 2.0 * h)  # sigma' and sigma'' at z1
    do, ddo = o * (1.0 - o), o * (1.0 - o) * (1.0 - 2.0 * o)  # the same at z2
    if loss == "mse":
        delta, kappa = (o - y) * do, do**2 + (o - y) * ddo
    else:
        delta, kappa = o - y, do

    z2_grad = np.array([w2 * dh * x, h])
    z2_hessian = np.array([[w2 * ddh * x**2, dh * x], [dh * x, 0.0]])
    return kappa * np.outer(z2_grad, z2_grad) + delta * z2_hessian
    # END SOLUTION
