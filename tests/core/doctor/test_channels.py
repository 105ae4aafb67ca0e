"""What a mix hides is heard in the channels, and nothing but running sums is kept."""

import numpy as np
import pytest

from core.doctor.channels import ChannelMeter

SR = 22_050


def heard(y, sr=SR, block=8192):
    meter = ChannelMeter()
    for start in range(0, len(y), block):
        meter.listen(y[start : start + block], sr)
    return meter.facts()


def test_clipping_of_one_channel_is_heard_beside_a_clean_one(music):
    clean, clipped = 0.5 * music(seed=1), np.clip(4 * music(), -1, 1)
    facts = heard(np.stack([clean, clipped], axis=1))
    alone = heard(clipped[:, None])
    assert facts.flat == alone.flat
    assert facts.n_samples == 2 * alone.n_samples
    assert heard(clean[:, None]).flat.n_tops == 0


def test_the_second_with_most_cut_off_tops_is_named(music):
    y = 0.5 * music(5.0)
    y[3 * SR : 4 * SR] = np.clip(8 * y[3 * SR : 4 * SR], -0.5, 0.5)
    assert heard(y[:, None], block=SR // 5).worst_s == pytest.approx(3.0, abs=0.01)
    assert heard(0.5 * music()[:, None]).worst_s is None


def test_offsets_that_cancel_in_the_mix_are_heard(music):
    y = 0.5 * music()
    facts = heard(np.stack([y + 0.1, y - 0.2], axis=1))
    assert facts.offset == pytest.approx(y.mean() - 0.2, abs=1e-4)
    assert facts.swing == pytest.approx(y.std(), rel=1e-3)


@pytest.mark.parametrize("block", [1000, 8192, 100_000])
def test_the_size_of_the_blocks_changes_nothing_that_matters(music, block):
    y = np.clip(4 * music(), -1, 1)[:, None]
    facts, whole = heard(y, block=block), heard(y)
    assert facts.n_samples == whole.n_samples == len(y)
    assert facts.offset == pytest.approx(whole.offset, abs=1e-6)
    assert facts.flat.n_samples == pytest.approx(whole.flat.n_samples, rel=0.02)


def test_the_number_of_channels_may_change_on_the_way(music):
    meter = ChannelMeter()
    meter.listen(music()[:, None], SR)
    meter.listen(np.stack([music() + 0.5, music() + 0.5], axis=1), SR)
    assert meter.facts().n_samples == 3 * music().size


def test_samples_over_full_scale_are_counted():
    y = np.zeros((SR, 1), np.float32)
    y[:10] = 1.2
    y[10:20] = -1.2
    y[20:30] = 1.0
    assert heard(y).n_over == 20


def test_nothing_heard_is_no_offset_and_no_tops():
    facts = ChannelMeter().facts()
    assert (facts.n_samples, facts.offset, facts.flat.n_tops, facts.worst_s) == (0, 0.0, 0, None)
