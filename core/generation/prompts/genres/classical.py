"""Classical: chamber music, piano, the baroque concerto and the symphony."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="classical",
    keys="C major | G major | D major | F major | B flat major | E flat major | A minor | D minor | G minor | C minor",
    sounds="recorded in a resonant hall | in the dry acoustic of a small salon "
    "| with long phrases and clear dynamics | ending on a quiet cadence | with careful crescendos "
    "| under the vault of a stone church",
    kinds=(
        kind(
            "string quartet movement",
            (66, 132),
            moods="graceful | earnest | conversational | pensive | sprightly | noble | restless",
            lead="an expressive [first violin] | a silver-toned [violin] | a soaring [violin] "
            "| a light-footed [violin]",
            harmony="a murmuring [second violin] with a [viola] | a warm [viola] "
            "| gently repeated chords on the [viola] | a [viola] in running thirds",
            bass="a sonorous [cello] | a plucked [cello] | a long-bowed [violoncello]",
        ),
        kind(
            "baroque concerto movement",
            (80, 126),
            moods="bright | ornate | stately | brisk | ceremonial | vivacious",
            lead="a nimble [violin] | a bright [flute] | a pair of [oboes] | a piping [recorder] "
            "| a clarion [baroque trumpet] | a dancing [bassoon]",
            harmony="a small band of [strings] | bustling [inner strings] | a delicate [lute] "
            "| a terraced [string] orchestra",
            bass="a rattling [harpsichord] with a [cello] | a steady [basso continuo] "
            "| a chamber [organ] with a [viola da gamba]",
        ),
        kind(
            "piano nocturne",
            (52, 84),
            moods="dreamy | wistful | moonlit | tender | melancholy | serene | nostalgic",
            lead="a warm [grand piano] | a soft-pedalled [piano] | a mellow [fortepiano] "
            "| a glowing [concert grand] | a felted [upright piano]",
            harmony="slow broken chords in the left hand | rolling arpeggios | a rocking accompaniment in thirds "
            "| wide-spread bass notes | gently pulsing chords | a quiet inner melody",
        ),
        kind(
            "sonata",
            (60, 138),
            moods="elegant | passionate | introspective | playful | solemn | impetuous",
            lead="a rich [cello] | an ardent [violin] | a reedy [clarinet] | a silvery [flute] | a plaintive [oboe] "
            "| a noble [French horn] | a dusky [viola]",
            harmony="a flowing [piano] | a crisp [fortepiano] | a sparkling [harpsichord] "
            "| full chords on a [grand piano] | rippling figures on the [piano]",
        ),
        kind(
            "symphonic allegro",
            (112, 156),
            moods="spirited | heroic | turbulent | triumphant | festive | urgent",
            lead="unison [violins] | a proud [French horn] | a chirping pair of [flutes] | a bold [trumpet] "
            "| an agile [clarinet] | a questioning [oboe]",
            harmony="full [strings] in tremolo | sustained [woodwinds] | a solemn row of [trombones] "
            "| busy inner lines for the [violas]",
            bass="surging [cellos] | grumbling [bassoons] | striding [double basses]",
            beat="thundering [timpani] | rolling [kettledrums] | a ceremonial [bass drum]",
        ),
        kind(
            "wind serenade",
            (72, 120),
            moods="genial | pastoral | mellow | carefree | courtly | witty",
            lead="a liquid [clarinet] | a sweet-toned [oboe] | an airy [flute] | a lilting [piccolo]",
            harmony="a pair of [French horns] | a dark [basset horn] | chattering [cors anglais] "
            "| a supple [alto clarinet]",
            bass="a droll [bassoon] | a plucked [double bass] | a velvety [contrabassoon]",
        ),
    ),
)
