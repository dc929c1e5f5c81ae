"""Reference for convnets/max_pool2d."""

import numpy as np
from jaxtyping import Float


def max_pool2d_forward(x: Float[np.ndarray, "n c h w"], kernel: int, stride: int) -> Float[np.ndarray, "n c oh ow"]:
    """The largest value of every window, channel by channel, without padding.

    y[n, c, i, j] = max_{0 <= p, q < kernel} x[n, c, i stride + p, j stride + q]

    Args:
        x: images, shape (n, c, h, w).
        kernel: side of the square window.
        stride: step of the window, the same in both directions.

    Returns:
        The maxima, shape (n, c, oh, ow), with oh and ow as `conv_output_size` counts them.
    """
    # BEGIN SOLUTION
    oh, ow = ((side - kernel) // stride + 1 for side in x.shape[2:])
    # One shifted copy of the image per place (p, q) in the window, in row-major order: (kernel^2, n, c, oh, ow)
    candidates = [
        x[:, :, p : p + stride * oh : stride, q : q + stride * ow : stride]
        for p in range(kernel)
        for q in range(kernel)
    ]
    return np.max(candidates, axis=0)
    # END SOLUTION


def max_pool2d_backward(
    dout: Float[np.ndarray, "n c oh ow"], x: Float[np.ndarray, "n c h w"], kernel: int, stride: int
) -> Float[np.ndarray, "n c h w"]:
    """Gradient of a scalar loss L through `max_pool2d_forward`, given dout = dL/dy.

    Each dout[n, c, i, j] goes to the first maximum of its window, in row-major order.

    Args:
        dout: gradient with respect to the maxima, shape (n, c, oh, ow).
        x: images of the forward pass, shape (n, c, h, w).
        kernel: side of the square window.
        stride: step of the window.

    Returns:
        dx, shape (n, c, h, w).
    """
    # BEGIN SOLUTION
    oh, ow = dout.shape[2:]
    places = [
        (slice(p, p + stride * oh, stride), slice(q, q + stride * ow, stride))
        for p in range(kernel)
        for q in range(kernel)
    ]
    # argmax returns the first of several equal maxima, and the places stand in row-major order
    winner = np.argmax([x[:, :, rows, columns] for rows, columns in places], axis=0)  # (n, c, oh, ow)

    dx = np.zeros(x.shape)
    for k, (rows, columns) in enumerate(places):
        dx[:, :, rows, columns] += np.where(winner == k, dout, 0.0)  # a pixel may win several windows
    return dx
    # END SOLUTION
