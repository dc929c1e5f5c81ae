"""Reference for convnets/conv2d."""

import numpy as np
from jaxtyping import Float


def conv2d_forward(
    x: Float[np.ndarray, "n c h w"],
    w: Float[np.ndarray, "f c kh kw"],
    b: Float[np.ndarray, "f"],
    stride: int,
    padding: int,
) -> Float[np.ndarray, "n f oh ow"]:
    """Two-dimensional cross-correlation of a batch of images with a bank of filters.

    y[n, f, i, j] = b[f] + sum_{c, p, q} w[f, c, p, q] x_pad[n, c, i stride + p, j stride + q]

    Args:
        x: images, shape (n, c, h, w).
        w: filters, shape (f, c, kh, kw).
        b: one bias per filter, shape (f,).
        stride: step of the window, the same in both directions.
        padding: rows and columns of zeros added on each of the four sides.

    Returns:
        The output maps, shape (n, f, oh, ow), with oh and ow as `conv_output_size` counts them.
    """
    # BEGIN SOLUTION
    n, _, h, width = x.shape
    f, _, kh, kw = w.shape
    oh = (h + 2 * padding - kh) // stride + 1  # -> H_out = oh
    ow = (width + 2 * padding - kw) // stride + 1  # -> W_out = ow
    x_pad = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])  # -> x_pad

    y = np.zeros((n, f, oh, ow))
    # Loop over the few entries of a kernel, not over the many positions of an image.
    for p in range(kh):
        for q in range(kw):
            seen = x_pad[:, :, p : p + stride * oh : stride, q : q + stride * ow : stride]  # (n, c, oh, ow)
            y += np.einsum("ncij,fc->nfij", seen, w[:, :, p, q])  # -> y without b? (n, f, ...) = y
    return y + b[:, None, None]
    # END SOLUTION


def conv2d_backward(
    dout: Float[np.ndarray, "n f oh ow"],
    x: Float[np.ndarray, "n c h w"],
    w: Float[np.ndarray, "f c kh kw"],
    stride: int,
    padding: int,
) -> tuple[Float[np.ndarray, "n c h w"], Float[np.ndarray, "f c kh kw"], Float[np.ndarray, "f"]]:
    """Gradients of a scalar loss L through `conv2d_forward`, given dout = dL/dy.

    Args:
        dout: gradient with respect to the output maps, shape (n, f, oh, ow).
        x: images of the forward pass, shape (n, c, h, w).
        w: filters of the forward pass, shape (f, c, kh, kw).
        stride: step of the window.
        padding: rows and columns of zeros on each side.

    Returns:
        dx of shape (n, c, h, w), dw of shape (f, c, kh, kw) and db of shape (f,).
    """
    # BEGIN SOLUTION
    _, _, h, width = x.shape
    _, _, kh, kw = w.shape
    _, _, oh, ow = dout.shape
    x_pad = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])  # -> x_pad

    dx_pad, dw = np.zeros(x_pad.shape), np.zeros(w.shape)
    for p in range(kh):
        for q in range(kw):
            rows, columns = slice(p, p + stride * oh, stride), slice(q, q + stride * ow, stride)
            dw[:, :, p, q] = np.einsum("nfij,ncij->fc", dout, x_pad[:, :, rows, columns])  # -> dw (f, c, kh, kw)
            # Windows overlap: a pixel collects from every window that saw it.
            dx_pad[:, :, rows, columns] += np.einsum("nfij,fc->ncij", dout, w[:, :, p, q])  # -> dx_pad
    dx = dx_pad[:, :, padding : padding + h, padding : padding + width]  # -> dx (n, c, h, w)
    return dx, dw, dout.sum(axis=(0, 2, 3), dtype=float)
    # END SOLUTION
