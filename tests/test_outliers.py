"""Splitting of outlying channels before rounding: nothing changes but the range."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from training.outliers import EXTRA, added, copies

SIZES = arrays(np.float32, st.integers(1, 40), elements=st.floats(0, 1000, width=32))


@given(SIZES)
@example(np.array([1e-45], np.float32))
def test_the_product_stays(peaks: np.ndarray) -> None:
    shares, rng = copies(peaks), np.random.default_rng(3)
    values, weight = rng.normal(size=(3, len(peaks))) * peaks, rng.normal(size=(len(peaks), 5))
    part = values / shares
    wide = np.concatenate([part, part[:, added(shares)]], axis=1)
    product = wide @ np.concatenate([weight, weight[added(shares)]])
    assert np.allclose(product, values @ weight, atol=1e-6 * (1 + np.abs(values).sum()))


@given(SIZES)
def test_no_more_channels_than_allowed_and_no_larger_range(peaks: np.ndarray) -> None:
    shares = copies(peaks)
    assert shares.min() >= 1
    assert len(added(shares)) <= EXTRA
    assert (peaks / shares).max() <= peaks.max()


def test_one_outlier_is_cut_down_to_the_others() -> None:
    shares = copies(np.array([30, 3, 2, 3], np.float32), extra=9)
    assert shares.tolist() == [10, 1, 1, 1]
