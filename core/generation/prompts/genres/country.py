"""Country: honky-tonk, bluegrass, western swing, waltzes and the train beat."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="country",
    keys="G major | D major | C major | A major | E major | F major",
    sounds="recorded on a wooden porch | clean and bright, with short echoes | as if played in a roadhouse "
    "| with plenty of twang | warm and natural, without effects | with a simple turn at the end of each verse",
    kinds=(
        kind(
            "honky-tonk shuffle",
            (104, 142),
            moods="tearful | good-natured | boozy | jaunty | bittersweet | rowdy",
            lead="a crying [pedal steel guitar] | a twangy [electric guitar] | a sawing [fiddle] "
            "| a picked [baritone guitar]",
            harmony="a tinkling [honky-tonk piano] | a strummed [acoustic guitar] | a plain [upright piano] "
            "| a muted [rhythm guitar]",
            bass="a two-beat [upright bass] | a walking [electric bass] | a plain [bass guitar]",
            beat="shuffling [drums] | [brushes] on a snare | a soft [drum kit]",
        ),
        kind(
            "bluegrass breakdown",
            (128, 172),
            moods="breakneck | joyful | spirited | rustic | fiery | high-lonesome",
            lead="a rolling [banjo] | a racing [fiddle] | a flatpicked [acoustic guitar] | a sliding [dobro] "
            "| a frailed [five-string banjo]",
            harmony="a chopping [mandolin] | a boom-chick [rhythm guitar] | a bright [octave mandolin] "
            "| a jangling [autoharp]",
            bass="a slapped [upright bass] | a bouncing [double bass] | a steady [washtub bass]",
        ),
        kind(
            "country ballad",
            (58, 86),
            moods="heartfelt | tender | lonesome | homesick | gentle | regretful",
            lead="a weeping [pedal steel guitar] | a plaintive [harmonica] | a soft [fiddle] "
            "| a warm [electric guitar] | a slow [dobro]",
            harmony="a fingerpicked [acoustic guitar] | a quiet [piano] | soft [strings] | a humble [pump organ]",
            bass="a mellow [bass guitar] | a soft [upright bass] | a simple [electric bass]",
            beat="brushed [drums] | a gentle [drum kit] | [drums] with a cross-stick",
        ),
        kind(
            "train-beat country tune",
            (98, 130),
            moods="rolling | steadfast | dusty | determined | sunny | wide-open",
            lead="a twanging [baritone guitar] | a clean [electric guitar] | a rasping [harmonica] | a lively [fiddle]",
            harmony="a driving [acoustic guitar] | a palm-muted [rhythm guitar] | a bright [banjo] "
            "| a clanking [piano]",
            bass="an alternating [upright bass] | a plucked [bass guitar] | a thudding [electric bass]",
            beat="a rattling [snare drum] like a train | brushed [drums] | galloping [drums]",
        ),
        kind(
            "western swing number",
            (118, 164),
            moods="dapper | cheerful | dancing | carefree | sly | breezy",
            lead="twin [fiddles] | a gliding [lap steel guitar] | a jazzy [archtop guitar] | a warm [clarinet] "
            "| a muted [trumpet]",
            harmony="a stride [piano] | a four-to-the-bar [rhythm guitar] | a wheezing [accordion]",
            bass="a walking [upright bass] | a plump [double bass] | a swinging [bass guitar]",
            beat="swinging [drums] | a light [drum kit] | [brushes] on a snare",
        ),
        kind(
            "country waltz",
            (84, 118),
            moods="old-time | wistful | romantic | swaying | homely | fond",
            lead="a sweet [fiddle] | a trembling [mandolin] | a slow [lap steel guitar] | a gentle [harmonica]",
            harmony="an [acoustic guitar] in three | a parlour [piano] | a soft [accordion] | a strummed [autoharp]",
            bass="an [upright bass] on the first beat | a round [bass guitar] | a bowed [double bass]",
            beat="light [brushes] | a quiet [drum kit] | a tapped [tambourine]",
        ),
    ),
)
