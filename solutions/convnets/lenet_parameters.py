"""Reference for convnets/lenet_parameters."""

from typing import TypedDict


class LeNetParameters(TypedDict):
    """Number of learnable parameters of each layer that has any."""

    C1: int
    C3: int
    F5: int
    F6: int
    F7: int


def conv_parameters(c_in: int, c_out: int, kernel: int, bias: bool) -> int:
    """Learnable parameters of a convolution layer with square kernels, every input map feeding every output map.

    Args:
        c_in: number of input maps.
        c_out: number of output maps (filters).
        kernel: side of the square kernel.
        bias: whether each filter has a bias.

    Returns:
        The number of learnable parameters.
    """
    # BEGIN SOLUTION
    weights = c_out * c_in * kernel**2  # a filter is as deep as its input
    return weights + (c_out if bias else 0)
    # END SOLUTION


def lenet_parameters(bias: bool) -> LeNetParameters:
    """Learnable parameters of LeNet's layers for one 32 x 32 grey image, C3 fully connected to the maps of S2.

    Args:
        bias: whether every layer with weights also has biases.

    Returns:
        The number of learnable parameters of C1, C3, F5, F6 and F7.

    Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998,
    section II.B; there C3 is connected to the maps of S2 by a sparse table, here it is not.
    """

    # BEGIN SOLUTION
    def linear(n_in: int, n_out: int) -> int:
        return n_out * n_in + (n_out if bias else 0)

    size = 32
    size = (size - 5 + 1) // 2  # C1 then S2: 28, 14
    size = (size - 5 + 1) // 2  # C3 then S4: 10, 5
    return {
        "C1": conv_parameters(1, 6, 5, bias),
        "C3": conv_parameters(6, 16, 5, bias),
        "F5": linear(16 * size * size, 120),
        "F6": linear(120, 84),
        "F7": linear(84, 10),
    }
    # END SOLUTION
