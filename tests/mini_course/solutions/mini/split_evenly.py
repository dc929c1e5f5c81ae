"""Reference for mini/split_evenly."""


def split_evenly(total: int, parts: int) -> list[int]:
    """Integers that differ by at most 1, the larger ones first.

    Args:
        total: what they sum to, at least 0.
        parts: how many.

    Returns:
        A list of `parts` integers.

    Raises:
        ValueError: parts is less than 1.
    """
    # BEGIN SOLUTION
    if parts < 1:
        raise ValueError("parts must be at least 1")
    size, larger = divmod(total, parts)
    return [size + 1] * larger + [size] * (parts - larger)
    # END SOLUTION
