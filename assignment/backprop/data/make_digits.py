"""Writes digits.npz: what students get of the UCI handwritten digits, without the test part.

    python make_digits.py

The 1797 images of `sklearn.datasets.load_digits` (8 x 8, pixels 0 to 16) are shuffled once with a fixed seed and cut
60/20/20. Train and validation part are written beside this script; the hidden suite of train_mlp cuts the test part
from scikit-learn in the same way. Licence and source: DIGITS-LICENSE.txt.
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

SPLIT_SEED = 0
TRAIN, VALIDATION = 1078, 359  # of 1797; the remaining 360 are the test part


def main() -> None:
    """Shuffles, cuts and writes."""
    digits = load_digits()
    order = np.random.default_rng(SPLIT_SEED).permutation(len(digits.target))
    train, validation = order[:TRAIN], order[TRAIN : TRAIN + VALIDATION]
    np.savez_compressed(
        Path(__file__).with_name("digits.npz"),
        X_train=digits.data[train],
        y_train=digits.target[train],
        X_val=digits.data[validation],
        y_val=digits.target[validation],
    )


if __name__ == "__main__":
    main()
