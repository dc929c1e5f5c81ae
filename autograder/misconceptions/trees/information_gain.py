"""Wrong conditional entropies and information gains."""

from collections import Counter, defaultdict
from math import log, log2

from autograder.checks.misconceptions import misconception, pairs


def H(items):
    items = list(items)
    return sum(c / len(items) * log2(len(items) / c) for c in Counter(items).values())


def branches(values, labels):
    """The labels of each branch, in the order in which the values occur."""
    result = defaultdict(list)
    for v, y in zip(values, labels):
        result[v].append(y)
    return list(result.values())


def H_given(values, labels):
    return sum(len(b) / len(labels) * H(b) for b in branches(values, labels))


@misconception(
    "branches-summed",
    function="conditional_entropy",
    en="A branch with one sample counts as much as a big one, and the result can exceed H(Y). What is each branch's "
    "share of the samples?",
    zh="只有一个样本的分支与很大的分支权重相同，结果甚至会超过 H(Y)。每个分支占样本的比例是多少？",
)
def branches_summed(values, labels):
    return sum(H(b) for b in branches(values, labels))


@misconception(
    "branches-averaged-plainly",
    function="conditional_entropy",
    en="You take the plain average over the branches, which is right only when all have the same size. Average over "
    "the samples instead.",
    zh="你对各分支取了简单平均，只有各分支大小相同时才正确。应当按样本来平均。",
)
def branches_averaged_plainly(values, labels):
    parts = branches(values, labels)
    return sum(H(b) for b in parts) / len(parts)


@misconception(
    "divided-by-number-of-values",
    function="conditional_entropy",
    en="Your branch weights do not sum to 1: by which total are the branch sizes divided?",
    zh="你的分支权重之和不等于 1：分支大小除以的总数是什么？",
)
def divided_by_number_of_values(values, labels):
    parts = branches(values, labels)
    return sum(len(b) / len(parts) * H(b) for b in parts)


@misconception(
    "joint-entropy",
    function="conditional_entropy",
    en="That is the joint entropy H(X, Y). How much of it comes from X alone?",
    zh="这是联合熵 H(X, Y)。其中有多少来自 X 本身？",
)
def joint_entropy(values, labels):
    return H(zip(values, labels))


@misconception(
    "roles-exchanged",
    function="conditional_entropy",
    en="You condition on the label and measure the attribute. Which of the two is known before you ask about the "
    "other?",
    zh="你以标签为条件去度量属性。两者之中，哪一个是已知的？",
)
def roles_exchanged(values, labels):
    return H_given(labels, values)


@misconception(
    "entropy-of-the-attribute",
    function="conditional_entropy",
    en="Your result does not change when the labels are shuffled: that is the entropy of the attribute.",
    zh="打乱标签之后，你的结果不变：这是属性自身的熵。",
)
def entropy_of_the_attribute(values, labels):
    return H(values)


@misconception(
    "entropy-of-the-labels",
    function="conditional_entropy",
    en="Your result does not depend on the attribute: that is H(Y) before the split.",
    zh="你的结果与属性无关：这是划分之前的 H(Y)。",
)
def entropy_of_the_labels(values, labels):
    return H(labels)


@misconception(
    "return-inside-the-loop",
    function="conditional_entropy",
    en="Only the first branch is in your sum. Is the return statement inside the loop?",
    zh="你的求和里只有第一个分支。return 是不是写在了循环里面？",
)
def return_inside_the_loop(values, labels):
    first = branches(values, labels)[0]
    return len(first) / len(labels) * H(first)


@misconception(
    "conditional-entropy-in-nats",
    function="conditional_entropy",
    convention=True,
    en="Off by the constant factor ln 2: nats. Which base makes the unit a bit?",
    zh="结果差一个常数因子 ln 2，单位成了奈特。对数取什么底，单位才是比特？",
)
def conditional_entropy_in_nats(values, labels):
    return H_given(values, labels) * log(2)


