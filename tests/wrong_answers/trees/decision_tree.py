"""Wrong answers to `decision_tree`, written from the prompt alone."""

from collections import Counter
from math import log2

_ANSWERS = {}


def _bits(labels):
    n = len(labels)
    return -sum(c / n * log2(c / n) for c in Counter(labels).values()) + 0.0


def _majority(labels):
    counts = Counter(labels)
    return min(counts, key=lambda y: (-counts[y], y))


def _split(rows, labels, a):
    branches = {}
    for row, y in zip(rows, labels):
        some_rows, some_labels = branches.setdefault(row[a], ([], []))
        some_rows.append(row)
        some_labels.append(y)
    return branches


def _gain(rows, labels, a):
    return _bits(labels) - sum(len(b) / len(labels) * _bits(b) for _, b in _split(rows, labels, a).values())


def _grow(rows, labels, attributes, *, stop=lambda labels, depth: False, top=_majority, leaf=_majority, gain=_gain):
    def node(rows, labels, attributes, depth):
        if len(set(labels)) == 1 or not attributes or stop(labels, depth):
            return {"label": leaf(labels)}
        best = max(attributes, key=lambda a: gain(rows, labels, a))
        rest = [a for a in attributes if a != best]
        branches = _split(rows, labels, best)
        children = {v: node(r, y, rest, depth + 1) for v, (r, y) in branches.items()}
        return {"attribute": best, "majority": top(labels), "children": children}

    return node(rows, labels, list(attributes), 0)


def at_most_three_levels(rows, labels, attributes):
    return _grow(rows, labels, attributes, stop=lambda labels, depth: depth == 3)


def four_fifths_are_pure_enough(rows, labels, attributes):
    return _grow(
        rows, labels, attributes, stop=lambda labels, depth: max(Counter(labels).values()) >= 0.8 * len(labels)
    )


def last_attribute_is_never_asked(rows, labels, attributes):
    def node(rows, labels, attributes):
        if len(set(labels)) == 1 or len(attributes) <= 1:
            return {"label": _majority(labels)}
        best = max(attributes, key=lambda a: _gain(rows, labels, a))
        rest = [a for a in attributes if a != best]
        children = {v: node(r, y, rest) for v, (r, y) in _split(rows, labels, best).items()}
        return {"attribute": best, "majority": _majority(labels), "children": children}

    return node(rows, labels, attributes)


def siblings_share_the_attributes_left(rows, labels, attributes):
    left = list(attributes)  # the caller's list is safe, but what one branch asks its siblings cannot

    def node(rows, labels):
        if len(set(labels)) == 1 or not left:
            return {"label": _majority(labels)}
        best = max(left, key=lambda a: _gain(rows, labels, a))
        left.remove(best)
        children = {v: node(r, y) for v, (r, y) in _split(rows, labels, best).items()}
        return {"attribute": best, "majority": _majority(labels), "children": children}

    return node(rows, labels)


def majority_of_all_the_data(rows, labels, attributes):
    overall = _majority(labels)
    return _grow(rows, labels, attributes, top=lambda labels: overall)


def majority_ties_by_text(rows, labels, attributes):
    def by_text(labels):  # the integer 10 comes before 9
        counts = Counter(labels)
        return min(counts, key=lambda y: (-counts[y], str(y)))

    return _grow(rows, labels, attributes, top=by_text, leaf=by_text)


def node_ties_to_the_first_seen(rows, labels, attributes):
    return _grow(rows, labels, attributes, top=lambda labels: Counter(labels).most_common(1)[0][0])


def leaf_ties_to_the_first_seen(rows, labels, attributes):
    return _grow(rows, labels, attributes, leaf=lambda labels: Counter(labels).most_common(1)[0][0])


def leaf_ties_to_the_majority_of_all_the_data(rows, labels, attributes):
    overall = Counter(labels)

    def leaf(labels):
        counts = Counter(labels)
        return min(counts, key=lambda y: (-counts[y], -overall[y], y))

    return _grow(rows, labels, attributes, leaf=leaf)


def labels_become_text(rows, labels, attributes):
    return _grow(rows, labels, attributes, leaf=lambda labels: str(_majority(labels)))


def attribute_with_most_values(rows, labels, attributes):
    return _grow(rows, labels, attributes, gain=lambda rows, labels, a: len({row[a] for row in rows}))


def attributes_ranked_once_at_the_root(rows, labels, attributes):
    rank = {a: _gain(rows, labels, a) for a in attributes}
    return _grow(rows, labels, attributes, gain=lambda rows, labels, a: rank[a])


