"""Wrong decision trees, and wrong ways to follow a right one."""

from collections import Counter
from math import log2

from autograder.checks.misconceptions import misconception, pairs

# Edges, by the hidden cases that show them.
NOTHING_GAINED = (
    "a gain of 0 does not stop: XOR",
    "a gain of 0 does not stop: XOR beside a constant",
    "a gain of 0.003 does not stop: nearly XOR",
)
TIES = (
    "majority ties go to the smallest label",
    "majority ties of integers: the smallest",
    "majority ties of strings: by their characters",
)
MIXED_LEAVES = ("no attribute left, or none at all: the majority", *TIES)
UNSEEN = "a value without a child: the majority of that node"
UNSEEN_VALUES = (
    UNSEEN,
    "an only child is not the child of every value",
    "a value that only looks like one with a child",
    "an unseen value leaves the tree as it is",
)


def H(items):
    items = list(items)
    return sum(c / len(items) * log2(len(items) / c) for c in Counter(items).values())


def gain(rows, labels, a):
    values = [row[a] for row in rows]
    return H(values) + H(labels) - H(zip(values, labels))


def gain_ratio(rows, labels, a):
    intrinsic = H([row[a] for row in rows])
    return gain(rows, labels, a) / intrinsic if intrinsic else 0.0


def gini_decrease(rows, labels, a):
    parts = [[y for row, y in zip(rows, labels) if row[a] == v] for v in {row[a] for row in rows}]
    return sum(sum(c * c for c in Counter(part).values()) / len(part) for part in parts)


def smallest_majority(labels):
    counts = Counter(labels)
    return min(counts, key=lambda y: (-counts[y], y))


def grow(rows, labels, attributes, score=gain, majority=smallest_majority, stop=None):
    """ID3 with one screw loose: another score, another majority, or another reason to stop."""
    if len(set(labels)) == 1 or not attributes or (stop and stop(rows, labels, attributes)):
        return {"label": majority(labels)}
    best = max(attributes, key=lambda a: round(score(rows, labels, a), 9))
    rest = [a for a in attributes if a != best]
    children = {}
    for v in dict.fromkeys(row[best] for row in rows):
        branch = [i for i, row in enumerate(rows) if row[best] == v]
        part = [rows[i] for i in branch], [labels[i] for i in branch]
        children[v] = grow(*part, rest, score, majority, stop)
    return {"attribute": best, "majority": majority(labels), "children": children}


def grow_by_the_last_tie(rows, labels, attributes):
    return grow(rows, labels, list(reversed(attributes)))


# Ties may be broken in any way: only inputs without one tell what a tree's author had in mind.
FREE_ANSWER = {"build_tree": (grow, grow_by_the_last_tie)}


def grow_to_the_end(rows, labels, attributes):
    """ID3 that stops only where no attribute is left."""
    if not attributes:
        return {"label": smallest_majority(labels)}
    best = max(attributes, key=lambda a: round(gain(rows, labels, a), 9))
    rest = [a for a in attributes if a != best]
    children = {}
    for v in dict.fromkeys(row[best] for row in rows):
        branch = [i for i, row in enumerate(rows) if row[best] == v]
        children[v] = grow_to_the_end([rows[i] for i in branch], [labels[i] for i in branch], rest)
    return {"attribute": best, "majority": smallest_majority(labels), "children": children}


@misconception(
    "stops-at-zero-gain",
    function="build_tree",
    edge=NOTHING_GAINED,
    en="Growth stops where no attribute gains anything by itself. Can two attributes tell together what neither tells "
    "alone?",
    zh="当任何单个属性都没有增益时，你就停止了生长。有没有可能两个属性单独都没有用，合在一起却有用？",
)
def stops_at_zero_gain(rows, labels, attributes):
    def nothing_gained(rows, labels, attributes):
        return max(gain(rows, labels, a) for a in attributes) < 1e-9

    return grow(rows, labels, attributes, stop=nothing_gained)


