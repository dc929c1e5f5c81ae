"""Reference for convnets/conv_output_size."""


def conv_output_size(size: int, kernel: int, stride: int, padding: int) -> int:
    """Number of positions of a sliding window along one axis.

    Args:
        size: length of the input along this axis.
        kernel: length of the window, at most size + 2 padding.
        stride: step between two positions, at least 1.
        padding: zeros added at each of the two ends, at least 0.

    Returns:
        The length of the output along this axis; input at the end that no further step can reach does not count.
    """
    # BEGIN SOLUTION
    last_start = size + 2 * padding - kernel  # the last place where a window still fits
    return last_start // stride + 1
    # END SOLUTION
