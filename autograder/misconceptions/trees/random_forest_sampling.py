"""Wrong bootstrap samples, out-of-bag sets and feature draws."""

import numpy as np

from autograder.checks.misconceptions import misconception


def generator(seed):
    return np.random.default_rng(seed)


@misconception(
    "without-replacement",
    function="bootstrap_indices",
    en="Every index occurs exactly once: you have shuffled the data. What does drawing with replacement allow?",
    zh="每个下标恰好出现一次：你只是打乱了数据。有放回抽样允许什么？",
)
def without_replacement(n, seed):
    return generator(seed).permutation(n)


@misconception(
    "last-index-never-drawn",
    function="bootstrap_indices",
    en="The last sample is never drawn: is the upper end of your generator's interval inclusive or exclusive?",
    zh="最后一个样本永远抽不到：随机数生成器区间的上端，是包含还是不包含？",
)
def last_index_never_drawn(n, seed):
    return generator(seed).integers(0, max(n - 1, 1), size=n)


@misconception(
    "counted-from-one",
    function="bootstrap_indices",
    en="Your indices run from 1 to n. What is the index of the first sample?",
    zh="你的下标从 1 到 n。第一个样本的下标是多少？",
)
def bootstrap_counted_from_one(n, seed):
    return generator(seed).integers(1, n + 1, size=n)


@misconception(
    "upper-end-included",
    function="bootstrap_indices",
    en="The index n occurs, which belongs to no sample. How many indices are there from 0 to n?",
    zh="出现了下标 n，而它不对应任何样本。从 0 到 n 一共有多少个下标？",
)
def upper_end_included(n, seed):
    return generator(seed).integers(0, n, size=n, endpoint=True)


@misconception(
    "repetitions-removed",
    function="bootstrap_indices",
    en="Your sample is smaller than n: repetitions have been removed. What do they stand for?",
    zh="你的样本少于 n 个：重复的下标被去掉了。重复意味着什么？",
)
def repetitions_removed(n, seed):
    return np.unique(generator(seed).integers(0, n, size=n))


@misconception(
    "a-part-of-the-data",
    function="bootstrap_indices",
    en="Your sample holds about 63% of n draws. Is that the number of draws, or of different samples among n draws?",
    zh="你只抽取了约 63% × n 次。63% 是抽取的次数，还是 n 次抽取中不同样本所占的比例？",
)
def a_part_of_the_data(n, seed):
    return generator(seed).integers(0, n, size=max(1, round(0.632 * n)))


@misconception(
    "seed-ignored",
    function="bootstrap_indices",
    en="The same seed gives a different draw each time. Where does the seed enter?",
    zh="种子相同，每次结果却不同。种子用在哪里了？",
)
def bootstrap_seed_ignored(n, seed):
    return np.random.default_rng().integers(0, n, size=n)


@misconception(
    "always-one-seed",
    function="bootstrap_indices",
    en="Every seed gives the same draw, so all trees of the forest would be alike.",
    zh="无论种子是多少，结果都相同，于是森林里的树全都一样。",
)
def bootstrap_always_one_seed(n, seed):
    return generator(42).integers(0, n, size=n)


@misconception(
    "one-block",
    function="bootstrap_indices",
    en="Your indices form one contiguous block. Are the draws independent of each other?",
    zh="你的下标是连续的一段。各次抽取相互独立吗？",
)
def one_block(n, seed):
    return (generator(seed).integers(0, n) + np.arange(n)) % n


@misconception(
    "small-indices-preferred",
    function="bootstrap_indices",
    en="Small indices come up far more often than large ones. From which distribution do you draw?",
    zh="小的下标出现得远比大的多。你是从什么分布中抽取的？",
)
def small_indices_preferred(n, seed):
    return (generator(seed).random(n) ** 2 * n).astype(int)


@misconception(
    "in-bag",
    function="out_of_bag",
    en="You return the samples that were drawn. Which ones has the tree never seen?",
    zh="你返回的是被抽到的样本。树从未见过的是哪些？",
)
def in_bag(indices, n):
    return np.unique(indices)


@misconception(
    "drawn-once",
    function="out_of_bag",
    en="You return the samples drawn exactly once. How often does an out-of-bag sample occur?",
    zh="你返回的是恰好被抽到一次的样本。袋外样本被抽到几次？",
)
def drawn_once(indices, n):
    return np.flatnonzero(np.bincount(indices, minlength=n) == 1)