@misconception(
    "grows-below-one-label",
    function="build_tree",
    en="A branch in which all labels are equal is split again. What is left to ask there?",
    zh="某个分支上的标签已经全部相同，你却还在继续划分。那里还有什么可问的？",
)
def grows_below_one_label(rows, labels, attributes):
    return grow_to_the_end(rows, labels, attributes)


@misconception(
    "one-list-for-all-branches",
    function="build_tree",
    en="An attribute that one branch has used is missing in the others: how many lists of attributes are there in your "
    "recursion?",
    zh="一个分支用过的属性，在其他分支里就不见了：你的递归里一共有几个属性列表？",
)
def one_list_for_all_branches(rows, labels, attributes):
    if len(set(labels)) == 1 or not attributes:
        return {"label": smallest_majority(labels)}
    best = max(attributes, key=lambda a: round(gain(rows, labels, a), 9))
    attributes.remove(best)
    children = {}
    for v in dict.fromkeys(row[best] for row in rows):
        branch = [i for i, row in enumerate(rows) if row[best] == v]
        children[v] = one_list_for_all_branches.wrong(
            [rows[i] for i in branch], [labels[i] for i in branch], attributes
        )
    return {"attribute": best, "majority": smallest_majority(labels), "children": children}


@misconception(
    "attribute-never-used-up",
    function="build_tree",
    edge=(*NOTHING_GAINED, *MIXED_LEAVES),
    en="The recursion does not end where equal rows carry different labels: what becomes smaller from node to node?",
    zh="当取值完全相同的样本标签不同时，递归不会结束：从一个结点到下一个结点，什么在变少？",
)
def attribute_never_used_up(rows, labels, attributes):
    if len(set(labels)) == 1:
        return {"label": labels[0]}
    if not attributes:
        return {"label": smallest_majority(labels)}
    best = max(attributes, key=lambda a: round(gain(rows, labels, a), 9))
    children = {}
    for v in dict.fromkeys(row[best] for row in rows):
        branch = [i for i, row in enumerate(rows) if row[best] == v]
        part = [rows[i] for i in branch], [labels[i] for i in branch]
        children[v] = attribute_never_used_up.wrong(*part, attributes)
    return {"attribute": best, "majority": smallest_majority(labels), "children": children}


@misconception(
    "a-single-level",
    function="build_tree",
    en="Your tree asks one question only. What happens in a branch whose labels still differ?",
    zh="你的树只问了一个问题。如果某个分支里的标签仍不一致，该怎么办？",
)
def a_single_level(rows, labels, attributes):
    return grow(rows, labels, attributes, stop=lambda part, *_: len(part) < len(rows))


@misconception(
    "stops-at-few-samples",
    function="build_tree",
    en="Small nodes end as leaves although their labels differ. Pre-pruning is not asked for: which two reasons to "
    "stop does the prompt name?",
    zh="样本很少的结点，标签不一致也成了叶结点。这里没有要求预剪枝：题目给出的停止条件是哪两个？",
)
def stops_at_few_samples(rows, labels, attributes):
    return grow(rows, labels, attributes, stop=lambda part, *_: len(part) <= 2)


@misconception(
    "stops-at-clear-majority",
    function="build_tree",
    en="A node ends as soon as one label dominates. Must all labels be equal, or most of them?",
    zh="只要某个标签占了绝大多数，你就停止划分。需要所有标签相同，还是大部分相同？",
)
def stops_at_clear_majority(rows, labels, attributes):
    def dominated(_, labels, __):
        return max(Counter(labels).values()) / len(labels) >= 0.6

    return grow(rows, labels, attributes, stop=dominated)