def hundredth_of_a_bit_is_no_gain(rows, labels, attributes):
    def node(rows, labels, attributes):
        gains = {a: _gain(rows, labels, a) for a in attributes}
        # A gain of exactly 0 is let through (the XOR of the prompt), a small one is not.
        if len(set(labels)) == 1 or not attributes or 1e-9 < max(gains.values()) < 0.05:
            return {"label": _majority(labels)}
        best = max(gains, key=gains.get)
        rest = [a for a in attributes if a != best]
        children = {v: node(r, y, rest) for v, (r, y) in _split(rows, labels, best).items()}
        return {"attribute": best, "majority": _majority(labels), "children": children}

    return node(rows, labels, attributes)


def keys_in_the_order_of_the_row(tree, row):
    for key, value in row.items():  # a tree that asks in another order than the row's is left too early
        if tree.get("attribute") == key:
            if value not in tree["children"]:
                return tree["majority"]
            tree = tree["children"][value]
    return tree["label"] if "label" in tree else tree["majority"]


def five_questions_at_most(tree, row):
    for _ in range(5):
        if "label" in tree:
            return tree["label"]
        if row[tree["attribute"]] not in tree["children"]:
            return tree["majority"]
        tree = tree["children"][row[tree["attribute"]]]
    return tree.get("label", tree.get("majority"))


def answers_remembered_for_the_row(tree, row):
    key = tuple(sorted(row.items()))
    if key not in _ANSWERS:
        while "label" not in tree and row[tree["attribute"]] in tree["children"]:
            tree = tree["children"][row[tree["attribute"]]]
        _ANSWERS[key] = tree["label"] if "label" in tree else tree["majority"]
    return _ANSWERS[key]


def takes_the_asked_keys_out_of_the_row(tree, row):
    while "label" not in tree:
        value = row.pop(tree["attribute"])
        if value not in tree["children"]:
            return tree["majority"]
        tree = tree["children"][value]
    return tree["label"]


def grows_a_child_for_an_unseen_value(tree, row):
    while "label" not in tree:
        tree = tree["children"].setdefault(row[tree["attribute"]], {"label": tree["majority"]})
    return tree["label"]


def a_single_leaf_has_no_attribute(tree, row):
    if not tree["children"]:
        return tree["majority"]
    while "label" not in tree and row[tree["attribute"]] in tree["children"]:
        tree = tree["children"][row[tree["attribute"]]]
    return tree["label"] if "label" in tree else tree["majority"]


def ties_to_the_smallest_size(rows, labels, attributes):
    def top(labels):
        most = max(map(labels.count, labels))
        tied = {y for y in labels if labels.count(y) == most}
        return min(tied, key=lambda y: abs(y) if isinstance(y, int) else y)

    return _grow(rows, labels, attributes, top=top, leaf=top)


def ties_in_lower_case(rows, labels, attributes):
    def top(labels):
        most = max(map(labels.count, labels))
        return min({y for y in labels if labels.count(y) == most}, key=lambda y: str(y).lower().rjust(9))

    return _grow(rows, labels, attributes, top=top, leaf=top)


def at_most_six_levels(rows, labels, attributes):
    return _grow(rows, labels, attributes, stop=lambda labels, depth: depth == 6)


def asks_every_key_of_the_rows(rows, labels, attributes):
    return _grow(rows, labels, attributes and list(rows[0]))


def pure_root_is_asked_once(rows, labels, attributes):
    if len(set(labels)) > 1 or not attributes:
        return _grow(rows, labels, attributes)
    children = {row[attributes[0]]: {"label": labels[0]} for row in rows}
    return {"attribute": attributes[0], "majority": labels[0], "children": children}


def without_attributes_the_first_label(rows, labels, attributes):
    return _grow(rows, labels, attributes) if attributes else {"label": Counter(labels).most_common(1)[0][0]}


def an_empty_value_is_missing(tree, row):
    while "attribute" in tree:
        value = row[tree["attribute"]]
        if not value or value not in tree["children"]:
            return tree["majority"]
        tree = tree["children"][value]
    return tree["label"]


def an_only_child_takes_all(tree, row):
    while "attribute" in tree:
        children = tree["children"]
        child = children.get(row[tree["attribute"]], *(children.values() if len(children) == 1 else ()))
        if child is None:
            return tree["majority"]
        tree = child
    return tree["label"]


