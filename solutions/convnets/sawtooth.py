"""Reference for convnets/sawtooth."""

import numpy as np
from jaxtyping import Float


def sawtooth_network(depth: int) -> list[tuple[Float[np.ndarray, "..."], Float[np.ndarray, "..."]]]:
    """A narrow ReLU network of one input whose graph on [0, 1] has exactly 2**depth linear pieces.

    h_0 = x,  h_l = relu(h_{l-1} W_l + b_l) for l = 1, ..., depth,  y = h_depth W_{depth+1} + b_{depth+1}

    Args:
        depth: number of ReLU hidden layers, at least 1.

    Returns:
        depth + 1 pairs (W, b), W of shape (n_in, n_out) and b of shape (n_out,); the first n_in and the last n_out are
        1, every hidden layer has at most 4 units.

    Source: Telgarsky, "Benefits of depth in neural networks", 2016, section 3.1.
    """
    # BEGIN SOLUTION
    # tent(t) = 2 relu(t) - 4 relu(t - 1/2) folds [0, 1] onto itself twice; composed, it doubles the pieces each time.
    tent = np.array([[2.0], [-4.0]])  # two hidden units to the tent's value
    units = np.array([[1.0, 1.0]])  # the value to the two units of the next tent
    kinks = np.array([0.0, -0.5])
    hidden = [(units, kinks)] + [(tent @ units, kinks)] * (depth - 1)
    return [*hidden, (tent, np.zeros(1))]
    # END SOLUTION
