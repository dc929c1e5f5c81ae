"""Reference for training/early_stopping."""

import numpy as np
from jaxtyping import Float


def early_stopping(losses: Float[np.ndarray, "T"], patience: int) -> tuple[int, int]:
    """When training stops, and which epoch's parameters to keep.

    Training stops after `patience` epochs in a row without a strictly smaller loss than the best one so far.

    Args:
        losses: validation loss after each epoch, shape (T,); inf and NaN never count as smaller, and of the
            first `patience` losses at least one is finite.
        patience: at least 1.

    Returns:
        (stop_epoch, best_epoch), counted from 0; stop_epoch is the last epoch if training never stops early.
    """
    # BEGIN SOLUTION
    best, best_epoch, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best:  # False for NaN
            best, best_epoch, waited = loss, epoch, 0
        else:
            waited += 1
            if waited == patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch
    # END SOLUTION
