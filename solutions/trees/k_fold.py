"""Reference for trees/k_fold."""


def k_fold(n: int, k: int) -> list[tuple[list[int], list[int]]]:
    """Splits of n samples for k-fold cross-validation.

    The indices 0..n-1 are cut, in order, into k contiguous folds; the first n mod k of them hold one sample more.

    Args:
        n: number of samples.
        k: number of folds, 2 <= k <= n.

    Returns:
        k pairs (train, validation): the i-th fold is the i-th validation list, train is all the rest, both ascending.

    Raises:
        ValueError: unless 2 <= k <= n.
    """
    # BEGIN SOLUTION
    if not 2 <= k <= n:
        raise ValueError(f"k must lie between 2 and n = {n}, got {k}")
    splits = []
    start = 0
    for i in range(k):
        stop = start + n // k + (i < n % k)
        splits.append(([*range(start), *range(stop, n)], [*range(start, stop)]))
        start = stop
    return splits
    # END SOLUTION