@misconception(
    "attributes-in-given-order",
    function="build_tree",
    en="Attributes are asked in the order of the list. Where does the information gain decide?",
    zh="你按列表的顺序依次提问。信息增益在哪里起作用？",
)
def attributes_in_given_order(rows, labels, attributes):
    return grow(rows, labels, attributes, score=lambda rows, labels, a: 0.0)


@misconception(
    "smallest-gain",
    function="build_tree",
    en="Each node asks for the attribute that tells least. Is it the gain or the entropy left that should be small?",
    zh="每个结点选的都是信息量最小的属性。应当小的是增益，还是划分之后剩下的熵？",
)
def smallest_gain(rows, labels, attributes):
    return grow(rows, labels, attributes, score=lambda rows, labels, a: -gain(rows, labels, a))


@misconception(
    "gain-ratio",
    function="build_tree",
    convention=True,
    en="You choose by the gain ratio, as C4.5 does; ID3 uses the gain itself.",
    zh="你用的是 C4.5 的增益率；ID3 用的是增益本身。",
)
def by_gain_ratio(rows, labels, attributes):
    return grow(rows, labels, attributes, score=gain_ratio)


@misconception(
    "gini",
    function="build_tree",
    convention=True,
    en="You choose by the Gini impurity, as CART does; ID3 uses the entropy.",
    zh="你用的是 CART 的基尼不纯度；ID3 用的是信息熵。",
)
def by_gini(rows, labels, attributes):
    return grow(rows, labels, attributes, score=gini_decrease)


@misconception(
    "majority-of-all-samples",
    function="build_tree",
    en="Every majority in your tree is the one of the whole data set. Which samples have reached the node?",
    zh="你的树里，所有多数标签都来自整个数据集。到达该结点的是哪些样本？",
)
def majority_of_all_samples(rows, labels, attributes):
    overall = smallest_majority(labels)
    return grow(rows, labels, attributes, majority=lambda part: part[0] if len(set(part)) == 1 else overall)


@misconception(
    "tie-to-largest-label",
    function="build_tree",
    edge=TIES,
    en="Majority ties go to the largest label in your tree. Which one does the prompt ask for?",
    zh="票数相同时，你取了最大的标签。题目要求取哪一个？",
)
def tie_to_largest_label(rows, labels, attributes):
    def largest_majority(labels):
        counts = Counter(labels)
        return max(counts, key=lambda y: (counts[y], y))

    return grow(rows, labels, attributes, majority=largest_majority)


@misconception(
    "tie-to-first-seen",
    function="build_tree",
    edge=TIES,
    en="Majority ties depend on the order of the samples in your tree: Counter.most_common keeps the first one it met.",
    zh="票数相同时，你的结果取决于样本的顺序：Counter.most_common 会保留最先遇到的那个。",
)
def tie_to_first_seen(rows, labels, attributes):
    return grow(rows, labels, attributes, majority=lambda labels: Counter(labels).most_common(1)[0][0])


@misconception(
    "leaf-takes-first-label",
    function="build_tree",
    edge=MIXED_LEAVES,
    en="A leaf with mixed labels takes the label of its first sample. What should a vote decide there?",
    zh="标签不一致的叶结点取了第一个样本的标签。这里应当由什么来决定？",
)
def leaf_takes_first_label(rows, labels, attributes):
    if len(set(labels)) == 1 or not attributes:
        return {"label": labels[0]}
    best = max(attributes, key=lambda a: round(gain(rows, labels, a), 9))
    rest = [a for a in attributes if a != best]
    children = {}
    for v in dict.fromkeys(row[best] for row in rows):
        branch = [i for i, row in enumerate(rows) if row[best] == v]
        children[v] = leaf_takes_first_label.wrong([rows[i] for i in branch], [labels[i] for i in branch], rest)
    return {"attribute": best, "majority": smallest_majority(labels), "children": children}