@misconception(
    "weights-squared",
    function="conditional_entropy",
    en="Each branch is weighed by its share twice. Is the share already inside your entropy of a branch?",
    zh="每个分支被自己的比例加权了两次。你计算分支的熵时，是否已经包含了这个比例？",
)
def weights_squared(values, labels):
    return sum((len(b) / len(labels)) ** 2 * H(b) for b in branches(values, labels))


@misconception(
    "attribute-sorted-in-place",
    function="conditional_entropy",
    edge="both sequences stay as they are",
    en="The value is right, but the caller's lists come back in another order. Work on copies.",
    zh="数值正确，但调用者的列表被重新排了序。请在副本上操作。",
)
def attribute_sorted_in_place(values, labels):
    result = H_given(values, labels)
    if isinstance(values, list):
        values.sort(key=str)
    return result


@misconception(
    "conditional-entropy-returned",
    function="information_gain",
    en="In your version a large value means a bad split: that is the uncertainty left, not the uncertainty removed.",
    zh="在你的结果里，数值越大划分越差：这是剩下的不确定性，而不是被消除的不确定性。",
)
def conditional_entropy_returned(values, labels):
    return H_given(values, labels)


@misconception(
    "difference-reversed",
    function="information_gain",
    en="Your gain is negative. Does asking a question ever add to the uncertainty, on average?",
    zh="你的增益是负数。平均来看，多问一个问题会增加不确定性吗？",
)
def difference_reversed(values, labels):
    return H_given(values, labels) - H(labels)


@misconception(
    "label-entropy-only",
    function="information_gain",
    en="Your gain is H(Y) whatever the attribute. Is anything subtracted before the function returns?",
    zh="无论什么属性，你的增益都等于 H(Y)。函数返回之前，减去了什么吗？",
)
def label_entropy_only(values, labels):
    return H(labels)


@misconception(
    "first-branch-only",
    function="information_gain",
    en="Only one branch is subtracted. Does the loop run through all values before the function returns?",
    zh="你只减去了一个分支。函数返回之前，循环是否遍历了所有取值？",
)
def first_branch_only(values, labels):
    first = branches(values, labels)[0]
    return H(labels) - len(first) / len(labels) * H(first)


@misconception(
    "branches-not-weighted",
    function="information_gain",
    en="Your gain can become negative: the branches are subtracted without regard to their size.",
    zh="你的增益可能为负：减去各分支的熵时，没有考虑分支的大小。",
)
def branches_not_weighted(values, labels):
    return H(labels) - sum(H(b) for b in branches(values, labels))


@misconception(
    "gini-gain",
    function="information_gain",
    en="That is the decrease of the Gini impurity, CART's criterion. Which measure does the formula here use?",
    zh="这是基尼不纯度的减少量，即 CART 的准则。这里的公式用的是哪种度量？",
)
def gini_gain(values, labels):
    def G(items):
        return 1 - sum((c / len(items)) ** 2 for c in Counter(items).values())

    return G(labels) - sum(len(b) / len(labels) * G(b) for b in branches(values, labels))


@misconception(
    "gain-ratio",
    function="information_gain",
    en="You divide by the entropy of the attribute: that is the gain ratio, which is another question.",
    zh="你除以了属性自身的熵：那是增益率，属于另一道题。",
)
def gain_ratio(values, labels):
    return (H(labels) - H_given(values, labels)) / H(values) if H(values) else 0.0


@misconception(
    "share-of-label-entropy",
    function="information_gain",
    en="You return the share of the entropy that is removed, between 0 and 1. In which unit is a gain measured?",
    zh="你返回的是被消除的熵所占的比例，介于 0 和 1 之间。增益的单位是什么？",
)
def share_of_label_entropy(values, labels):
    return 1 - H_given(values, labels) / H(labels) if H(labels) else 0.0


@misconception(
    "attribute-entropy-minus",
    function="information_gain",
    en="You subtract from the entropy of the attribute. Whose uncertainty should the question reduce?",
    zh="你用属性的熵做了被减数。提问要减少的是谁的不确定性？",
)
def attribute_entropy_minus(values, labels):
    return H(values) - H_given(values, labels)


