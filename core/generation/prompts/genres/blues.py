"""Blues: from a slide guitar on a porch to a horn section that jumps."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="blues",
    keys="E major | A major | G major | C major | B flat major | A minor | D minor | E minor",
    sounds="recorded live in a small bar | with the warmth of an old tape machine | dry and close to the microphone "
    "| with a touch of spring reverb | loose and full of air between the phrases "
    "| with a turnaround closing every twelve bars",
    kinds=(
        kind(
            "slow blues",
            (56, 76),
            moods="smoky | aching | brooding | late-night | sorrowful | tender | world-weary",
            lead="a crying [electric guitar] | a mournful [harmonica] | a breathy [tenor saxophone] "
            "| a biting [slide guitar] | a muted [trumpet]",
            harmony="a simmering [Hammond organ] | a sparse [piano] | a quiet [electric piano] "
            "| a tremolo [rhythm guitar] | softly held [horns]",
            bass="a deep [upright bass] | a round [bass guitar] | an unhurried [upright bass]",
            beat="brushed [drums] | [drums] in slow triplets | a hushed [drum kit]",
        ),
        kind(
            "Chicago shuffle",
            (96, 132),
            moods="gritty | swaggering | rowdy | sly | confident | earthy",
            lead="an amplified [harmonica] | a stinging [electric guitar] | a growling [tenor saxophone] "
            "| a raw [slide guitar]",
            harmony="a barrelhouse [piano] | a chugging [rhythm guitar] | a swirling [organ] "
            "| a riffing [horn] section",
            bass="a walking [upright bass] | a thumping [bass guitar] | a boogie line on the [bass guitar]",
            beat="shuffling [drums] | a swinging [drum kit] | [drums] with a heavy backbeat",
        ),
        kind(
            "Delta blues",
            (66, 112),
            moods="lonesome | raw | haunted | dusty | stark | restless | weathered",
            lead="a bottleneck [slide guitar] | a metal-bodied [resonator guitar] "
            "| a fingerpicked [acoustic guitar] | an open-tuned [twelve-string guitar] "
            "| a battered [parlour guitar]",
            harmony="a wailing [harmonica] | a stamping foot | a droning low string | a scraped [washboard] "
            "| a thumb that never stops on the bass strings | a lonely [mandolin]",
        ),
        kind(
            "boogie-woogie",
            (126, 168),
            moods="rollicking | joyful | tireless | playful | rowdy | lively",
            lead="a rolling [piano] | a two-fisted [upright piano] | a bright [honky-tonk piano]",
            harmony="a clipped [rhythm guitar] | short stabs from [saxophones] | a chopping [acoustic guitar] "
            "| a riffing [clarinet]",
            bass="a striding [upright bass] | a bouncing [double bass] | a nimble [bass guitar]",
            beat="swinging [drums] | a crisp [snare drum] | [brushes] on a snare",
        ),
        kind(
            "jump blues",
            (134, 176),
            moods="jubilant | cheeky | brassy | exuberant | jaunty | hot",
            lead="a honking [tenor saxophone] | a bright [trumpet] | a jazzy [electric guitar] "
            "| a squealing [alto saxophone] | a sliding [trombone]",
            harmony="a pounding [piano] | a punchy [brass] section | riffing [baritone saxophones] "
            "| a stabbing [organ]",
            bass="a walking [upright bass] | a slapped [double bass] | a driving [upright bass]",
            beat="swinging [drums] | a hard-hitting [drum kit] | [drums] with a clap on every backbeat",
        ),
        kind(
            "blues rock jam",
            (82, 126),
            moods="fiery | heavy | searing | stubborn | sun-baked | defiant",
            lead="an overdriven [lead guitar] | a wah-wah [electric guitar] | a howling [slide guitar] "
            "| a distorted [harmonica]",
            harmony="a crunchy [rhythm guitar] | a rotary-speaker [Hammond organ] | a jangling [piano]",
            bass="a fat [bass guitar] | a growling [electric bass] | a riffing [bass guitar]",
            beat="hard-driving [drums] | a roomy [drum kit] | [drums] with open cymbals",
        ),
    ),
)
