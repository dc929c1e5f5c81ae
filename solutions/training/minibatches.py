"""Reference for training/minibatches."""

import numpy as np


def iterations_per_epoch(n: int, batch_size: int, drop_last: bool) -> int:
    """How many parameter updates one epoch takes.

    Args:
        n: number of training samples, at least 1.
        batch_size: at least 1; may exceed n.
        drop_last: leave out a last batch that is smaller than batch_size.

    Returns:
        The number of batches, an int.
    """
    # BEGIN SOLUTION
    if drop_last:
        return n // batch_size
    return (n + batch_size - 1) // batch_size  # in integers: n / batch_size may be rounded
    # END SOLUTION


def minibatch_indices(n: int, batch_size: int, seed: int) -> list[list[int]]:
    """One epoch of mini-batches: a random permutation of 0..n-1, cut into pieces.

    Args:
        n: number of training samples, at least 1.
        batch_size: at least 1; may exceed n.
        seed: for numpy.random.default_rng.

    Returns:
        The batches in order, each a list of indices; all have batch_size of them, the last may have fewer.
    """
    # BEGIN SOLUTION
    permutation = np.random.default_rng(seed).permutation(n).tolist()
    return [permutation[start : start + batch_size] for start in range(0, n, batch_size)]
    # END SOLUTION
