"""The place of a number in a shuffled row of ``n`` out, without the row: as many as wanted, none twice, no memory."""

import hashlib
import math

_N_ROUNDS = 4


def shuffled(place: int, *, n: int, key: str) -> int:
    """What stands at ``place`` when 0 to n - 1 are shuffled by ``key``; every number stands at one place.

    A Feistel network (Black & Rogaway, Ciphers with arbitrary finite domains, 2002) over the smallest near-square that
    holds n; what falls outside of n goes through once more. The same on every machine.
    """
    if not 0 <= place < n:
        raise ValueError(f"place={place} must lie between 0 and n - 1 = {n - 1}")
    rows = max(1, math.isqrt(n - 1) + 1)
    columns = -(-n // rows)
    while True:
        row, column = divmod(place, columns)
        for turn in range(0, _N_ROUNDS, 2):
            column = (column + _noise(key, turn, row)) % columns
            row = (row + _noise(key, turn + 1, column)) % rows
        place = row * columns + column
        if place < n:
            return place


def _noise(key: str, turn: int, value: int) -> int:
    digest = hashlib.blake2b(f"{key}/{turn}/{value}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")