@misconception(
    "leaf-is-a-bare-label",
    function="build_tree",
    en="Your leaves are labels, not dicts. Which form does the prompt give to a leaf?",
    zh="你的叶结点直接是标签，而不是字典。题目规定的叶结点是什么形式？",
)
def leaf_is_a_bare_label(rows, labels, attributes):
    def bare(tree):
        if "label" in tree:
            return tree["label"]
        return {**tree, "children": {v: bare(child) for v, child in tree["children"].items()}}

    return bare(grow(rows, labels, attributes))


@misconception(
    "no-majority-kept",
    function="build_tree",
    en="Your nodes have no majority. What should predict answer for a value that was never seen there?",
    zh="你的内部结点没有记录多数标签。遇到从未见过的取值时，predict 该怎么回答？",
)
def no_majority_kept(rows, labels, attributes):
    def strip(tree):
        if "label" in tree:
            return tree
        children = {v: strip(child) for v, child in tree["children"].items()}
        return {"attribute": tree["attribute"], "children": children}

    return strip(grow(rows, labels, attributes))


@misconception(
    "labels-out-of-step",
    function="build_tree",
    en="In a branch the labels no longer belong to their rows: are both filtered by the same condition?",
    zh="进入分支之后，标签与样本对不上了：两者是按同一个条件筛选的吗？",
)
def labels_out_of_step(rows, labels, attributes):
    if len(set(labels)) == 1 or not attributes:
        return {"label": smallest_majority(labels)}
    best = max(attributes, key=lambda a: round(gain(rows, labels, a), 9))
    rest = [a for a in attributes if a != best]
    children = {}
    for v in dict.fromkeys(row[best] for row in rows):
        part = [row for row in rows if row[best] == v]
        children[v] = labels_out_of_step.wrong(part, labels[: len(part)], rest)
    return {"attribute": best, "majority": smallest_majority(labels), "children": children}


@misconception(
    "attributes-deleted-from-rows",
    function="build_tree",
    edge="build_tree leaves its arguments as they are",
    en="The tree is right, but the caller's rows have lost their attributes. Leave the samples as they are.",
    zh="树是对的，但调用者的样本里属性被删掉了。请不要改动样本。",
)
def attributes_deleted_from_rows(rows, labels, attributes):
    tree = grow(rows, labels, attributes)
    for row in rows:
        row.pop(tree.get("attribute"), None)
    return tree


@misconception(
    "best-index-starts-at-minus-one",
    function="build_tree",
    edge=(*NOTHING_GAINED, *TIES),
    en="Where no gain is above 0 your best index keeps its starting value -1: of the names that is the last "
    "attribute, of "
    "a row it is the label. With what should the comparison start?",
    zh="没有任何增益大于 0 时，最优下标停留在初始值 -1：在属性名里它指最后一个属性，"
    "在一行数据里它却是标签。比较应当从什么开始？",
)
def best_index_starts_at_minus_one(rows, labels, attributes):
    if len(set(labels)) == 1 or not attributes:
        return {"label": smallest_majority(labels)}
    largest, best = 0.0, -1
    for i, a in enumerate(attributes):
        score = round(gain(rows, labels, a), 9)
        if score > largest:
            largest, best = score, i
    chosen = attributes[best]
    rest = [a for a in attributes if a != chosen]
    keys = labels if best < 0 else [row[chosen] for row in rows]
    children = {}
    for v in dict.fromkeys(keys):
        branch = [i for i, key in enumerate(keys) if key == v]
        part = [rows[i] for i in branch], [labels[i] for i in branch]
        children[v] = best_index_starts_at_minus_one.wrong(*part, rest)
    return {"attribute": chosen, "majority": smallest_majority(labels), "children": children}


@misconception(
    "unseen-value-raises",
    function="predict",
    edge=UNSEEN_VALUES,
    en="A value that never occurred at a node ends in a KeyError. What does the node keep for this case?",
    zh="遇到结点上从未出现过的取值时，程序报 KeyError。结点为这种情形保存了什么？",
)
def unseen_value_raises(tree, row):
    while "label" not in tree:
        tree = tree["children"][row[tree["attribute"]]]
    return tree["label"]


