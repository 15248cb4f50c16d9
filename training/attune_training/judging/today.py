"""The confidence as Swift has it, a logistic of the first eight numbers of a candidate's evidence as a whole."""

import functools
import re

import numpy as np

from ..places import CONFIDENCE

NAMES = ("bias", "path", "words", "weakestWord", "margin", "certainty", "explained", "slowness", "haste")
LENGTH = 8
"""The column of `Evidence.whole` that says how long a candidate is: 0 of one phone, 1 of many."""
THRESHOLD = 0.4


@functools.cache
def weights() -> tuple[np.ndarray, np.ndarray]:
    """Of short commands and of long ones, by sound alone in whole segments."""
    text = CONFIDENCE.read_text()
    found = re.findall(r"Weights\(\s*(bias: [^)]*)\)", text)
    values = [dict(re.findall(r"(\w+): (-?[\d.]+)", part)) for part in found[:2]]
    short, long = ([float(v[name]) for name in NAMES] for v in values)
    return np.array(short), np.array(long)


def logit(whole: np.ndarray) -> np.ndarray:
    """[..., 12] -> [...]."""
    short, long = (bias_and_rest[0] + whole[..., :8] @ bias_and_rest[1:] for bias_and_rest in weights())
    length = whole[..., LENGTH]
    return (1 - length) * short + length * long
