"""Wrong choices of the attribute to split on."""

from collections import Counter, defaultdict
from math import log2

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "best_split"
NO_GAIN = (
    "nothing gains (equal labels, a single sample): the first attribute",
    "nothing gains but for rounding: the first attribute",
)
TIES = ("exact ties go to the earliest attribute", "gains that differ by rounding tie", *NO_GAIN)


def H(items):
    return sum(c / len(items) * log2(len(items) / c) for c in Counter(items).values())


def G(items):
    return 1 - sum((c / len(items)) ** 2 for c in Counter(items).values())


def error(items):
    return 1 - max(Counter(items).values()) / len(items)


def decrease(impurity, rows, labels, a, weighted=True):
    """The decrease of an impurity; without weights, the plain average over the branches is subtracted."""
    branches = defaultdict(list)
    for row, y in zip(rows, labels):
        branches[row[a]].append(y)
    n = len(labels)
    weights = [len(b) / n if weighted else 1 / len(branches) for b in branches.values()]
    return impurity(labels) - sum(w * impurity(b) for w, b in zip(weights, branches.values()))


def first_largest(scores, attributes, tolerance=1e-9):
    largest = max(scores)
    return next(a for a, s in zip(attributes, scores) if s >= largest - tolerance)


def gains(rows, labels, attributes):
    return [decrease(H, rows, labels, a) for a in attributes]


@misconception(
    "last-of-a-tie",
    function=FUNCTION,
    edge=TIES,
    en="On a tie you return the last of the best attributes. Does your comparison replace the best one by its equal?",
    zh="并列时，你返回了最后一个。比较时，相等的增益是不是也替换了当前最优？",
)
def last_of_a_tie(rows, labels, attributes):
    return first_largest(gains(rows, labels, attributes)[::-1], attributes[::-1])


@misconception(
    "rounding-breaks-ties",
    function=FUNCTION,
    edge=(
        "gains that differ by rounding tie",
        "nothing gains but for rounding: the first attribute",
    ),
    en="Right, except where gains are equal on paper but differ in the sixteenth digit. What should count as equal?",
    zh="除了纸面相等、却在第十六位上有差别的情形之外，都正确。怎样的两个增益应当算作相等？",
)
def rounding_breaks_ties(rows, labels, attributes):
    scores = gains(rows, labels, attributes)
    return attributes[scores.index(max(scores))]


@misconception(
    "alphabetical-tie",
    function=FUNCTION,
    edge=TIES,
    en="On a tie you decide by the attributes' names. Which order does the caller give?",
    zh="并列时，你按属性名称的字母顺序来选。调用者给出的顺序是什么？",
)
def alphabetical_tie(rows, labels, attributes):
    ordered = sorted(attributes)
    return first_largest(gains(rows, labels, ordered), ordered)


@misconception(
    "gini",
    function=FUNCTION,
    convention=True,
    en="You choose by the Gini impurity, as CART does. It often agrees with the information gain, but not always.",
    zh="你用的是 CART 的基尼不纯度。它常常与信息增益一致，但并非总是如此。",
)
def gini(rows, labels, attributes):
    return first_largest([decrease(G, rows, labels, a) for a in attributes], attributes)


@misconception(
    "gain-ratio",
    function=FUNCTION,
    convention=True,
    en="You choose by the gain ratio, as C4.5 does. Which criterion does the prompt ask for?",
    zh="你用的是 C4.5 的增益率。题目要求的是哪种准则？",
)
def gain_ratio(rows, labels, attributes):
    intrinsic = [H([row[a] for row in rows]) for a in attributes]
    ratios = [g / iv if iv else 0.0 for g, iv in zip(gains(rows, labels, attributes), intrinsic)]
    return first_largest(ratios, attributes)


@misconception(
    "fewest-errors",
    function=FUNCTION,
    en="You choose the attribute whose branches misclassify the fewest samples. Does a branch's mixture matter only "
    "through its majority?",
    zh="你选的是各分支按多数投票后错分样本最少的属性。分支的混杂程度只由多数类决定吗？",
)
def fewest_errors(rows, labels, attributes):
    return first_largest([decrease(error, rows, labels, a) for a in attributes], attributes)


@misconception(
    "branches-not-weighted",
    function=FUNCTION,
    en="Small branches count as much as big ones in your choice. What is each branch's share of the samples?",
    zh="在你的选择里，小分支与大分支权重相同。每个分支占样本的比例是多少？",
)
def branches_not_weighted(rows, labels, attributes):
    return first_largest([decrease(H, rows, labels, a, weighted=False) for a in attributes], attributes)


@misconception(
    "smallest-gain",
    function=FUNCTION,
    en="You return the attribute that tells least. Is it the gain that should be small, or the entropy that is left?",
    zh="你返回的是信息量最小的属性。应当小的是增益，还是划分之后剩下的熵？",
)
def smallest_gain(rows, labels, attributes):
    return first_largest([-g for g in gains(rows, labels, attributes)], attributes)


@misconception(
    "all-keys-are-candidates",
    function=FUNCTION,
    edge="only the listed attributes are candidates",
    en="You consider every key of the rows. Which of them does the caller offer as candidates?",
    zh="你把每行的所有键都当成了候选。调用者给出的候选有哪些？",
)
def all_keys_are_candidates(rows, labels, attributes):
    keys = [*attributes, *(key for key in rows[0] if key not in attributes)]
    return first_largest(gains(rows, labels, keys), keys)


