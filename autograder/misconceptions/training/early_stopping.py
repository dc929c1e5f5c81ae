"""Wrong early stopping."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs, together

FUNCTION = "early_stopping"
NEVER_STOPS = (
    "a run that never stops early",
    "a run that never stops early, with a patience longer than the run",
    "a run that never stops early, and ends in losses equal to the best",
    "a run that never stops early, and ends in NaN and inf",
)


def run(losses, patience, better=lambda loss, best: loss < best, late=0, start=0):
    best, best_epoch, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if better(loss, best):
            best, best_epoch, waited = loss, epoch, start
        else:
            waited += 1
            if waited >= patience + late:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch


@misconception(
    "one-epoch-late",
    function=FUNCTION,
    en="You wait one epoch too long. Is the counter raised before or after it is compared?",
    zh="你多等了一个轮次。计数器是在比较之前还是之后加一？",
)
def one_epoch_late(losses, patience):
    return run(losses, patience, late=1)


@misconception(
    "one-epoch-early",
    function=FUNCTION,
    en="You stop one epoch too soon. Does the best epoch itself count as waiting?",
    zh="你早停了一个轮次。最优的那个轮次本身算作等待吗？",
)
def one_epoch_early(losses, patience):
    return run(losses, patience, start=1)


@misconception(
    "ties-improve",
    function=FUNCTION,
    edge=(
        "a loss equal to the best is no improvement",
        "a run that never stops early, and ends in losses equal to the best",
    ),
    en="You start counting anew when the loss only equals the best. What is an improvement here?",
    zh="损失只是与最优值相等，你就重新计数了。这里怎样才算改进？",
)
def ties_improve(losses, patience):
    return run(losses, patience, better=lambda loss, best: loss <= best)


@misconception(
    "compared-with-the-last",
    function=FUNCTION,
    en="You compare with the loss of the epoch before. Is getting better than that enough?",
    zh="你是与上一个轮次的损失相比。比上一个好就够了吗？",
)
def compared_with_the_last(losses, patience):
    best, best_epoch, waited, last = np.inf, 0, 0, np.inf
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, best_epoch = loss, epoch
        waited = 0 if loss < last else waited + 1
        if waited == patience:
            return epoch, best_epoch
        last = loss
    return len(losses) - 1, best_epoch


@misconception(
    "never-reset",
    function=FUNCTION,
    en="Bad epochs add up although a better one came between. What does *in a row* mean for the counter?",
    zh="中间出现过更好的轮次，你却仍在累计坏的轮次。“连续”对计数器意味着什么？",
)
def never_reset(losses, patience):
    best, best_epoch, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, best_epoch = loss, epoch
        else:
            waited += 1
            if waited == patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch


@misconception(
    "best-of-the-whole-run",
    function=FUNCTION,
    en="Your best epoch lies after the stop. Which losses are known by then?",
    zh="你的最优轮次在停止之后。停止时已知的是哪些损失？",
)
def best_of_the_whole_run(losses, patience):
    return run(losses, patience)[0], int(np.nanargmin(losses))


@misconception(
    "stop-minus-patience",
    function=FUNCTION,
    edge=NEVER_STOPS,
    en="A run that never stops early has another best epoch. How do you find it there?",
    zh="对没有提前停止的训练，最优轮次并不是这样算的。这时应当怎样得到它？",
)
def stop_minus_patience(losses, patience):
    stop, _ = run(losses, patience)
    return stop, max(stop - patience, 0)


@misconception(
    "counts-from-one",
    function=FUNCTION,
    en="Both numbers are one too large. From which number are the epochs counted?",
    zh="两个数都大了 1。轮次从几开始编号？",
)
def counts_from_one(losses, patience):
    stop, best = run(losses, patience)
    return stop + 1, best + 1


@misconception(
    "next-epoch",
    function=FUNCTION,
    edge=NEVER_STOPS,
    en="If training never stops early you return the number of epochs. Which epoch was the last?",
    zh="没有提前停止时，你返回的是轮次总数。最后一个轮次的编号是多少？",
)
def next_epoch(losses, patience):
    best, best_epoch, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, best_epoch, waited = loss, epoch, 0
        else:
            waited += 1
            if waited == patience:
                return epoch, best_epoch
    return len(losses), best_epoch


@misconception(
    "stops-beyond-the-end",
    function=FUNCTION,
    edge=NEVER_STOPS,
    en="Your stop is always `patience` epochs after the best one. What if there are not so many epochs left?",
    zh="你总是停在最优轮次之后第 `patience` 个轮次。如果后面没有那么多轮次呢？",
)
def stops_beyond_the_end(losses, patience):
    best = run(losses, patience)[1]
    return best + patience, best


@misconception(
    "exchanged-results",
    function=FUNCTION,
    en="The two epochs come back in the other order. Which one does the prompt name first?",
    zh="两个轮次的顺序反了。题目先列出的是哪一个？",
)
def exchanged_results(losses, patience):
    return run(losses, patience)[::-1]


@misconception(
    "best-loss-returned",
    function=FUNCTION,
    en="You return the smallest loss. Is a loss asked for, or the epoch that has it?",
    zh="你返回的是最小的损失。题目要的是损失，还是它所在的轮次？",
)
def best_loss_returned(losses, patience):
    stop, best = run(losses, patience)
    return stop, float(losses[best])


@misconception(
    "best-from-first-loss",
    function=FUNCTION,
    edge="epochs that diverge (NaN, inf) before the first finite loss",
    en="Right, unless the first loss is NaN: nothing is ever smaller than that. From where should the best start?",
    zh="除非第一个损失是 NaN，否则都对：没有什么比 NaN 更小。最优值应当从哪里开始？",
)
def best_from_first_loss(losses, patience):
    best, best_epoch, waited = losses[0], 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best:
            best, best_epoch, waited = losses[epoch], epoch, 0
        else:
            waited += 1
            if waited == patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch


@misconception(
    "nan-improves",
    function=FUNCTION,
    edge=(
        "epochs that diverge (NaN, inf) later do not improve",
        "a run that never stops early, and ends in NaN and inf",
    ),
    en="A NaN passes as an improvement. What does `not (loss >= best)` say about it?",
    zh="NaN 被当成了改进。`not (loss >= best)` 对它会得到什么？",
)
def nan_improves(losses, patience):
    return run(losses, patience, better=lambda loss, best: not loss >= best)


@misconception(
    "diverged-epochs-skipped",
    function=FUNCTION,
    edge="epochs that diverge (NaN, inf) later do not improve",
    en="Epochs whose loss is infinite or NaN do not count as waiting. Do they improve on the best?",
    zh="损失为无穷或 NaN 的轮次，你没有计入等待。这样的轮次比最优值有改进吗？",
)
def diverged_epochs_skipped(losses, patience):
    best, best_epoch, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if not np.isfinite(loss):
            continue
        if loss < best:
            best, best_epoch, waited = loss, epoch, 0
        else:
            waited += 1
            if waited == patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch


@misconception(
    "nan-becomes-zero",
    function=FUNCTION,
    edge=(
        "epochs that diverge (NaN, inf) before the first finite loss",
        "epochs that diverge (NaN, inf) later do not improve",
        "a run that never stops early, and ends in NaN and inf",
    ),
    en="A NaN counts as a loss of 0, the best of all. What should an epoch that diverged count as?",
    zh="NaN 被当成了损失 0，成了最优。发散的轮次应当算作什么？",
)
def nan_becomes_zero(losses, patience):
    return run(np.where(np.isnan(losses), 0.0, losses), patience)


@misconception(
    "small-improvements-ignored",
    function=FUNCTION,
    edge="a loss only just below the best is an improvement",
    en="A small improvement does not count for you. By how much must a loss be smaller than the best?",
    zh="很小的改进在你这里不算数。损失要比最优值小多少才算改进？",
)
def small_improvements_ignored(losses, patience):
    return run(losses, patience, better=lambda loss, best: loss < best - 1e-4)


@misconception(
    "larger-is-better",
    function=FUNCTION,
    en="You wait for the loss to grow. Which way is better for a loss?",
    zh="你在等损失变大。对损失来说，哪个方向更好？",
)
def larger_is_better(losses, patience):
    return run([-loss for loss in losses], patience)


@misconception(
    "overwrites-losses",
    function=FUNCTION,
    edge="the argument stays as it is",
    en="The epochs are right, but the caller's losses change. Which of your lines work in place?",
    zh="轮次正确，但调用者手里的损失被改掉了。哪几行代码是原地操作？",
)
def overwrites_losses(losses, patience):
    losses[np.isnan(losses)] = np.inf
    result = run(losses, patience)
    losses.sort()
    return result


def probes(rng):
    """Ties in a run that stops: one that looks at ties in a full run only is another mistake than `ties-improve`."""
    return {FUNCTION: [(np.array([0.9, 0.7, 0.7, 0.7, 0.5]), 2)]}


@together("ties-improve", "nan-improves", function=FUNCTION)
def not_worse_improves(losses, patience):
    return run(losses, patience, better=lambda loss, best: not loss > best)


@together("ties-improve", "best-from-first-loss", function=FUNCTION)
def ties_improve_on_the_first_loss(losses, patience):
    best, best_epoch, waited = losses[0], 0, 0
    for epoch, loss in enumerate(losses[1:], start=1):
        if loss <= best:
            best, best_epoch, waited = loss, epoch, 0
        else:
            waited += 1
            if waited == patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch


@together("ties-improve", "one-epoch-late", function=FUNCTION)
def ties_improve_and_late(losses, patience):
    return run(losses, patience, better=lambda loss, best: loss <= best, late=1)


@together("nan-improves", "one-epoch-late", function=FUNCTION)
def nan_improves_and_late(losses, patience):
    return run(losses, patience, better=lambda loss, best: not loss >= best, late=1)


@together("never-reset", "counts-from-one", function=FUNCTION)
def never_reset_from_one(losses, patience):
    stop, best = never_reset.wrong(losses, patience)
    return stop + 1, best + 1


@together("never-reset", "ties-improve", function=FUNCTION)
def never_reset_and_ties(losses, patience):
    best, best_epoch, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if loss <= best:
            best, best_epoch = loss, epoch
        else:
            waited += 1
            if waited == patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch


def any_stopping(losses, patience, *, ties=False, nan=False, late=0, last=False, reset=True, best_of="so far", **how):
    better = {
        (False, False): lambda a, b: a < b,
        (True, False): lambda a, b: a <= b,
        (False, True): lambda a, b: not a >= b,
        (True, True): lambda a, b: not a > b,
    }[ties, nan]
    if how.get("larger"):
        better = {False: lambda a, b: a > b, True: lambda a, b: a >= b}[ties]
    best, best_epoch, waited = (-np.inf if how.get("larger") else np.inf), 0, 0
    if how.get("first"):
        best = losses[0]
    stop, before = len(losses) - 1, best
    for epoch, loss in enumerate(losses):
        if how.get("first") and epoch == 0:
            continue
        improved = better(loss, before if last else best)
        before = loss
        if better(loss, best):
            best, best_epoch = loss, epoch
        if improved:
            waited = 0 if reset else waited
            continue
        waited += 1
        if waited >= patience + late:
            stop = epoch
            break
    if best_of == "whole run":
        best_epoch = int(np.nanargmin(losses))
    if how.get("minus"):
        stop = stop - patience if waited >= patience + late else stop
    if how.get("one"):
        return stop + 1, best_epoch + 1
    return (best_epoch, stop) if how.get("exchanged") else (stop, best_epoch)


PAIRS = pairs(
    FUNCTION,
    any_stopping,
    {
        "ties-improve": {"ties": True},
        "nan-improves": {"nan": True},
        "one-epoch-late": {"late": 1},
        "one-epoch-early": {"late": -1},
        "compared-with-the-last": {"last": True},
        "never-reset": {"reset": False},
        "best-of-the-whole-run": {"best_of": "whole run"},
        "best-from-first-loss": {"first": True},
        "counts-from-one": {"one": True},
        "exchanged-results": {"exchanged": True},
        "larger-is-better": {"larger": True},
    },
)
