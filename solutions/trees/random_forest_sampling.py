"""Reference for trees/random_forest_sampling."""

import numpy as np
from jaxtyping import Int


def bootstrap_indices(n: int, seed: int) -> Int[np.ndarray, "n"]:
    """Indices of a bootstrap sample: n independent draws from 0..n-1, with replacement, each equally likely.

    Args:
        n: number of samples, at least 1.
        seed: of the random generator.

    Returns:
        n indices; the same ones whenever the seed is the same.

    Source: Breiman, Bagging Predictors, 1996.
    """
    # BEGIN SOLUTION
    return np.random.default_rng(seed).integers(0, n, size=n)  # the upper end is exclusive
    # END SOLUTION


def out_of_bag(indices: Int[np.ndarray, "b"], n: int) -> Int[np.ndarray, "u"]:
    """The samples that a bootstrap sample has never drawn.

    Args:
        indices: drawn indices, in any order and with repetitions.
        n: number of samples; indices are 0..n-1.

    Returns:
        The indices among 0..n-1 that do not occur, in ascending order; empty if all have been drawn.
    """
    # BEGIN SOLUTION
    drawn = np.zeros(n, dtype=bool)
    drawn[indices] = True
    return np.flatnonzero(~drawn)
    # END SOLUTION


def random_features(d: int, m: int, seed: int) -> Int[np.ndarray, "m"]:
    """The features that one node of a random forest may choose from.

    Args:
        d: number of features.
        m: how many to draw, 1 <= m <= d.
        seed: of the random generator.

    Returns:
        m distinct indices of 0..d-1, every subset of m equally likely, in any order.

    Source: Breiman, Random Forests, 2001.
    """
    # BEGIN SOLUTION
    return np.random.default_rng(seed).choice(d, size=m, replace=False)
    # END SOLUTION
