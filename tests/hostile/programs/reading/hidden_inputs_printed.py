# Prints inputs, logs and warns about them.
import logging
import sys
import warnings


def square(x):
    text = " ".join(f"{v:.6f}" for v in x.ravel())
    print(text)
    print(text, file=sys.stderr)
    logging.getLogger().error(text)
    warnings.warn(text, stacklevel=1)
    sys.stdout.flush()
    return None
