"""Early stopping written last."""

from tests.diagnosis.verdicts import written


@written("pair", function="early_stopping", names=("best-from-first-loss", "one-epoch-late"))
def first_loss_and_more_than_patience(losses, patience):
    best, best_epoch, wait = losses[0], 0, 0
    for i in range(1, len(losses)):
        if losses[i] < best:
            best, best_epoch, wait = losses[i], i, 0
        else:
            wait = wait + 1
            if wait > patience:
                return i, best_epoch
    return len(losses) - 1, best_epoch