@misconception(
    "gain-in-nats",
    function="information_gain",
    convention=True,
    en="Off by the constant factor ln 2: nats. Which base makes the unit a bit?",
    zh="结果差一个常数因子 ln 2，单位成了奈特。对数取什么底，单位才是比特？",
)
def gain_in_nats(values, labels):
    return (H(labels) - H_given(values, labels)) * log(2)


@misconception(
    "rounded-on-the-way",
    function="information_gain",
    en="Right to about three decimals only: the entropies seem to be rounded before they are combined.",
    zh="只有大约前三位小数正确：各个熵在合并之前似乎先被四舍五入了。",
)
def rounded_on_the_way(values, labels):
    rest = sum(len(b) / len(labels) * round(H(b), 3) for b in branches(values, labels))
    return round(H(labels), 3) - rest


@misconception(
    "labels-sorted-in-place",
    function="information_gain",
    edge="both sequences stay as they are",
    en="The value is right, but the caller's labels do not come back as they were. Work on a copy.",
    zh="数值正确，但调用者的标签列表被改动了。请在副本上操作。",
)
def labels_sorted_in_place(values, labels):
    result = H(labels) - H_given(values, labels)
    if isinstance(labels, list):
        labels.sort(key=str)
    return result


@misconception(
    "length-of-where",
    function="conditional_entropy",
    en="All your branches have the same weight, 1/n. What does np.where return, and what is its length?",
    zh="你的各个分支权重都一样，都是 1/n。np.where 返回的是什么？它的长度是多少？",
)
def length_of_where(values, labels):
    return sum(H(b) for b in branches(values, labels)) / len(labels)


@misconception(
    "shares-of-all-samples",
    function="conditional_entropy",
    en="Within a branch you divide the counts by the number of all samples. Of which total are the shares in H(Y_v)?",
    zh="在分支内部，你除以的是全部样本数。H(Y_v) 里的比例应当以什么为总数？",
)
def shares_of_all_samples(values, labels):
    n = len(labels)
    return sum(len(b) / n * sum(c / n * log2(n / c) for c in Counter(b).values()) for b in branches(values, labels))


def any_conditional(values, labels, *, weights="n_v / n", unit=1.0, roles=1, inner="branch"):
    a, b = (values, labels) if roles == 1 else (labels, values)
    parts, n = branches(a, b), len(labels)
    weight = {
        "n_v / n": lambda s: len(s) / n,
        "1": lambda s: 1.0,
        "1 / v": lambda s: 1 / len(parts),
        "n_v / v": lambda s: len(s) / len(parts),
        "squared": lambda s: (len(s) / n) ** 2,
    }[weights]

    def within(part):
        if inner == "branch":
            return H(part)
        return sum(c / n * log2(n / c) for c in Counter(part).values())

    return unit * sum(weight(part) * within(part) for part in parts)


PAIRS_CONDITIONAL = pairs(
    "conditional_entropy",
    any_conditional,
    {
        "branches-summed": {"weights": "1"},
        "branches-averaged-plainly": {"weights": "1 / v"},
        "divided-by-number-of-values": {"weights": "n_v / v"},
        "weights-squared": {"weights": "squared"},
        "conditional-entropy-in-nats": {"unit": log(2)},
        "roles-exchanged": {"roles": -1},
        "shares-of-all-samples": {"inner": "all"},
    },
)


def any_gain(values, labels, *, weights="n_v / n", unit=1.0, sign=1, start="labels"):
    first = H(labels) if start == "labels" else H(values)
    return sign * unit * (first - any_conditional(values, labels, weights=weights))


PAIRS_GAIN = pairs(
    "information_gain",
    any_gain,
    {
        "branches-not-weighted": {"weights": "1"},
        "gain-in-nats": {"unit": log(2)},
        "difference-reversed": {"sign": -1},
        "attribute-entropy-minus": {"start": "values"},
    },
)
