"""Reference for training/gradient_noise."""


def minibatch_gradient_variance(sigma2: float, batch_size: int) -> float:
    """Variance of a mini-batch gradient, per entry.

    It is the mean of as many independent per-sample gradients as the batch is large.

    Args:
        sigma2: variance of the gradient of a single sample.
        batch_size: at least 1.

    Returns:
        The variance, a float.
    """
    # BEGIN SOLUTION
    return sigma2 / batch_size
    # END SOLUTION


def scaled_learning_rate(lr: float, batch_size: int, new_batch_size: int) -> float:
    """Learning rate for another batch size, by the linear scaling rule.

    Args:
        lr: learning rate that works for batch_size.
        batch_size: the batch size so far, at least 1.
        new_batch_size: the new batch size, at least 1.

    Returns:
        The new learning rate, a float.

    Source: Goyal et al. (2017), section 2.1.
    """
    # BEGIN SOLUTION
    return lr * new_batch_size / batch_size
    # END SOLUTION
