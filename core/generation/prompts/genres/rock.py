"""Rock: guitars in front, from surf to punk to the power ballad."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="rock",
    keys="E major | A major | D major | G major | E minor | A minor | B minor",
    sounds="loud and live in one room | with a big stereo spread of guitars | raw, like a rehearsal tape "
    "| with a long solo in the middle | warm, as if from an old console | building to a crashing finish",
    kinds=(
        kind(
            "classic rock track",
            (102, 138),
            moods="swaggering | anthemic | free-wheeling | sunny | confident | rousing",
            lead="a bluesy [lead guitar] | a soaring [lead guitar] solo | a slide-playing [electric guitar] "
            "| a wailing [saxophone]",
            harmony="a crunchy [rhythm guitar] | a churning [Hammond organ] | a pounding [piano] "
            "| a strummed [twelve-string guitar]",
            bass="a melodic [bass guitar] | a driving [bass guitar] | a solid [electric bass]",
            beat="roomy [drums] | a steady [drum kit] | [drums] with a [cowbell]",
        ),
        kind(
            "hard rock track",
            (112, 152),
            moods="aggressive | cocky | fiery | heavy | muscular | wild",
            lead="a screeching [lead guitar] | a distorted [electric guitar] riff | twin [lead guitars] "
            "| a wah-wah [guitar] solo",
            harmony="thick power chords from [rhythm guitars] | a riffing [rhythm guitar] | an overdriven [organ]",
            bass="a grinding [bass guitar] | a pumping [electric bass] | a locked-in [bass guitar]",
            beat="pounding [drums] | a hard-hitting [drum kit] | stomping [drums]",
        ),
        kind(
            "punk rock track",
            (154, 202),
            moods="snotty | frantic | rebellious | reckless | urgent | scrappy",
            lead="a buzzing [lead guitar] | a two-string [guitar] riff | a trebly [electric guitar] | a cheap [organ]",
            harmony="down-stroked power chords from [rhythm guitars] | a buzz-saw [rhythm guitar] "
            "| a thrashed [rhythm guitar]",
            bass="a picked [bass guitar] | a gritty [electric bass] | a racing [bass guitar]",
            beat="frantic [drums] | a bashing [drum kit] | breakneck [drums]",
        ),
        kind(
            "surf rock tune",
            (128, 176),
            moods="sun-bleached | reckless | cool | mysterious | salty | carefree",
            lead="a reverb-soaked [electric guitar] | a tremolo-picked [lead guitar] | a twangy [baritone guitar] "
            "| a honking [tenor saxophone]",
            harmony="a jangling [rhythm guitar] | a cheesy [combo organ] | a strummed [acoustic guitar]",
            bass="a bouncing [bass guitar] | a plucky [electric bass] | a muted [bass guitar]",
            beat="rolling [drums] | a splashing [drum kit] | galloping [drums] with tom fills",
        ),
        kind(
            "alternative rock track",
            (88, 132),
            moods="brooding | restless | cathartic | gloomy | dynamic | yearning",
            lead="a droning [lead guitar] | a fuzzy [electric guitar] | a dissonant [guitar] figure | a bowed [cello]",
            harmony="chorused [rhythm guitars] | a quiet-then-loud [rhythm guitar] | a hazy [synth pad] "
            "| layered [power chords]",
            bass="a distorted [bass guitar] | a lead-like [bass guitar] | a throbbing [electric bass]",
            beat="tom-heavy [drums] | a dry [drum kit] | crashing [drums]",
        ),
        kind(
            "rock power ballad",
            (60, 84),
            moods="yearning | dramatic | tender | soaring | heartbroken | grand",
            lead="a weeping [lead guitar] | a sustained [electric guitar] solo | a plaintive [piano] melody "
            "| a clean [guitar] arpeggio",
            harmony="swelling [strings] | ringing power chords from [rhythm guitars] | a strummed [acoustic guitar] "
            "| a church-like [organ]",
            bass="a sustained [bass guitar] | a warm [electric bass] | a simple [bass guitar]",
            beat="reverberant [drums] | a massive [drum kit] | [drums] that wait for the second half",
        ),
        kind(
            "southern rock jam",
            (90, 128),
            moods="dusty | rowdy | warm | rambling | good-natured | proud",
            lead="harmonised [lead guitars] | a gritty [slide guitar] | a boogie-playing [piano] "
            "| a whining [harmonica]",
            harmony="a rolling [organ] | a loose [rhythm guitar] | a picked [acoustic guitar] | a twangy [dobro]",
            bass="a rambling [bass guitar] | a steady [electric bass] | a walking [bass guitar]",
            beat="shuffling [drums] | a pair of [drum kits] | loose-limbed [drums]",
        ),
    ),
)
