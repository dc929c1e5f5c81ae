# Functions, errors and types whose names hold terminal escapes, HTML, formulas and lone surrogates.
NASTY = "\x1b[31m<img src=x onerror=alert(1)>=1+1\u202e\ud800"


def square(x):
    raise type(NASTY, (Exception,), {})(NASTY)


def mean_and_std(x):
    return type(NASTY, (), {})()


def split_evenly(total, parts):
    return {NASTY: NASTY}