def values_in_lower_case(tree, row):
    while "attribute" in tree:
        value = row[tree["attribute"]].lower()
        children = {seen.lower(): child for seen, child in tree["children"].items()}
        if value not in children:
            return tree["majority"]
        tree = children[value]
    return tree["label"]


def gains_of_three_decimals(rows, labels, attributes):
    return _grow(rows, labels, attributes, gain=lambda rows, labels, a: round(_gain(rows, labels, a), 3))


def gain_about_the_first_class_only(rows, labels, attributes):
    return _grow(
        rows, labels, attributes, gain=lambda rows, labels, a: _gain(rows, [y == labels[0] for y in labels], a)
    )


def largest_label_where_three_or_more_occur(rows, labels, attributes):
    def top(labels):
        most = max(map(labels.count, labels))
        tied = {y for y in labels if labels.count(y) == most}
        return max(tied) if len(set(labels)) > 2 else min(tied)

    return _grow(rows, labels, attributes, top=top, leaf=top)


def leaf_takes_the_middle_label(rows, labels, attributes):
    return _grow(rows, labels, attributes, leaf=lambda labels: sorted(labels)[(len(labels) - 1) // 2])


def mixed_leaf_takes_the_majority_of_its_parent(rows, labels, attributes):
    def node(rows, labels, attributes, above):
        if len(set(labels)) == 1 or not attributes:
            return {"label": labels[0] if len(set(labels)) == 1 else above}
        best = max(attributes, key=lambda a: _gain(rows, labels, a))
        rest = [a for a in attributes if a != best]
        children = {v: node(r, y, rest, _majority(labels)) for v, (r, y) in _split(rows, labels, best).items()}
        return {"attribute": best, "majority": _majority(labels), "children": children}

    return node(rows, labels, attributes, _majority(labels))


def leaf_where_the_best_attribute_does_not_split(rows, labels, attributes):
    def node(rows, labels, attributes):
        best = max(attributes, key=lambda a: _gain(rows, labels, a), default=None)
        if len(set(labels)) == 1 or len({row.get(best) for row in rows}) == 1:
            return {"label": _majority(labels)}
        rest = [a for a in attributes if a != best]
        children = {v: node(r, y, rest) for v, (r, y) in _split(rows, labels, best).items()}
        return {"attribute": best, "majority": _majority(labels), "children": children}

    return node(rows, labels, attributes)


def branches_in_lower_case(rows, labels, attributes):
    return _grow([{a: row[a].lower() for a in attributes} for row in rows], labels, attributes)


def a_single_sample_is_too_few(rows, labels, attributes):
    if len(rows) < 2:
        raise ValueError("a tree needs two samples")
    return _grow(rows, labels, attributes)


def remembers_an_unseen_value_at_the_root(tree, row):
    if "attribute" in tree:
        tree["children"].setdefault(row[tree["attribute"]], {"label": tree["majority"]})
    while "label" not in tree and row[tree["attribute"]] in tree["children"]:
        tree = tree["children"][row[tree["attribute"]]]
    return tree["label"] if "label" in tree else tree["majority"]


WRONG = {
    "build_tree": [
        at_most_three_levels,
        four_fifths_are_pure_enough,
        last_attribute_is_never_asked,
        siblings_share_the_attributes_left,
        majority_of_all_the_data,
        majority_ties_by_text,
        node_ties_to_the_first_seen,
        leaf_ties_to_the_first_seen,
        leaf_ties_to_the_majority_of_all_the_data,
        labels_become_text,
        attribute_with_most_values,
        attributes_ranked_once_at_the_root,
        hundredth_of_a_bit_is_no_gain,
        ties_to_the_smallest_size,
        ties_in_lower_case,
        at_most_six_levels,
        asks_every_key_of_the_rows,
        pure_root_is_asked_once,
        without_attributes_the_first_label,
        gains_of_three_decimals,
        gain_about_the_first_class_only,
        largest_label_where_three_or_more_occur,
        leaf_takes_the_middle_label,
        mixed_leaf_takes_the_majority_of_its_parent,
        leaf_where_the_best_attribute_does_not_split,
        branches_in_lower_case,
        a_single_sample_is_too_few,
    ],
    "predict": [
        keys_in_the_order_of_the_row,
        five_questions_at_most,
        answers_remembered_for_the_row,
        takes_the_asked_keys_out_of_the_row,
        grows_a_child_for_an_unseen_value,
        a_single_leaf_has_no_attribute,
        an_empty_value_is_missing,
        an_only_child_takes_all,
        values_in_lower_case,
        remembers_an_unseen_value_at_the_root,
    ],
}