@misconception(
    "unseen-value-gives-nothing",
    function="predict",
    edge=UNSEEN_VALUES,
    en="A value without a child yields no label at all. What does the node keep for this case?",
    zh="取值没有对应的子结点时，你没有返回任何标签。结点为这种情形保存了什么？",
)
def unseen_value_gives_nothing(tree, row):
    while tree is not None and "label" not in tree:
        tree = tree["children"].get(row[tree["attribute"]])
    return None if tree is None else tree["label"]


@misconception(
    "majority-of-the-root",
    function="predict",
    edge=UNSEEN,
    en="For an unseen value you always answer the root's majority. At which node did the row get stuck?",
    zh="遇到没见过的取值，你总是回答根结点的多数标签。样本是在哪个结点走不下去的？",
)
def majority_of_the_root(tree, row):
    overall = tree.get("majority")
    while "label" not in tree:
        child = tree["children"].get(row[tree["attribute"]])
        if child is None:
            return overall
        tree = child
    return tree["label"]


@misconception(
    "majority-of-the-parent",
    function="predict",
    edge=UNSEEN,
    en="For an unseen value you answer the majority of the node above. Which node has no child for it?",
    zh="遇到没见过的取值，你回答的是上一层结点的多数标签。缺少对应子结点的是哪个结点？",
)
def majority_of_the_parent(tree, row):
    above = tree.get("majority")
    while "label" not in tree:
        child = tree["children"].get(row[tree["attribute"]])
        if child is None:
            return above
        above, tree = tree["majority"], child
    return tree["label"]


@misconception(
    "first-child-for-unseen",
    function="predict",
    edge=UNSEEN_VALUES,
    en="For an unseen value you go on with some other value's branch. What speaks for that branch?",
    zh="遇到没见过的取值，你走进了另一个取值的分支。凭什么选那个分支呢？",
)
def first_child_for_unseen(tree, row):
    while "label" not in tree:
        children = tree["children"]
        tree = children.get(row[tree["attribute"]], next(iter(children.values())))
    return tree["label"]


@misconception(
    "vote-of-the-leaves",
    function="predict",
    edge=UNSEEN_VALUES,
    en="For an unseen value you let the leaves below vote. Leaves stand for different numbers of samples: what has the "
    "node counted already?",
    zh="遇到没见过的取值，你让下面的叶结点投票。各叶结点代表的样本数并不相同：结点里已经统计好了什么？",
)
def vote_of_the_leaves(tree, row):
    def leaves(tree):
        if "label" in tree:
            return [tree["label"]]
        return [y for child in tree["children"].values() for y in leaves(child)]

    while "label" not in tree:
        child = tree["children"].get(row[tree["attribute"]])
        if child is None:
            return smallest_majority(leaves(tree))
        tree = child
    return tree["label"]


@misconception(
    "always-the-majority",
    function="predict",
    en="You answer the root's majority without following any branch.",
    zh="你没有沿分支往下走，直接回答了根结点的多数标签。",
)
def always_the_majority(tree, row):
    return tree.get("majority", tree.get("label"))


@misconception(
    "one-step-only",
    function="predict",
    en="You descend one level only. What if the child is a node again?",
    zh="你只往下走了一层。如果子结点仍是内部结点呢？",
)
def one_step_only(tree, row):
    if "label" in tree:
        return tree["label"]
    child = tree["children"].get(row[tree["attribute"]], tree)
    return child.get("label", child.get("majority"))


@misconception(
    "leaf-returned-whole",
    function="predict",
    en="You return the leaf itself. The caller wants the label in it.",
    zh="你返回的是整个叶结点，而调用者要的是其中的标签。",
)
def leaf_returned_whole(tree, row):
    while "label" not in tree:
        child = tree["children"].get(row[tree["attribute"]])
        if child is None:
            return {"label": tree["majority"]}
        tree = child
    return tree


