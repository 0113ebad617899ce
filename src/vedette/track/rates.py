"""Exact comparison of two Poisson rates, on the standard library alone.

Of two independent Poisson counts, the first given their sum is binomial with p = r*s / (r*s + t), where r is the ratio
of the rates and s and t are the spans counted over (Przyborowski and Wilenski, Biometrika 31, 1940). The exact interval
of p (Clopper and Pearson, Biometrika 26, 1934) is therefore one of r. Its ends are quantiles of beta distributions,
found here by bisection on the regularised incomplete beta function, which is summed as the continued fraction of the
NIST Digital Library of Mathematical Functions, 8.17.22, by Lentz's method as modified by Thompson and Barnett (1986).
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

Way = Literal["more", "less", "as before"]

_TINY: Final = 1e-300
_CLOSE: Final = 1e-15
_MOST: Final = 10_000
_HALVINGS: Final = 80
"""Beyond it a double has no more digits to halve."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the earlier rate the later one is: what was counted gives `value`, `low` and `high` its interval.

    `value` is None where neither span has a count, and infinite where the earlier one has none; so is `high`.
    """

    value: float | None
    low: float
    high: float

    @property
    def way(self) -> Way:
        """Whether the whole interval lies above one, below one, or neither."""
        if self.low > 1:
            return "more"
        return "less" if self.high < 1 else "as before"


def rate_ratio(later: int, span: float, earlier: int, before: float, level: float = 0.95) -> Ratio:
    """The ratio of two Poisson rates with its exact two-sided interval (at least `level`, and often more).

    `later` is counted over `span`, `earlier` over `before`, in one unit of time. Raises ValueError for a negative
    count, a span that is not positive, or a level outside 0..1.
    """
    if min(later, earlier) < 0 or min(span, before) <= 0 or not 0 < level < 1:
        msg = f"no rates: {later} in {span} and {earlier} in {before} at level {level}"
        raise ValueError(msg)
    low, high = clopper_pearson(later, later + earlier, level)
    if later + earlier == 0:
        return Ratio(None, 0.0, math.inf)
    return Ratio(*(_odds(p) * before / span for p in (later / (later + earlier), low, high)))


def clopper_pearson(hits: int, tries: int, level: float = 0.95) -> tuple[float, float]:
    """The exact interval of a binomial share: where as many hits or more, or fewer, are (1 - level)/2 likely.

    `hits` of `tries`, 0 <= hits <= tries; without tries the interval is 0 to 1.
    """
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else beta_quantile(tail, hits, tries - hits + 1)
    high = 1.0 if hits == tries else beta_quantile(1 - tail, hits + 1, tries - hits)
    return low, high


def beta_quantile(share: float, a: float, b: float) -> float:
    """The x at which the regularised incomplete beta function of a and b is `share` (0..1)."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if incomplete_beta(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function: the chance that a beta(a, b) variable is at most x."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )  # fmt: skip
    if x < (a + 1) / (a + b + 2):  # where the fraction converges fast; else its mirror image does
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction, from its front, until another term changes nothing."""
    value, above, below = 1.0, 1.0, 0.0
    for n in range(_MOST):
        term = _term(n, x, a, b)
        below = 1 / _away(1 + term * below)
        above = _away(1 + term / above)
        value *= above * below
        if abs(above * below - 1) < _CLOSE and n:
            return 1 / value
    msg = f"the incomplete beta function of {a}, {b} at {x} does not settle in {_MOST} terms"
    raise ArithmeticError(msg)


def _term(n: int, x: float, a: float, b: float) -> float:
    """The numerator of the fraction's term n + 1 (DLMF 8.17.23)."""
    m = (n + 1) // 2
    if n % 2:
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))


def _away(value: float) -> float:
    """A number that can be divided by."""
    return value if abs(value) > _TINY else _TINY


def _odds(p: float) -> float:
    """A share as odds."""
    return math.inf if p >= 1 else p / (1 - p)
