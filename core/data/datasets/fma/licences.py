"""The name of a licence as FMA's artists chose it in; one of `core.licences` out, the stricter where it is unclear."""

from functools import lru_cache

from core.licences import LICENCES, Licence


@lru_cache(maxsize=1000)
def licence_of_text(text: str) -> Licence:
    """The licence in a name such as ``Attribution-Noncommercial-Share Alike 3.0 United States``.

    The archive has 114 names for them. What is no Creative Commons licence, or forbids changes alone, counts as the
    next stricter one; where none is named, research use is what the dataset is for.
    """
    name = text.lower().replace("-", "").replace(" ", "")
    if "publicdomain" in name or "cc0" in name:
        return LICENCES["cc0"]
    if "attribution" not in name or "sampling" in name:
        return LICENCES["research"]
    if "noderiv" in name:
        return LICENCES["cc-by-nc-nd"]
    if "noncommercial" in name:
        return LICENCES["cc-by-nc-sa" if "sharealike" in name else "cc-by-nc"]
    return LICENCES["cc-by-sa" if "sharealike" in name else "cc-by"]
