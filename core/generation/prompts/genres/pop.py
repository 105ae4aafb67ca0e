"""Pop: synthesisers, pianos, guitars and beats made to be remembered."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="pop",
    keys="C major | G major | D major | A major | F major | A minor | E minor | F sharp minor",
    sounds="polished and radio-ready | with a hook that returns again and again | wide and bright "
    "| with a quiet bridge before the last refrain | warm and modern | with a gentle lift towards the end",
    kinds=(
        kind(
            "synth-pop track",
            (102, 130),
            moods="glossy | nostalgic | yearning | neon-bright | cool | dreamy",
            lead="a bright [synth lead] | a chiming [digital synthesizer] | a plucked [synth] hook "
            "| a bell-like [keyboard]",
            harmony="warm [synth pad] chords | an arpeggiated [polysynth] | a chorused [electric guitar] "
            "| shimmering [synth strings]",
            bass="a pulsing [synth bass] | an octave [bass synthesizer] | a rounded [analogue bass]",
            beat="a gated [drum machine] | [electronic drums] with big snares "
            "| a crisp [drum machine] with [handclaps]",
        ),
        kind(
            "piano pop ballad",
            (60, 86),
            moods="heartfelt | tender | hopeful | fragile | bittersweet | sincere",
            lead="an expressive [piano] | a soft [cello] | a simple [grand piano] melody | a quiet [violin]",
            harmony="swelling [strings] | a gentle [acoustic guitar] | an airy [synth pad] | a clean [electric guitar]",
            bass="a soft [bass guitar] | a deep [sub bass] | a simple [electric bass]",
            beat="restrained [drums] | a slow [drum machine] | [drums] that enter late",
        ),
        kind(
            "dance-pop track",
            (114, 130),
            moods="euphoric | carefree | sparkling | flirtatious | bold | energetic",
            lead="a catchy [synth lead] | a plucked [synth] riff | a bouncing [marimba] | a filtered [piano] riff",
            harmony="stabbing [polysynth] chords | a funky [rhythm guitar] | side-chained [synth pad] chords "
            "| bright [strings]",
            bass="a bouncy [synth bass] | a pumping [sub bass] | a groovy [bass guitar]",
            beat="four-on-the-floor [drums] | a punchy [drum machine] | [electronic drums] with [handclaps]",
        ),
        kind(
            "indie pop tune",
            (94, 136),
            moods="quirky | sunny | bittersweet | youthful | jangly | daydreaming",
            lead="a jangling [electric guitar] | a toy-like [glockenspiel] | a reedy [melodica] "
            "| a twinkling [keyboard] | a cheerful [trumpet]",
            harmony="a strummed [acoustic guitar] | a vintage [organ] | a chorused [rhythm guitar] | a plain [ukulele]",
            bass="a melodic [bass guitar] | a bouncing [bass guitar] | a muted [electric bass]",
            beat="snappy [drums] | a lo-fi [drum machine] | [drums] with a jingling [tambourine]",
        ),
        kind(
            "acoustic pop tune",
            (80, 118),
            moods="warm | easy-going | optimistic | gentle | homespun | tender",
            lead="a fingerpicked [acoustic guitar] | a mellow [clean guitar] | a sweet [violin] | a breathy [flute]",
            harmony="a soft [piano] | a light [ukulele] | a subtle [organ] | brushed [mandolin] chords",
            bass="a warm [bass guitar] | an [upright bass] | a soft [acoustic bass]",
            beat="a tapped [cajon] | light [drums] with brushes | [shakers] with soft [handclaps]",
        ),
        kind(
            "tropical pop track",
            (96, 112),
            moods="summery | breezy | cheerful | relaxed | sun-kissed | bright",
            lead="a pitched [pan flute] | a plucked [marimba] | a soft [steel pan] | a muted [trumpet]",
            harmony="a clean [electric guitar] | light [piano] chords | an airy [synth pad] | a strummed [ukulele]",
            bass="a deep [sub bass] | a soft [synth bass] | a round [bass guitar]",
            beat="a dembow [drum machine] | light [congas] with [shakers] | [electronic drums] with finger snaps",
        ),
    ),
)
