"""Disco: four on the floor with strings and horns, and what synthesisers made of it."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="disco",
    keys="A minor | E minor | D minor | C minor | G minor | F major | C major | B flat major",
    sounds="mixed for a crowded dance floor | with a long breakdown in the middle | glossy and wide in stereo "
    "| with a warm analogue sheen | building step by step | under a glitter of mirror-ball echoes",
    kinds=(
        kind(
            "orchestral disco track",
            (110, 126),
            moods="lush | glamorous | euphoric | sweeping | elegant | sparkling",
            lead="soaring [strings] | a silky [flute] | a bright [trumpet] section | a velvety [alto saxophone] "
            "| swirling [violins]",
            harmony="a chopped [rhythm guitar] | a bright [electric piano] | a rippling [harp] | a stabbing [piano]",
            bass="an octave-jumping [bass guitar] | a fluid [electric bass] | a bouncing [bass guitar]",
            beat="four-on-the-floor [drums] | [drums] with open hi-hats | a steady [drum kit] with [congas]",
        ),
        kind(
            "funky disco track",
            (106, 122),
            moods="strutting | sassy | sweaty | irresistible | playful | confident",
            lead="a punchy [horn] section | a wah-wah [guitar] | a squelching [synthesizer] | a breathy [saxophone]",
            harmony="a scratching [rhythm guitar] | a percussive [clavinet] | a bubbling [electric piano] "
            "| a funky [organ]",
            bass="a popping [slap bass] | a syncopated [bass guitar] | a rubbery [electric bass]",
            beat="four-on-the-floor [drums] | tight [drums] with [handclaps] | a dry [drum kit] with a [cowbell]",
        ),
        kind(
            "space disco track",
            (108, 122),
            moods="cosmic | weightless | hypnotic | starry | dreamlike | futuristic",
            lead="a gliding [synth lead] | a bleeping [analogue synthesizer] | a phased [electric guitar] "
            "| a whistling [theremin]",
            harmony="airy [string machine] chords | a shimmering [synth pad] | a phasing [electric piano] "
            "| slow arpeggios on a [polysynth]",
            bass="a pulsing [synth bass] | a sequenced [bass synthesizer] | an octave-hopping [Moog bass]",
            beat="four-on-the-floor [drums] | a motorik [drum machine] | [drums] with zapping [electronic toms]",
        ),
        kind(
            "Italo disco track",
            (112, 130),
            moods="neon-lit | romantic | bittersweet | cool | driving | nostalgic",
            lead="a bright [synth lead] | a plucked [digital synthesizer] | a chiming [bell synth] "
            "| a bold [synth brass] hook",
            harmony="a glassy [electric piano] | warm [synth strings] | a stabbing [polysynth] | a wistful [synth pad]",
            bass="a galloping [synth bass] | an arpeggiated [bass synthesizer] | a thick [analogue bass]",
            beat="a crisp [drum machine] | [electronic drums] with gated snares "
            "| a four-square [drum machine] with [handclaps]",
        ),
        kind(
            "disco boogie",
            (102, 116),
            moods="mellow | smooth | sunlit | feel-good | relaxed | warm",
            lead="a squelchy [synth lead] | a clean [lead guitar] | a mellow [saxophone] | a bouncing [vibraphone]",
            harmony="a soft [electric piano] | a muted [rhythm guitar] | a bright [clavinet] "
            "| jazzy chords on a [polysynth]",
            bass="a rolling [synth bass] | a thumbed [bass guitar] | a fat [Moog bass]",
            beat="laid-back [drums] | a snapping [drum machine] | [drums] with crisp [handclaps]",
        ),
    ),
)
