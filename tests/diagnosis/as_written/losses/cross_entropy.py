"""Cross-entropies with two faults, or right and unstable."""

import numpy as np

from tests.diagnosis.verdicts import written


def softmax(x):
    exps = np.exp(x)
    return exps / np.sum(exps, axis=1, keepdims=True)


def stable_softmax(x):
    exps = np.exp(x - np.max(x, axis=1, keepdims=True))
    return exps / np.sum(exps, axis=1, keepdims=True)


def one_hot(labels, classes):
    out = np.zeros((labels.shape[0], classes))
    out[np.arange(labels.shape[0]), labels] = 1
    return out


@written("unstable", function="cross_entropy", names=("log-of-the-probabilities|zero-times-log-zero",))
def zero_times_log_zero(logits, labels):
    y = one_hot(labels, logits.shape[1])
    return float(-np.sum(y * np.log(stable_softmax(logits))) / logits.shape[0])


@written("unstable", function="cross_entropy", names=("no-shift|log-of-the-probabilities",))
def unshifted_and_logged(logits, labels):
    p = softmax(logits)
    return float(-np.mean(np.log(p[np.arange(len(labels)), labels])))


@written("unstable", function="cross_entropy", names=("no-shift|log-of-the-probabilities",))
def unshifted_one_hot(logits, labels):
    y = one_hot(labels, logits.shape[1])
    p = softmax(logits)
    loss = 0.0
    for i in range(logits.shape[0]):
        loss += -np.sum(y[i] * np.log(p[i]))
    return float(loss / logits.shape[0])


@written("pair", function="cross_entropy", names=("summed-over-batch", "log-of-the-probabilities|~unstable"))
def summed_and_logged(logits, labels):
    y = one_hot(labels, logits.shape[1])
    return float(-np.sum(y * np.log(stable_softmax(logits))))


@written("unstable", function="cross_entropy", names=("clipped-probabilities",), leads=("precision",))
def another_epsilon(logits, labels):
    p = stable_softmax(logits)
    return float(-np.log(p[range(len(labels)), labels] + 1e-5).mean())


@written("pair", function="cross_entropy", names=("summed-over-batch", "clipped-probabilities|~unstable|~precision"))
def summed_with_epsilon(logits, labels):
    y = one_hot(labels, logits.shape[1])
    return float(-np.sum(y * np.log(stable_softmax(logits) + 1e-8)))


@written("variant", function="cross_entropy", names=("rows-for-entries",), leads=("value",))
def rows_for_entries(logits, labels):
    p = stable_softmax(logits)
    return float(-np.log(p[labels]).mean())


@written("edge", function="cross_entropy", names=("divided-by-entries",))
def mean_of_everything(logits, labels):
    y = one_hot(labels, logits.shape[1])
    return float(-np.mean(y * np.log(softmax(logits))))


@written("edge", function="cross_entropy", names=("base-two",))
def bits(logits, labels):
    p = softmax(logits)
    return float(-np.log2(p[np.arange(len(labels)), labels]).mean())


@written("unstable", function="cross_entropy", leads=("precision", "unstable"))
def in_single_precision(logits, labels):
    logits = logits.astype(np.float32)
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return float(-log_p[np.arange(len(labels)), labels].mean())


@written("pair", function="cross_entropy", names=("negative-loss", "log-of-the-probabilities|no-shift|~unstable"))
def sign_lost(logits, labels):
    y = np.eye(logits.shape[1])[labels]
    return float((y * np.log(softmax(logits))).sum() / len(labels))
