"""The Doctor page in sections: a dataset in, what is wrong with it, and what the visitor decides about it, out."""

from core.ui.doctor.consultation import consult

__all__ = ["consult"]
