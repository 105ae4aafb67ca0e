"""A track id of FMA in; what is known to be wrong with its clip out.

Sources: github.com/mdeff/fma, issue 8 for the lengths, issue 44 and the wiki for the files without any sound, issue 49
for the files of fma_large that others could not open. All of them are whole in fma_full.
"""

from collections.abc import Mapping

from core.data.datasets.track import Fault

CLIP_S = 30.0
MIN_LEFT_S = 15.0  # a clip that holds less of its song than this is not used

# Track -> the length that the archive stated, and the real one, in s. A clip is cut from the middle of the stated one.
_WRONG_LENGTHS = {
    **{1486: (90, 14.39), 5574: (563, 30.46), 65753: (242, 9.74), 80391: (600, 67.84), 98558: (216, 87.67)},
    **{98559: (193, 58.80), 98560: (341, 86.13), 98565: (158, 65.31), 98566: (148, 63.63), 98567: (191, 79.39)},
    **{98568: (249, 114.55), 98569: (184, 77.37), 98571: (139, 50.81), 99134: (308, 33.25), 105247: (123, 18.91)},
    **{108924: (187, 105.38), 108925: (151, 7.44), 126981: (216, 17.45), 127336: (275, 13.27)},
    **{133297: (600, 113.58), 143992: (211, 26.23)},
}
# Reported as unreadable in fma_large; some programs do read some of them.
_REPORTED = (
    *(2624, 3284, 8669, 10116, 11583, 12838, 13529, 14116, 14180, 20814, 22554, 23429, 23430, 23431, 25173, 25174),
    *(25175, 25176, 25180, 29345, 29346, 29352, 29356, 33411, 33413, 33414, 33417, 33418, 33419, 33425, 35725, 39363),
    *(41745, 42986, 43753, 50594, 50782, 53668, 54569, 54582, 61480, 61822, 63422, 63997, 72656, 72980, 73510, 80553),
    *(82699, 84503, 84504, 84522, 84524, 86656, 86659, 86661, 86664, 87057, 90244, 90245, 90247, 90248, 90250, 90252),
    *(90253, 90442, 90445, 91206, 92479, 94052, 94234, 95253, 96203, 96207, 96210, 98105, 98562, 101265, 101272),
    *(101275, 102241, 102243, 102247, 102249, 102289, 106409, 106412, 106415, 106628, 108920, 109266, 110236, 115610),
    *(117441, 127928, 129207, 129800, 130328, 130748, 130751, 131545, 133641, 133647, 134887, *range(140449, 140473)),
    *(142614, 144518, 144619, 145056, 146056, 147419, 147424, *range(148786, 148796), 151920, 155051),
)


def left_s(number: int) -> float:
    """Seconds of sound in the clip of a track, as far as its real length tells."""
    if number not in _WRONG_LENGTHS:
        return CLIP_S
    stated, real = _WRONG_LENGTHS[number]
    return min(CLIP_S, max(0.0, real - (stated // 2 - CLIP_S / 2)))


def _faults() -> Mapping[str, Fault]:
    short = {
        number: Fault(
            f"the archive stated {stated} s for a song of {real:.0f} s, so that its clip was cut where "
            f"{f'only {left_s(number):.0f} s are' if left_s(number) >= 1 else 'next to nothing is'} left"
        )
        for number, (stated, real) in _WRONG_LENGTHS.items()
    }
    reported = dict.fromkeys(_REPORTED, Fault("others could not open its clip in fma_large"))
    return {f"{number:06d}": fault for number, fault in sorted({**reported, **short}.items())}


FAULTS = _faults()
SKIPPED = frozenset(f"{number:06d}" for number in _WRONG_LENGTHS if left_s(number) < MIN_LEFT_S)