@misconception(
    "first-attribute",
    function=FUNCTION,
    en="You always return the first candidate. Does the function return before it has compared the gains?",
    zh="你总是返回第一个候选。函数是不是在比较增益之前就返回了？",
)
def first_attribute(rows, labels, attributes):
    return attributes[0]


@misconception(
    "last-attribute",
    function=FUNCTION,
    en="You always return the last candidate. Is the best one remembered, or overwritten in each round?",
    zh="你总是返回最后一个候选。最优者是被记住了，还是每一轮都被覆盖了？",
)
def last_attribute(rows, labels, attributes):
    return attributes[-1]


@misconception(
    "most-values",
    function=FUNCTION,
    en="You choose the attribute that is most evenly spread itself. Where do the labels enter?",
    zh="你选的是自身取值最分散的属性。标签体现在哪里？",
)
def most_values(rows, labels, attributes):
    return first_largest([H([row[a] for row in rows]) for a in attributes], attributes)


@misconception(
    "nothing-when-no-gain",
    function=FUNCTION,
    edge=NO_GAIN,
    en="No attribute is returned where all gains are 0. With which value does your search for the maximum start?",
    zh="所有增益都为 0 时，你没有返回属性。求最大值的循环是从什么值开始的？",
)
def nothing_when_no_gain(rows, labels, attributes):
    scores = gains(rows, labels, attributes)
    return first_largest(scores, attributes) if max(scores) > 1e-9 else None


@misconception(
    "position-returned",
    function=FUNCTION,
    en="You return the position of the attribute. The caller wants its name.",
    zh="你返回的是属性的位置，而调用者要的是它的名称。",
)
def position_returned(rows, labels, attributes):
    return attributes.index(first_largest(gains(rows, labels, attributes), attributes))


@misconception(
    "changes-the-attribute-list",
    function=FUNCTION,
    edge="the arguments stay as they are",
    en="The answer is right, but the caller's list of attributes is changed. Work on a copy.",
    zh="答案正确，但调用者的属性列表被改动了。请在副本上操作。",
)
def changes_the_attribute_list(rows, labels, attributes):
    best = first_largest(gains(rows, labels, attributes), attributes)
    attributes.remove(best)
    return best


@misconception(
    "first-value-against-the-rest",
    function=FUNCTION,
    en="You split every attribute into two branches, its first value and all others. How many branches does ID3 make?",
    zh="你把每个属性都只分成两支：第一个取值和其余取值。ID3 会分成几支？",
)
def first_value_against_the_rest(rows, labels, attributes):
    split = [{a: row[a] == rows[0][a] for a in attributes} for row in rows]
    return first_largest(gains(split, labels, attributes), attributes)


@misconception(
    "ties-too-generous",
    function=FUNCTION,
    edge="gains that differ by more than rounding do not tie: by 2e-6, by 7e-8",
    en="An attribute wins although another one gains a little more. How close must two gains be to count as equal?",
    zh="另一个属性的增益略大，你却选了前面的那个。两个增益相差多少以内才算相等？",
)
def ties_too_generous(rows, labels, attributes):
    return first_largest([round(g, 4) for g in gains(rows, labels, attributes)], attributes)


def probes(rng):
    """Labels of three kinds, and attributes of several values: branches that are merged or not make a difference."""
    drawn = []
    for _ in range(12):
        order = [str(a) for a in rng.permutation([*"abcd"])]
        rows = [{a: "uvwxy"[int(rng.integers(2 + i))] for i, a in enumerate("abcd")} for _ in range(14)]
        drawn.append((rows, [str(y) for y in rng.choice(["no", "yes", "perhaps"], size=14)], order))
    return {FUNCTION: drawn}


@misconception(
    "best-index-starts-at-minus-one",
    function=FUNCTION,
    edge=NO_GAIN,
    en="When no gain is above 0 your best index keeps its starting value -1, and that is the last attribute. With what "
    "should the comparison start?",
    zh="没有任何增益大于 0 时，最优下标停留在初始值 -1，也就是最后一个属性。比较应当从什么开始？",
)
def best_index_starts_at_minus_one(rows, labels, attributes):
    largest, best = 0.0, -1
    for i, gain in enumerate(gains(rows, labels, attributes)):
        if round(gain, 9) > largest:
            largest, best = round(gain, 9), i
    return attributes[best]


def any_split(rows, labels, attributes, *, impurity=H, weighted=True, sign=1, none="first", last=False):
    scores = [sign * decrease(impurity, rows, labels, a, weighted) for a in attributes]
    if none != "first" and max(scores) <= 1e-9:
        return None if none == "nothing" else attributes[-1]
    if last:
        return first_largest(scores[::-1], attributes[::-1])
    return first_largest(scores, attributes)


PAIRS = pairs(
    FUNCTION,
    any_split,
    {
        "gini": {"impurity": G},
        "fewest-errors": {"impurity": error},
        "branches-not-weighted": {"weighted": False},
        "smallest-gain": {"sign": -1},
        "nothing-when-no-gain": {"none": "nothing"},
        "best-index-starts-at-minus-one": {"none": "last"},
        "last-of-a-tie": {"last": True},
    },
)
