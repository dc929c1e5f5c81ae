"""Inputs as students prepare them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("unlisted", function="hessian_condition_number", leads=("place",))
def first_over_last(X):
    H = np.dot(X.T, X) / X.shape[0]
    vals, _ = np.linalg.eig(H)
    return vals[0] / vals[-1]


@written("pair", function="standardise", names=("sample-standard-deviation", "constant-column-nan|~unstable"))
def column_by_column(X):
    out = np.zeros(X.shape)
    n, d = X.shape
    for j in range(d):
        mean = sum(X[:, j]) / n
        var = sum((X[i, j] - mean) ** 2 for i in range(n)) / (n - 1)
        out[:, j] = (X[:, j] - mean) / np.sqrt(var)
    return out
