"""The parts of a description in, one sentence out: the ways to say it, each of which names every part once.

In braces: what is drawn. ``{lead:plays|play}`` is the verb that goes with it; ``{key}`` and ``{sound}`` may be empty,
and bring what joins them.
"""

from string import Formatter

_BAND = (
    "{a_mood} {kind} at {tempo} BPM{key}, with {lead} over {harmony}, {bass} and {beat}{sound}",
    "at {tempo} BPM{key}, {lead} {lead:takes|take} the tune of {a_mood} {kind} while {harmony}, {bass} and {beat} keep "
    "it moving{sound}",
    "{a_mood} instrumental {kind}{key} led by {lead} and carried by {bass}, {beat} and {harmony} at {tempo} beats per "
    "minute{sound}",
    "{bass} and {beat} set up {a_mood} {kind} at {tempo} BPM{key} before {lead} {lead:joins|join} in over "
    "{harmony}{sound}",
    "{tempo} BPM, {mood} and instrumental: {a_kind}{key} in which {lead} {lead:trades|trade} phrases with {harmony} "
    "over {bass} and {beat}{sound}",
    "{a_kind}{key} in {a_mood} mood: {beat} at {tempo} BPM, {bass}, {harmony}, and {lead} on top{sound}",
    "{lead} and {harmony} share {a_mood} {kind}{key}, with {bass} and {beat} holding {tempo} beats per minute "
    "underneath{sound}",
    "over {bass} and {beat} at {tempo} BPM, {lead} {lead:plays|play} the melody of {a_mood} {kind}{key}, and {harmony} "
    "{harmony:answers|answer}{sound}",
    "this {mood} instrumental {kind} moves at {tempo} BPM{key}, and {lead} {lead:stands|stand} in front of {harmony}, "
    "{bass} and {beat}{sound}",
    "an instrumental {kind} for {lead}, {harmony}, {bass} and {beat}, {mood} in character and played at {tempo} "
    "BPM{key}{sound}",
    "{harmony} {harmony:opens|open} {a_mood} {kind}{key}; then {beat} and {bass} enter at {tempo} beats per minute "
    "under {lead}{sound}",
    "{a_kind}{key} that feels {mood}, driven at {tempo} BPM by {beat} and {bass}, coloured by {harmony} and topped by "
    "{lead}{sound}",
)
_TRIO = (
    "{a_mood} {kind}{key} at {tempo} BPM, with {lead} above {harmony} and {bass}{sound}",
    "{lead} {lead:carries|carry} the theme of {a_mood} {kind}{key} at {tempo} BPM while {harmony} and {bass} "
    "accompany{sound}",
    "at {tempo} beats per minute, {harmony} and {bass} prepare {a_mood} {kind}{key} for {lead}{sound}",
    "{a_kind}{key}, {mood} in character: {lead}, {harmony} and {bass} at {tempo} BPM{sound}",
    "{bass} and {harmony} begin {a_mood} {kind} at {tempo} BPM{key}, and {lead} {lead:enters|enter} above them{sound}",
    "an instrumental {kind}{key} for {lead}, {harmony} and {bass}, {mood} and played at {tempo} BPM{sound}",
    "{lead} {lead:answers|answer} {harmony} over {bass} in {a_mood} {kind}{key} at {tempo} beats per minute{sound}",
    "this {mood} {kind}{key} moves at {tempo} BPM and hands its melody from {lead} to {harmony} above {bass}{sound}",
)
_DUO = (
    "{a_mood} {kind}{key} at {tempo} BPM: {lead} with {harmony}{sound}",
    "with {harmony} beneath, {lead} {lead:plays|play} {a_mood} {kind}{key} at {tempo} BPM{sound}",
    "at {tempo} beats per minute, {lead} {lead:unfolds|unfold} {a_mood} {kind}{key} above {harmony}{sound}",
    "{a_kind}{key} that stays {mood} throughout, {lead} set against {harmony} at {tempo} BPM{sound}",
    "just {lead} with {harmony}: {a_mood} {kind} at {tempo} BPM{key}{sound}",
    "this {mood} instrumental {kind} keeps to {tempo} BPM{key}, {lead} moving over {harmony}{sound}",
    "{harmony} {harmony:begins|begin} {a_mood} {kind}{key} at {tempo} BPM, and {lead} {lead:follows|follow}{sound}",
    "{tempo} BPM, {mood} and instrumental: {a_kind}{key} from {lead} with {harmony}{sound}",
)
SENTENCES = {
    frozenset({"lead", "harmony", "bass", "beat"}): _BAND,
    frozenset({"lead", "harmony", "bass"}): _TRIO,
    frozenset({"lead", "harmony"}): _DUO,
}


def fields(sentence: str) -> set[str]:
    """The names in braces of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
