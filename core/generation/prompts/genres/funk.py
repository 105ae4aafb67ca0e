"""Funk: everything on the one, the bass and the sixteenth notes in front."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="funk",
    keys="E minor | A minor | D minor | G minor | E major | A major | F major | B flat major",
    sounds="tight and dry | recorded live with a little grit | with breaks that stop on a dime "
    "| greasy, like an old single | with a long vamp on one chord | with every gap left open",
    kinds=(
        kind(
            "horn-driven funk track",
            (96, 120),
            moods="explosive | strutting | brassy | sweaty | cocky | exuberant",
            lead="a punchy [horn] section | a piercing [trumpet] | a gruff [baritone saxophone] | a rasping [trombone]",
            harmony="a scratching [rhythm guitar] | a stabbing [Hammond organ] | a percussive [clavinet] "
            "| a wah-wah [guitar]",
            bass="a syncopated [bass guitar] | a popping [slap bass] | a fat-toned [electric bass]",
            beat="tight [drums] full of ghost notes | a cracking [drum kit] | [drums] with [congas]",
        ),
        kind(
            "slow-burning funk groove",
            (74, 96),
            moods="greasy | simmering | sultry | lazy | smoky | deep",
            lead="a wah-wah [guitar] | a mellow [tenor saxophone] | a slinky [Moog] | a muted [trumpet]",
            harmony="a warm [Rhodes] | a quiet [organ] | a chicken-scratch [rhythm guitar] | a rubbery [clavinet]",
            bass="a thick [bass guitar] | a slow-rolling [electric bass] | a rubbery [synth bass]",
            beat="laid-back [drums] | a dry [drum kit] | [drums] with a rasping [guiro]",
        ),
        kind(
            "New Orleans funk tune",
            (88, 110),
            moods="rolling | celebratory | loose | earthy | cheeky | swampy",
            lead="a rolling [piano] | a tailgating [trombone] | a bright [trumpet] | a slippery [organ]",
            harmony="a clipped [rhythm guitar] | riffing [saxophones] | a chanking [banjo] "
            "| a bubbling [electric piano]",
            bass="a loping [bass guitar] | a strolling [sousaphone] | a wandering [electric bass]",
            beat="second-line [drums] | a parade [snare drum] with a [bass drum] | [drums] with a [cowbell]",
        ),
        kind(
            "jazz-funk track",
            (94, 118),
            moods="smooth | sophisticated | sunny | cool | silky | adventurous",
            lead="a fluent [alto saxophone] | a bright [flugelhorn] | a fluttering [flute] "
            "| an octave-playing [jazz guitar] | a sparkling [vibraphone]",
            harmony="a lush [Rhodes] | a crisp [rhythm guitar] | airy [string machine] chords | a funky [clavinet]",
            bass="a fluid [bass guitar] | a thumb-slapped [electric bass] | a round [Moog bass]",
            beat="crisp [drums] | a busy [drum kit] with [congas] | [drums] with light [shakers]",
        ),
        kind(
            "electro-funk track",
            (102, 122),
            moods="futuristic | bouncing | playful | slick | robotic | neon-lit",
            lead="a squelchy [synth lead] | a bending [Moog] line | a bright [synth brass] riff "
            "| a zapping [synthesizer]",
            harmony="a clean [rhythm guitar] | a stabbing [polysynth] | a bubbling [clavinet] "
            "| a glassy [electric piano]",
            bass="a bouncing [synth bass] | a popping [slap bass] | a growling [bass synthesizer]",
            beat="a snapping [drum machine] | [electronic drums] with [handclaps] | a tight [808 drum machine]",
        ),
        kind(
            "Afro-funk groove",
            (98, 128),
            moods="hypnotic | fiery | insistent | celebratory | propulsive | earthy",
            lead="a call from the [saxophones] | a keening [organ] | a bold [trumpet] | a pinging [electric guitar]",
            harmony="interlocking [tenor guitars] | a riffing [horn] section | a rippling [balafon] "
            "| a choppy [electric piano]",
            bass="a looping [bass guitar] | a stubborn [electric bass] | a springing [bass guitar]",
            beat="rolling [drums] with a [shekere] | polyrhythmic [drums] with [hand percussion] "
            "| [drums] with a pair of [congas]",
        ),
    ),
)