@misconception(
    "up-to-the-largest-drawn",
    function="out_of_bag",
    en="Samples beyond the largest drawn index are missing. How does the function know how many samples there are?",
    zh="比最大下标还大的样本被漏掉了。函数从哪里得知一共有多少个样本？",
)
def up_to_the_largest_drawn(indices, n):
    return np.setdiff1d(np.arange(np.max(indices)), indices)


@misconception(
    "sample-size-for-n",
    function="out_of_bag",
    edge=(
        "out of bag: fewer and more draws than samples",
        "out of bag: all samples drawn, none drawn",
    ),
    en="You take the number of draws for the number of samples. Must the two be equal?",
    zh="你把抽取的次数当成了样本数。两者一定相等吗？",
)
def sample_size_for_n(indices, n):
    return np.setdiff1d(np.arange(len(indices)), indices)


@misconception(
    "first-sample-forgotten",
    function="out_of_bag",
    en="The sample 0 is never out of bag in your version. Where does your range begin?",
    zh="在你的结果里，0 号样本从来不会是袋外样本。你的范围从几开始？",
)
def first_sample_forgotten(indices, n):
    return np.setdiff1d(np.arange(1, n), indices)


@misconception(
    "mask-returned",
    function="out_of_bag",
    en="You return a mask of n truth values. The caller wants the indices themselves.",
    zh="你返回的是长度为 n 的布尔掩码，而调用者要的是下标本身。",
)
def mask_returned(indices, n):
    return ~np.isin(np.arange(n), indices)


@misconception(
    "number-returned",
    function="out_of_bag",
    en="You return how many samples are out of bag. The caller wants to know which.",
    zh="你返回的是袋外样本的个数，而调用者想知道是哪些样本。",
)
def number_returned(indices, n):
    return n - len(np.unique(indices))


@misconception(
    "descending",
    function="out_of_bag",
    en="The right samples, but not in ascending order.",
    zh="样本是对的，但没有按升序排列。",
)
def descending(indices, n):
    return np.setdiff1d(np.arange(n), indices)[::-1]


@misconception(
    "indices-sorted-in-place",
    function="out_of_bag",
    edge="out of bag: the indices stay as they are",
    en="The answer is right, but the caller's indices come back sorted. Work on a copy.",
    zh="答案正确，但调用者的下标数组被排了序。请在副本上操作。",
)
def indices_sorted_in_place(indices, n):
    indices.sort()
    return np.setdiff1d(np.arange(n), indices)


@misconception(
    "with-replacement",
    function="random_features",
    en="The same feature may occur twice in your draw. Which of the two draws of a forest is with replacement?",
    zh="同一个特征可能出现两次。随机森林的两种抽样，哪一种是有放回的？",
)
def with_replacement(d, m, seed):
    return generator(seed).integers(0, d, size=m)


@misconception(
    "first-features",
    function="random_features",
    en="You always return the first m features. Where is the randomness?",
    zh="你总是返回前 m 个特征。随机性体现在哪里？",
)
def first_features(d, m, seed):
    return np.arange(m)


@misconception(
    "first-features-shuffled",
    function="random_features",
    en="Only the first m features ever occur, in random order. What should be shuffled before m are taken?",
    zh="出现的永远只是前 m 个特征，只是次序随机。在取出 m 个之前，应当打乱的是什么？",
)
def first_features_shuffled(d, m, seed):
    return generator(seed).permutation(m)


@misconception(
    "neighbouring-features",
    function="random_features",
    en="Your features are always neighbours. Is every subset of m features possible?",
    zh="你选出的特征总是相邻的。是不是任意 m 个特征的组合都有可能出现？",
)
def neighbouring_features(d, m, seed):
    return generator(seed).integers(0, d - m + 1) + np.arange(m)


@misconception(
    "all-features",
    function="random_features",
    en="You return all features, shuffled. How many may a node choose from?",
    zh="你返回了打乱后的全部特征。一个结点可以从多少个特征中选择？",
)
def all_features(d, m, seed):
    return generator(seed).permutation(d)


