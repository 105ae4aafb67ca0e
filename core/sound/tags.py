"""What a library that reads the tags of sound files may raise, so that a stranger's file ends no program."""

import struct

import mutagen

# What mutagen lets through, besides its own errors, where a file is damaged.
BROKEN = (
    *(mutagen.MutagenError, OSError, ValueError, LookupError, TypeError, AttributeError),
    *(struct.error, EOFError, OverflowError, AssertionError, NotImplementedError, RecursionError),
)
