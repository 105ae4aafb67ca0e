"""Hip hop: beats that stand alone, from dusty loops to trap."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="hiphop",
    keys="A minor | C minor | D minor | E minor | F minor | G minor | C major | F major",
    sounds="with the crackle of vinyl | with a filtered loop that opens up | heavy in the low end "
    "| raw and dusty, like an old sampler | spacious and clean | with drops that leave the drums alone",
    kinds=(
        kind(
            "boom bap beat",
            (82, 98),
            moods="gritty | head-nodding | streetwise | nostalgic | hard-edged | moody",
            lead="a looped [piano] phrase | a chopped [soul horn] sample | a muted [trumpet] loop "
            "| a pitched [vibraphone] sample | a scratched [turntable] hook",
            harmony="dusty [strings] | a filtered [electric piano] | a looped [jazz guitar] | a warm [organ] stab",
            bass="a round [upright bass] loop | a filtered [bass] line | a thick [synth bass]",
            beat="swung [drums] with a cracking snare | a dusty [breakbeat] | a punchy [drum machine]",
        ),
        kind(
            "lo-fi hip hop beat",
            (66, 88),
            moods="sleepy | mellow | wistful | rainy | cosy | hazy | dreamy",
            lead="a detuned [piano] | a soft [jazz guitar] | a breathy [flute] sample | a gentle [music box] "
            "| a muffled [saxophone]",
            harmony="a wobbling [electric piano] | warm [synth pad] chords | a muted [nylon guitar] "
            "| slow chords on a [Rhodes]",
            bass="a mellow [sub bass] | a soft [bass guitar] | a sleepy [upright bass]",
            beat="lazy [drums] behind the beat | a softened [drum loop] | brushed [drums] with vinyl noise",
        ),
        kind(
            "trap beat",
            (128, 152),
            moods="menacing | icy | dark | triumphant | hypnotic | tense",
            lead="an eerie [bell synth] | a plucked [synth] melody | a haunting [flute] loop | a dark [piano] riff "
            "| a bold [synth brass] fanfare",
            harmony="a cold [synth pad] | tremolo [strings] | a ghostly [organ] | an arpeggiated [synthesizer]",
            bass="a booming [808 bass] | a gliding [sub bass] | a distorted [808 bass]",
            beat="rattling [hi-hats] over a sharp [snare] | a skittering [drum machine] | a sparse [808 drum machine]",
        ),
        kind(
            "G-funk groove",
            (86, 102),
            moods="laid-back | sun-drenched | smooth | slinky | breezy | cool",
            lead="a whining [synth lead] | a wah-wah [guitar] | a portamento [Moog] line | a silky [flute]",
            harmony="a mellow [electric piano] | warm [synth strings] | a clean [rhythm guitar] | a funky [clavinet]",
            bass="a rubbery [synth bass] | a deep [Moog bass] | a funky [bass guitar]",
            beat="crisp [drums] with [handclaps] | a slow-rolling [drum machine] | [drums] with a [tambourine]",
        ),
        kind(
            "jazzy hip hop beat",
            (80, 100),
            moods="smooth | bohemian | late-night | soulful | easy-going | smoky",
            lead="a muted [trumpet] | a looping [tenor saxophone] | a soft [vibraphone] | a nimble [jazz guitar] "
            "| a cool [flute]",
            harmony="jazzy [Rhodes] chords | a sampled [piano] trio | a mellow [Hammond organ] "
            "| a brushed [acoustic guitar]",
            bass="a walking [upright bass] | a plucked [double bass] sample | a warm [bass guitar]",
            beat="swinging [drums] | a loose [breakbeat] | brushed [drums] with a firm kick",
        ),
        kind(
            "cinematic hip hop beat",
            (72, 94),
            moods="epic | suspenseful | grim | mysterious | stately | ominous",
            lead="sampled [violins] | a lonely [piano] motif | a dramatic [horn] fanfare "
            "| an Eastern-tinged [sitar] | a plucked [harp]",
            harmony="brooding [cellos] | a dark [synth pad] | swelling [brass] chords | a creeping [organ]",
            bass="a heavy [sub bass] | a growling [synth bass] | a distorted [bass guitar]",
            beat="hard-hitting [drums] | a slow [breakbeat] | a booming [drum machine] with [timpani] hits",
        ),
    ),
)
