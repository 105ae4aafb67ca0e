"""Metal: loud guitars at every speed, from doom to thrash."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="metal",
    keys="E minor | D minor | B minor | C minor | F sharp minor | A minor",
    sounds="dense and loud | with a dry, tight production | with a half-time breakdown | like a wall of amplifiers "
    "| raw and barely polished | ending in feedback",
    kinds=(
        kind(
            "thrash metal track",
            (164, 212),
            moods="furious | relentless | vicious | breakneck | hostile | restless",
            lead="a shredding [lead guitar] | a squealing [electric guitar] | twin [lead guitars] "
            "| a whammy-bar [guitar] solo",
            harmony="palm-muted [rhythm guitars] | a chugging [rhythm guitar] "
            "| razor-edged riffs from [rhythm guitars]",
            bass="a clanking [bass guitar] | a picked [bass guitar] | a grinding [electric bass]",
            beat="[drums] in a skank beat | double-kick [drums] | a machine-tight [drum kit]",
        ),
        kind(
            "doom metal track",
            (50, 76),
            moods="bleak | crushing | funereal | monolithic | gloomy | hypnotic",
            lead="a mournful [lead guitar] | a wah-soaked [electric guitar] | a droning [baritone guitar] "
            "| a tolling [bell]",
            harmony="down-tuned [rhythm guitars] | a fuzz-drenched [rhythm guitar] | a cavernous [pipe organ] "
            "| sustained power chords from [rhythm guitars]",
            bass="a fuzzed [bass guitar] | a rumbling [bass guitar] | a low-tuned [electric bass]",
            beat="ponderous [drums] | a cavernous [drum kit] | [drums] with crashing cymbals",
        ),
        kind(
            "heavy metal anthem",
            (112, 152),
            moods="triumphant | defiant | epic | fierce | proud | galloping",
            lead="harmonised [lead guitars] | a soaring [lead guitar] | a blazing [guitar] solo "
            "| a neoclassical [electric guitar]",
            harmony="galloping [rhythm guitars] | a crunching [rhythm guitar] "
            "| ringing power chords from [rhythm guitars] | a vintage [organ]",
            bass="a galloping [bass guitar] | a driving [electric bass] | a fingered [bass guitar]",
            beat="hard-rocking [drums] | thunderous [drums] | a powerful [drum kit]",
        ),
        kind(
            "power metal track",
            (140, 188),
            moods="heroic | majestic | exultant | fantastical | blazing | fearless",
            lead="a racing [lead guitar] | a bright [synth lead] | duelling [lead guitars] | a virtuosic [keyboard]",
            harmony="galloping [rhythm guitars] | orchestral [synth strings] "
            "| fast-strummed power chords from [rhythm guitars] | a grand [piano]",
            bass="a rapid [bass guitar] | a driving [electric bass] | a tight [bass guitar]",
            beat="double-kick [drums] | galloping [drums] | a roaring [drum kit]",
        ),
        kind(
            "death metal track",
            (148, 224),
            moods="brutal | sinister | chaotic | savage | morbid | violent",
            lead="a chromatic [lead guitar] | an atonal [guitar] solo | a tremolo-picked [electric guitar]",
            harmony="down-tuned [rhythm guitars] | dissonant riffs from [rhythm guitars] "
            "| a buzzing [rhythm guitar] | churning [power chords]",
            bass="a distorted [bass guitar] | a gnarled [electric bass] | a rumbling [bass guitar]",
            beat="blast-beat [drums] | triggered [drums] | a savage [drum kit]",
        ),
        kind(
            "progressive metal piece",
            (92, 144),
            moods="intricate | brooding | cerebral | dramatic | angular | shifting",
            lead="a fluid [lead guitar] | a legato [electric guitar] | a wandering [synth lead] "
            "| a clean [guitar] melody",
            harmony="syncopated [seven-string guitars] | a layered [synth pad] | an odd-metre [rhythm guitar] riff "
            "| a dark [piano]",
            bass="a nimble [bass guitar] | a tapping [bass guitar] | a fretless [electric bass]",
            beat="polyrhythmic [drums] | precise [drums] | a technical [drum kit]",
        ),
    ),
)
