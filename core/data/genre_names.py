"""The genres that two sets name in; which of the one stands for which of the other, where their names differ, out.

The band and the prompts call two genres as Kroher et al. do (Can MusicGen create training data for MIR tasks?, ISMIR
LBD 2023): orchestral and electronica. What collections of recordings such as GTZAN, FMA and Emotify have of them they
call classical and electronic. Those are wider names, a piano sonata is no orchestra, so whoever compares says so.
"""

from collections.abc import Iterable, Mapping

from core.data.datasets.gtzan import spell_genre

NEAREST = (frozenset({"orchestral", "classical"}), frozenset({"electronica", "electronic"}))


def stand_ins(wanted: Iterable[str], there: Iterable[str]) -> dict[str, str]:
    """For each wanted genre that is not there by its name the one that stands for it, if one does: "Hip-Hop" for
    hiphop, classical for orchestral.

    What is wanted by its own name stands for nothing else, and nothing stands for two.
    """
    wanted, there = set(wanted) - {""}, set(there) - {""}
    free, found = sorted(there - wanted), {}
    for is_same in (_is_spelt_alike, _is_near):
        for name in sorted(wanted - there - found.keys()):
            other = next((one for one in free if is_same(spell_genre(name), spell_genre(one))), None)
            if other is not None:
                found[name] = other
                free.remove(other)
    return found


def stand_in_words(names: Mapping[str, str]) -> str:
    """ "orchestral is compared with classical", for people; "" where nothing is compared under another name."""
    return ", ".join(f"{wanted} is compared with {other}" for wanted, other in sorted(names.items()))


def _is_spelt_alike(one: str, other: str) -> bool:
    return one == other


def _is_near(one: str, other: str) -> bool:
    return any({one, other} == names for names in NEAREST)