@misconception(
    "tree-walked-destructively",
    function="predict",
    edge=(
        "predict leaves tree and row as they are",
        "an unseen value leaves the tree as it is",
    ),
    en="The label is right, but the tree is changed on the way, so the next prediction may differ.",
    zh="标签正确，但途中改动了树，下一次预测就可能不同了。",
)
def tree_walked_destructively(tree, row):
    while "label" not in tree:
        child = tree["children"].pop(row[tree["attribute"]], None)
        if child is None:
            return tree["majority"]
        tree = child
    return tree["label"]


@misconception(
    "zero-is-no-label",
    function="predict",
    edge="the label 0 is a label",
    en='Wrong where the leaf says 0: is `tree.get("label")` a test for a leaf?',
    zh='叶结点的标签是 0 时出错：用 `tree.get("label")` 的真假能判断是不是叶结点吗？',
)
def zero_is_no_label(tree, row):
    while not tree.get("label"):
        child = tree.get("children", {}).get(row.get(tree.get("attribute")))
        if child is None:
            return tree.get("majority")
        tree = child
    return tree["label"]


def drawn_tree(rng, attributes, path=""):
    """A tree whose every leaf has a label of its own; up to four questions deep."""
    if not attributes or (path and rng.random() < 0.25):
        return {"label": f"leaf {path}"}
    children = {value: drawn_tree(rng, attributes[1:], path + value) for value in "uvw"[: int(rng.integers(2, 4))]}
    return {"attribute": attributes[0], "majority": f"node {path}", "children": children}


def probes(rng):
    """An attribute that gains nothing, two samples, samples by chance; rows in another order than they are asked."""
    grown = [([{"a": v} for v in "uvuvuv"], [*"yynnyy"], ["a"]), ([{"a": v} for v in "uv"], [*"yn"], ["a"])]
    followed = []
    for number in range(12):
        listed = [str(a) for a in rng.permutation([*"abcde"])]
        values = "uv" if number % 2 else "uvw"
        rows = [{a: values[int(rng.integers(len(values)))] for a in "abcde"} for _ in range(20)]
        grown.append((rows, [str(y) for y in rng.choice(["no", "yes", "perhaps"], size=20)], listed))
        asked = [str(a) for a in rng.permutation([*"abcd"])]
        order = [*asked[:2], *reversed(asked[2:])]
        followed.append((drawn_tree(rng, asked), {a: "uvw"[int(rng.integers(3))] for a in order}))
    return {"build_tree": grown, "predict": followed}


def largest_majority(labels):
    counts = Counter(labels)
    return max(counts, key=lambda y: (counts[y], y))


def any_tree(rows, labels, attributes, *, score=gain, majority=smallest_majority, shape="tree"):
    tree = grow(rows, labels, attributes, score, majority)

    def changed(node):
        if "label" in node:
            return node["label"] if shape == "bare" else node
        kept = {} if shape == "no majority" else {"majority": node["majority"]}
        return {
            "attribute": node["attribute"],
            **kept,
            "children": {v: changed(c) for v, c in node["children"].items()},
        }

    return tree if shape == "tree" else changed(tree)


PAIRS = pairs(
    "build_tree",
    any_tree,
    {
        "attributes-in-given-order": {"score": lambda rows, labels, a: 0.0},
        "smallest-gain": {"score": lambda rows, labels, a: -gain(rows, labels, a)},
        "gain-ratio": {"score": gain_ratio},
        "gini": {"score": gini_decrease},
        "tie-to-largest-label": {"majority": largest_majority},
        "tie-to-first-seen": {"majority": lambda labels: Counter(labels).most_common(1)[0][0]},
        "no-majority-kept": {"shape": "no majority"},
        "leaf-is-a-bare-label": {"shape": "bare"},
    },
)