@misconception(
    "features-counted-from-one",
    function="random_features",
    en="Your features run from 1 to d. What is the index of the first column?",
    zh="你的特征编号从 1 到 d。第一列的下标是多少？",
)
def features_counted_from_one(d, m, seed):
    return generator(seed).choice(np.arange(1, d + 1), size=m, replace=False)


@misconception(
    "last-feature-never-drawn",
    function="random_features",
    en="The last feature is never drawn, so m = d cannot work: how many features are there to choose from?",
    zh="最后一个特征永远抽不到，m = d 时也就抽不满：一共有多少个特征可选？",
)
def last_feature_never_drawn(d, m, seed):
    return generator(seed).choice(d - 1, size=m, replace=False)


@misconception(
    "feature-seed-ignored",
    function="random_features",
    en="The same seed gives a different draw each time. Where does the seed enter?",
    zh="种子相同，每次结果却不同。种子用在哪里了？",
)
def feature_seed_ignored(d, m, seed):
    return np.random.default_rng().choice(d, size=m, replace=False)


@misconception(
    "feature-seed-fixed",
    function="random_features",
    en="Every seed gives the same features, so all nodes of the forest would see the same candidates.",
    zh="无论种子是多少，选出的特征都相同，于是所有结点的候选都一样。",
)
def feature_seed_fixed(d, m, seed):
    return generator(0).choice(d, size=m, replace=False)


@misconception(
    "rounded-to-the-nearest",
    function="bootstrap_indices",
    en="The first and the last index come half as often as the others: which numbers are rounded to 0, which to 1?",
    zh="第一个和最后一个下标出现的次数只有其他下标的一半：哪些数会四舍五入成 0，哪些会成 1？",
)
def rounded_to_the_nearest(n, seed):
    return np.round(generator(seed).random(n) * (n - 1)).astype(int)


def draws(shown):
    """What was drawn by each call, as integers; None if some call raised or returned something else."""
    found = []
    for one in shown:
        array = np.asarray(one.result) if not one.error else np.zeros(0)
        if array.ndim != 1 or not array.size or array.dtype.kind not in "fiu" or (array != np.round(array)).any():
            return None
        found.append(array.astype(int))
    return found


def look_at_bootstrap(shown):
    """Whichever generator draws: what no generator leaves out in so many draws by chance."""
    found = draws(shown)
    if found is None:
        return None
    sizes = [one.args[0] for one in shown]
    if all(len(a) < n and len(set(a.tolist())) == len(a) for a, n in zip(found, sizes)):
        return "repetitions-removed" if len({len(a) for a in found[:-1]}) > 1 else None
    if any(len(a) != n for a, n in zip(found, sizes)):
        return None
    if all(sorted(a.tolist()) == list(range(n)) for a, n in zip(found, sizes)):
        in_order = all((np.diff(a) % n == 1).all() for a, n in zip(found, sizes))
        return None if in_order else "without-replacement"
    few = np.concatenate([a for a, n in zip(found, sizes) if n == 4])
    seen = {int(i) for i in few}
    if seen == {1, 2, 3, 4}:
        return "counted-from-one"
    if seen == {0, 1, 2, 3, 4}:
        return "upper-end-included"
    return "last-index-never-drawn" if seen == {0, 1, 2} else None


def look_at_features(shown):
    found = draws(shown)
    if found is None or any(len(a) != one.args[1] for a, one in zip(found, shown)):
        return None
    if any(len(set(a.tolist())) < len(a) for a in found):
        seen = {int(i) for a in found for i in a}
        return "with-replacement" if seen <= set(range(5)) and len({tuple(a) for a in found}) > 1 else None
    seen = {int(i) for a, one in zip(found, shown) if one.args[0] == 5 for i in a}
    if len({tuple(sorted(a.tolist())) for a in found}) == 1:
        return None
    if seen == {1, 2, 3, 4, 5}:
        return "features-counted-from-one"
    return "last-feature-never-drawn" if seen == {0, 1, 2, 3} else None


def probes(rng):
    seeds = [int(seed) for seed in rng.choice(1000, size=12, replace=False)]
    return {
        "bootstrap_indices": [*((4, seed) for seed in seeds), (40, seeds[0])],
        "random_features": [(5, 3, seed) for seed in seeds],
    }


RECOGNISE = {"bootstrap_indices": look_at_bootstrap, "random_features": look_at_features}
