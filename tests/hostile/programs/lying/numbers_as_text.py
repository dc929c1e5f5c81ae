# Numbers in other clothes: text, bytes, Decimal, Fraction, dates, bools.
import datetime
import decimal
import fractions


def square(x):
    return [str(v * v) for v in x.ravel()]


def mean_and_std(x):
    return decimal.Decimal(float(x.mean())), fractions.Fraction(float(x.std()))


def split_evenly(total, parts):
    return [datetime.timedelta(total // parts), True, b"3"]
