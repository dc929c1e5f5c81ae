"""Wrong counts of iterations and wrong mini-batches."""

import math

import numpy as np

from autograder.checks.misconceptions import misconception

COUNT = "iterations_per_epoch"
BATCHES = "minibatch_indices"


def cut(order, batch_size):
    order = [int(i) for i in order]
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def count(n, batch_size, drop_last):
    return n // batch_size if drop_last else -(-n // batch_size)


@misconception(
    "always-one-more",
    function=COUNT,
    edge=(
        "iterations: a batch size that divides n",
        "iterations: batches of one sample",
        "iterations: one batch of all samples",
    ),
    en="When the batch size divides n you count an empty batch. How many samples are left over then?",
    zh="当批次大小整除 n 时，你多算了一个空批次。这时还剩多少样本？",
)
def always_one_more(n, batch_size, drop_last):
    return n // batch_size if drop_last else n // batch_size + 1


@misconception(
    "remainder-always-dropped",
    function=COUNT,
    en="Your last, smaller batch is never counted. When may it be left out?",
    zh="你从不计入最后那个较小的批次。什么时候才可以丢弃它？",
)
def remainder_always_dropped(n, batch_size, drop_last):
    return n // batch_size


@misconception(
    "remainder-always-kept",
    function=COUNT,
    en="`drop_last` has no effect on your count. Which batch does it leave out?",
    zh="`drop_last` 对你的计数没有影响。它应当丢弃哪个批次？",
)
def remainder_always_kept(n, batch_size, drop_last):
    return -(-n // batch_size)


@misconception(
    "drop-last-reversed",
    function=COUNT,
    en="You drop the last batch when it should be kept, and the other way round. When is `drop_last` true?",
    zh="该保留时你丢弃了最后一个批次，该丢弃时却保留了。`drop_last` 为真表示什么？",
)
def drop_last_reversed(n, batch_size, drop_last):
    return count(n, batch_size, not drop_last)


@misconception(
    "rounded-to-nearest",
    function=COUNT,
    en="You round to the nearest number. What happens to a last batch that is less than half full?",
    zh="你取的是最接近的整数。最后一个批次不到一半时会怎样？",
)
def rounded_to_nearest(n, batch_size, drop_last):
    return n // batch_size if drop_last else math.floor(n / batch_size + 0.5)


@misconception(
    "fractional",
    function=COUNT,
    en="Your count has decimals. Can there be a third of an update?",
    zh="你的次数带有小数。参数能更新三分之一次吗？",
)
def fractional(n, batch_size, drop_last):
    return n / batch_size


@misconception(
    "a-float-count",
    function=COUNT,
    en="The number is right, but it is a float. Of which type is a count?",
    zh="数值正确，但类型是浮点数。计数应当是什么类型？",
)
def a_float_count(n, batch_size, drop_last):
    return float(count(n, batch_size, drop_last))


@misconception(
    "at-least-one",
    function=COUNT,
    edge="iterations: a batch size above n",
    en="Your count never gets to 0. What remains if the only batch is too small and is dropped?",
    zh="你的计数永远不会是 0。如果唯一的批次太小而被丢弃，还剩几个？",
)
def at_least_one(n, batch_size, drop_last):
    return max(1, count(n, batch_size, drop_last))


@misconception(
    "last-sample-off",
    function=COUNT,
    edge=(
        "iterations: a single sample left over",
        "iterations: batches of one sample",
    ),
    en="You are one short when a single sample is left over. Does it get a batch?",
    zh="当只剩一个样本时，你少算了一次。它会单独成为一个批次吗？",
)
def last_sample_off(n, batch_size, drop_last):
    return n // batch_size if drop_last else -(-max(n - 1, 1) // batch_size)


@misconception(
    "not-shuffled",
    function=BATCHES,
    en="Your samples come in the order of the data set. What if that is sorted by class?",
    zh="你的样本按数据集原来的顺序排列。如果数据是按类别排好序的，会怎样？",
)
def not_shuffled(n, batch_size, seed):
    return cut(range(n), batch_size)


@misconception(
    "batches-shuffled-only",
    function=BATCHES,
    en="Neighbours in the data set always share a batch. What exactly should be permuted?",
    zh="数据集中相邻的样本总在同一批次。应当打乱的究竟是什么？",
)
def batches_shuffled_only(n, batch_size, seed):
    parts = cut(range(n), batch_size)
    full = np.random.default_rng(seed).permutation(n // batch_size)
    return [parts[i] for i in full] + parts[n // batch_size :]


@misconception(
    "shuffled-within-batches",
    function=BATCHES,
    en="Every batch is shuffled inside, but always holds the same samples. When should the cut come?",
    zh="每个批次内部打乱了，但包含的样本总是那几个。应当在什么时候切分？",
)
def shuffled_within_batches(n, batch_size, seed):
    rng = np.random.default_rng(seed)
    return [[int(i) for i in rng.permutation(part)] for part in cut(range(n), batch_size)]


@misconception(
    "with-replacement",
    function=BATCHES,
    en="Some samples come twice in an epoch and others never. How often should each be seen?",
    zh="一个轮次里，有的样本出现两次，有的一次也没有。每个样本应当被看到几次？",
)
def with_replacement(n, batch_size, seed):
    return cut(np.random.default_rng(seed).integers(0, n, size=n), batch_size)


@misconception(
    "last-batch-lost",
    function=BATCHES,
    en="Some samples are missing from your epoch. What happens to the remainder?",
    zh="你的轮次里缺了一些样本。余下的样本去哪里了？",
)
def last_batch_lost(n, batch_size, seed):
    return [part for part in cut(np.random.default_rng(seed).permutation(n), batch_size) if len(part) == batch_size]


@misconception(
    "even-batches",
    function=BATCHES,
    en="Your batches are of nearly equal size. Which of them may be smaller than asked for?",
    zh="你的批次大小接近相等。哪一个批次才可以比要求的小？",
)
def even_batches(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [part.tolist() for part in np.array_split(order, -(-n // batch_size))]


@misconception(
    "strided-batches",
    function=BATCHES,
    en="You deal the samples out in turn instead of cutting. How large does each batch become?",
    zh="你是轮流发放样本，而不是切分。每个批次会有多大？",
)
def strided_batches(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n).tolist()
    return [order[i::batch_size] for i in range(min(batch_size, n))]


@misconception(
    "seed-ignored",
    function=BATCHES,
    en="Every seed gives the same batches. Where does the seed enter?",
    zh="无论种子是什么，批次都一样。种子应当用在哪里？",
)
def seed_ignored(n, batch_size, seed):
    return cut(np.random.default_rng(0).permutation(n), batch_size)


@misconception(
    "unrepeatable",
    function=BATCHES,
    en="Two calls with one seed give different batches. What does your generator start from?",
    zh="同一个种子调用两次，批次却不同。你的随机数生成器从哪里开始？",
)
def unrepeatable(n, batch_size, seed):
    return cut(np.random.default_rng().permutation(n), batch_size)


@misconception(
    "counts-from-one",
    function=BATCHES,
    en="Your indices go from 1 to n. What is the index of the first sample?",
    zh="你的下标从 1 到 n。第一个样本的下标是多少？",
)
def counts_from_one(n, batch_size, seed):
    return cut(np.random.default_rng(seed).permutation(n) + 1, batch_size)


@misconception(
    "last-batch-filled-up",
    function=BATCHES,
    en="Your last batch borrows samples from the first. May a sample be used twice in an epoch?",
    zh="你的最后一个批次从开头借了样本。一个轮次中同一样本可以用两次吗？",
)
def last_batch_filled_up(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n).tolist()
    return cut(order + order[: -n % batch_size], batch_size)


@misconception(
    "empty-last-batch",
    function=BATCHES,
    en="Where the batch size divides n, your last batch is empty. How many batches are there then?",
    zh="batch_size 整除 n 时，你的最后一个批次是空的。这时一共有多少个批次？",
)
def empty_last_batch(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n).tolist()
    return [order[i * batch_size : (i + 1) * batch_size] for i in range(n // batch_size + 1)]


def look_at_batches(shown):
    """Whichever generator shuffles: what the batches hold, and how long they are."""
    batches = []
    for one in shown:
        if one.error or not isinstance(one.result, (list, tuple)):
            return None
        parts = [np.asarray(part) for part in one.result]
        if any(part.ndim != 1 or (part.size and part.dtype.kind not in "iu") for part in parts):
            return None
        batches.append([part.tolist() for part in parts])
    wanted, whole = [], True
    for parts, one in zip(batches, shown):
        n, size, _ = one.args
        wanted.append([min(size, n - start) for start in range(0, n, size)])
        whole = whole and sorted(i for part in parts for i in part) == list(range(n))
    lengths = [[len(part) for part in parts] for parts in batches]
    if whole:
        if lengths == wanted:
            in_order = all(parts == cut(range(one.args[0]), one.args[1]) for parts, one in zip(batches, shown))
            return "not-shuffled" if in_order else None
        without = [[n for n in found if n] for found in lengths]
        return "empty-last-batch" if without == wanted and lengths[0] != wanted[0] else None
    items = [[i for part in parts for i in part] for parts in batches]
    if lengths == wanted:
        if all(sorted(i - 1 for i in found) == list(range(one.args[0])) for found, one in zip(items, shown)):
            return "counts-from-one"
        within = all(set(found) <= set(range(one.args[0])) for found, one in zip(items, shown))
        return "with-replacement" if within else None
    full = [[n for n in found if n == one.args[1]] for found, one in zip(wanted, shown)]
    apart = all(len(set(found)) == len(found) for found in items)
    return "last-batch-lost" if lengths == full and apart else None


def probes(rng):
    seeds = [int(seed) for seed in rng.choice(1000, size=2, replace=False)]
    return {BATCHES: [(40, 8, seeds[0]), (43, 8, seeds[1])]}


RECOGNISE = {BATCHES: look_at_batches}
