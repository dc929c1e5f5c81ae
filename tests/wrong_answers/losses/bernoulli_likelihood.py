"""Wrong answers to `bernoulli_likelihood`, written from the prompt alone."""

import numpy as np


def _terms(z, y):
    z = np.asarray(z, dtype=float)
    return np.maximum(z, 0) - z * np.asarray(y, dtype=float) + np.log1p(np.exp(-np.abs(z)))


def stable_for_positive_logits_only(z, y):
    z = np.asarray(z, dtype=float)
    return float(np.mean(np.where(y == 1, 0, z) + np.log1p(np.exp(-z))))


def stable_for_negative_logits_only(z, y):
    z = np.asarray(z, dtype=float)
    return float(np.mean(np.log1p(np.exp(z)) - np.where(y == 1, z, 0)))


def line_beyond_five(z, y):
    s = np.where(np.asarray(y) == 1, -1.0, 1.0) * np.asarray(z, dtype=float)
    return float(np.mean(np.where(s > 5, s, np.log1p(np.exp(np.minimum(s, 5))))))


def nothing_below_minus_twenty(z, y):
    # The confident success costs nothing, but the confident mistake costs 20.
    s = np.where(np.asarray(y) == 1, -1.0, 1.0) * np.asarray(z, dtype=float)
    return float(np.mean(np.log1p(np.exp(np.clip(s, -20, 20)))))


def mean_of_the_two_class_means(z, y):
    t = _terms(z, y)
    return float(np.mean([t[y == c].mean() for c in (0, 1)]))


def mean_of_the_means_of_the_classes_seen(z, y):
    t = _terms(z, y)
    return float(np.mean([t[y == c].mean() for c in np.unique(y)]))


def sum_of_the_two_class_means(z, y):
    t = _terms(z, y)
    return float(sum(t[y == c].mean() for c in (0, 1) if (y == c).any()))


def capped_at_hundred(z, y):
    return float(np.minimum(_terms(z, y), 100).mean())


def absolute_value_for_the_positive_part(z, y):
    z = np.asarray(z, dtype=float)
    return float(np.mean(np.abs(z) - z * y + np.log1p(np.exp(-np.abs(z)))))


def hinge(z, y):
    z = np.asarray(z, dtype=float)
    return float(np.mean(np.maximum(z, 0) - z * y))


def only_the_first_label_decides(z, y):
    return float(_terms(z, np.full(len(y), y[0])).mean())


def single_sample_as_an_array(z, y):
    t = _terms(z, y)
    return t if len(t) == 1 else float(t.mean())


def flips_the_callers_logits(z, y):
    value = float(_terms(z, y).mean())
    if z.dtype.kind == "f":
        z[y == 0] *= -1
    return value


def labels_become_signs_in_place(z, y):
    value = float(_terms(z, y).mean())
    y *= 2
    y -= 1
    return value


def certain_samples_left_out(z, y):
    t = _terms(z, y)
    t = t[np.abs(np.asarray(z)) < 40]
    return float(t.mean()) if len(t) else 0.0


def logits_taken_for_probabilities(z, y):
    z = np.asarray(z, dtype=float)
    if np.all((z > 0) & (z < 1)):
        return float(-np.mean(y * np.log(z) + (1 - y) * np.log(1 - z)))
    return float(_terms(z, y).mean())


def negated_labels_wrap(z, y):
    z = np.asarray(z, dtype=float)
    return float(np.mean(-y * -np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)))  # -1 is 255 for uint8


def two_samples_are_summed(z, y):
    return float(np.mean(_terms(z, y)) * (2 if len(z) == 2 else 1))


def single_integer_gives_a_whole_number(z, y):
    loss = float(np.mean(_terms(z, y)))
    return float(np.floor(loss)) if len(z) == 1 and np.asarray(z).dtype.kind == "i" else loss


def line_beyond_ten(z, y):
    s = np.where(np.asarray(y) == 1, -1.0, 1.0) * np.asarray(z, dtype=float)
    return float(np.mean(np.where(s > 10, s, np.log1p(np.exp(np.minimum(s, 10))))))


def line_only_beyond_the_doubles(z, y):
    s = np.where(y == 1, -z, z)
    return float(np.mean(np.where(s > 700, s, np.log1p(np.exp(s)))))  # float32 ends at 88


def infinite_terms_cost_ten_thousand(z, y):
    p = 1 / (1 + np.exp(-z))
    terms = y * np.log(p) + (1.0 - y) * np.log(1 - p)
    return float(-np.mean(np.nan_to_num(terms, neginf=-1e4)))


def signs_of_bytes_only(z, y):
    y = y.astype(np.int8) if y.dtype.itemsize == 1 else y
    u = (1 - 2 * y) * z
    return float(np.mean(np.maximum(u, 0) + np.log1p(np.exp(-np.abs(u)))))


def twice_the_mean(z, y):
    return 2 * float(_terms(z, y).mean())


def summed_and_divided_by_one_less(z, y):
    return float(_terms(z, y).sum()) / max(1, len(y) - 1)


def summed_and_divided_by_one_more(z, y):
    return float(_terms(z, y).sum()) / (len(y) + 1)


def divided_twice(z, y):
    return float(_terms(z, y).mean()) / len(y)


def multiplied_for_divided(z, y):
    return float(_terms(z, y).sum()) * len(y)


def divided_by_the_root(z, y):
    return float(_terms(z, y).sum()) / len(y) ** 0.5


def a_batch_is_five_samples(z, y):
    return float(_terms(z, y).sum()) / 5


def summed_and_halved(z, y):
    return float(_terms(z, y).sum()) / 2


def summed_with_the_sign_of_the_likelihood(z, y):
    return -float(_terms(z, y).sum())


def small_batches_are_summed(z, y):
    return float(_terms(z, y).sum()) if len(y) < 6 else float(_terms(z, y).mean())


def large_batches_are_summed(z, y):
    return float(_terms(z, y).sum()) if len(y) > 6 else float(_terms(z, y).mean())


def summed_and_divided_by_the_positives(z, y):
    return float(_terms(z, y).sum()) / max(1, int(y.sum()))


WRONG = {
    "bernoulli_nll": [
        negated_labels_wrap,
        stable_for_positive_logits_only,
        stable_for_negative_logits_only,
        line_beyond_five,
        nothing_below_minus_twenty,
        mean_of_the_two_class_means,
        mean_of_the_means_of_the_classes_seen,
        sum_of_the_two_class_means,
        capped_at_hundred,
        absolute_value_for_the_positive_part,
        hinge,
        only_the_first_label_decides,
        single_sample_as_an_array,
        flips_the_callers_logits,
        labels_become_signs_in_place,
        certain_samples_left_out,
        logits_taken_for_probabilities,
        two_samples_are_summed,
        single_integer_gives_a_whole_number,
        line_beyond_ten,
        line_only_beyond_the_doubles,
        infinite_terms_cost_ten_thousand,
        signs_of_bytes_only,
        twice_the_mean,
        summed_and_divided_by_one_less,
        summed_and_divided_by_one_more,
        divided_twice,
        multiplied_for_divided,
        divided_by_the_root,
        a_batch_is_five_samples,
        summed_and_halved,
        summed_with_the_sign_of_the_likelihood,
        small_batches_are_summed,
        large_batches_are_summed,
        summed_and_divided_by_the_positives,
    ]
}
