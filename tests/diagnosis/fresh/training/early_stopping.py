"""Early stopping as students write it."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="early_stopping", names=("compared-with-the-last", "best-of-the-whole-run"))
def rises_in_a_row(losses, patience):
    bad = 0
    stop = len(losses) - 1
    for e in range(1, len(losses)):
        if losses[e] >= losses[e - 1]:
            bad += 1
        else:
            bad = 0
        if bad == patience:
            stop = e
            break
    return stop, int(np.argmin(losses))


@written("pair", function="early_stopping", names=("never-reset", "one-epoch-late"), leads=("part",))
def counter_survives_improvement(losses, patience):
    best = float("inf")
    best_epoch = 0
    wait = 0
    for epoch in range(len(losses)):
        if losses[epoch] < best:
            best = losses[epoch]
            best_epoch = epoch
        else:
            wait += 1
        if wait > patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch
