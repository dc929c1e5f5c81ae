"""Wrong answers to early_stopping, on no list."""

import numpy as np


def walk(losses, patience, start=np.inf):
    best, best_epoch, waited = start, 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, best_epoch, waited = loss, epoch, 0
        else:
            waited += 1
            if waited >= patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch


def only_nan_epochs_do_not_count(losses, patience):
    best, best_epoch, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, best_epoch, waited = loss, epoch, 0
        elif not np.isnan(loss):
            waited += 1
            if waited >= patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch


def no_loss_above_one_improves(losses, patience):
    return walk(losses, patience, start=1.0)


def diverged_epoch_restarts_the_count(losses, patience):
    best, best_epoch, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, best_epoch, waited = loss, epoch, 0
        elif np.isfinite(loss):
            waited += 1
            if waited >= patience:
                return epoch, best_epoch
        else:
            waited = 0
    return len(losses) - 1, best_epoch


def last_epoch_never_looked_at(losses, patience):
    stop, best = walk(losses[:-1], patience)
    return (stop, best) if stop - best >= patience else (len(losses) - 1, best)


def marks_diverged_epochs_in_the_argument(losses, patience):
    losses[np.isnan(losses)] = np.inf
    return walk(losses, patience)


def patience_never_exceeds_half_the_epochs(losses, patience):
    return walk(losses, min(patience, max(1, len(losses) // 2)))


def no_loss_above_1e18_improves(losses, patience):
    return walk(losses, patience, start=1e18)


def never_stops_at_the_patience_itself(losses, patience):
    best, best_epoch, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, best_epoch, waited = loss, epoch, 0
        else:
            waited += 1
            if waited >= patience and epoch > patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch


def loss_of_zero_counts_as_none(losses, patience):
    best, best_epoch, waited = None, 0, 0
    for epoch, loss in enumerate(losses):
        if np.isfinite(loss) and (not best or loss < best):
            best, best_epoch, waited = loss, epoch, 0
        else:
            waited += 1
            if waited >= patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch


def nan_is_the_best_of_a_full_run(losses, patience):
    stop, best = walk(losses, patience)
    return (stop, best) if stop < len(losses) - 1 else (stop, int(np.argmin(losses)))


def last_of_equal_losses_in_a_full_run(losses, patience):
    stop, best = walk(losses, patience)
    if stop < len(losses) - 1:
        return stop, best
    return stop, len(losses) - 1 - int(np.nanargmin(losses[::-1]))


def stop_at_the_last_epoch_is_one_later(losses, patience):
    stop, best = walk(losses, patience)
    return stop + (stop == len(losses) - 1 == best + patience), best


def patience_one_waits_for_a_rise(losses, patience):
    if patience > 1:
        return walk(losses, patience)
    rises = np.flatnonzero(np.diff(losses) > 0)
    return (int(rises[0]) + 1, int(rises[0])) if len(rises) else (len(losses) - 1, len(losses) - 1)


WRONG = {
    "early_stopping": [
        no_loss_above_one_improves,
        only_nan_epochs_do_not_count,
        diverged_epoch_restarts_the_count,
        last_epoch_never_looked_at,
        marks_diverged_epochs_in_the_argument,
        patience_never_exceeds_half_the_epochs,
        no_loss_above_1e18_improves,
        never_stops_at_the_patience_itself,
        loss_of_zero_counts_as_none,
        nan_is_the_best_of_a_full_run,
        last_of_equal_losses_in_a_full_run,
        stop_at_the_last_epoch_is_one_later,
        patience_one_waits_for_a_rise,
    ]
}
