"""Early stopping with two faults."""

import numpy as np

from tests.diagnosis.verdicts import written

FUNCTION = "early_stopping"


@written("pair", function=FUNCTION, names=("ties-improve", "nan-improves"))
def bjarten(losses, patience):
    counter, best_score, best_epoch = 0, None, 0
    for epoch, val_loss in enumerate(losses):
        score = -val_loss
        if best_score is None:
            best_score, best_epoch = score, epoch
        elif score < best_score:
            counter += 1
            if counter >= patience:
                return epoch, best_epoch
        else:
            best_score, best_epoch, counter = score, epoch, 0
    return len(losses) - 1, best_epoch


@written("pair", function=FUNCTION, names=("ties-improve", "best-from-first-loss"))
def first_loss_and_ties(losses, patience):
    best, best_epoch, wait = losses[0], 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] <= best:
            best, best_epoch, wait = losses[epoch], epoch, 0
        else:
            wait += 1
            if wait >= patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch


@written("pair", function=FUNCTION, names=("one-epoch-late", "ties-improve"))
def later_and_ties(losses, patience):
    best, best_epoch, wait = float("inf"), 0, 0
    for epoch, loss in enumerate(losses):
        if loss <= best:
            best, best_epoch, wait = loss, epoch, 0
        else:
            wait += 1
            if wait > patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch


@written("pair", function=FUNCTION, names=("never-reset", "counts-from-one"))
def never_reset_from_one(losses, patience):
    best, best_epoch, bad = np.inf, 0, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best:
            best, best_epoch = loss, epoch
        else:
            bad += 1
            if bad == patience:
                return epoch, best_epoch
    return len(losses), best_epoch


@written("variant", function=FUNCTION, names=("compared-with-the-last",))
def last_loss(losses, patience):
    trigger, last = 0, float("inf")
    best, best_epoch = float("inf"), 0
    for epoch, current in enumerate(losses):
        if current < best:
            best, best_epoch = current, epoch
        if current >= last:
            trigger += 1
            if trigger >= patience:
                return epoch, best_epoch
        else:
            trigger = 0
        last = current
    return len(losses) - 1, best_epoch
