"""Reggae: the off-beat and the bass, from rocksteady to dub and dancehall."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="reggae",
    keys="A minor | D minor | E minor | G minor | C major | G major | F major",
    sounds="drenched in spring reverb | with tape echo on every other bar | warm and bass-heavy "
    "| recorded in a hot, small studio | with parts that drop out and come back | clean, roomy and unhurried",
    kinds=(
        kind(
            "roots reggae groove",
            (66, 84),
            moods="meditative | steadfast | earthy | proud | soulful | righteous",
            lead="a plaintive [melodica] | a bold [horn] section | a lilting [lead guitar] | a gentle [flute] "
            "| a mellow [trombone]",
            harmony="a bubbling [organ] | an off-beat [rhythm guitar] | a chopping [piano] | a percussive [clavinet]",
            bass="a heavy [bass guitar] | a melodic [bass guitar] | a rolling [electric bass]",
            beat="one-drop [drums] | a steppers beat on the [drum kit] | [drums] with [nyabinghi drums]",
        ),
        kind(
            "dub track",
            (64, 82),
            moods="hazy | cavernous | hypnotic | spacious | shadowy | trance-like",
            lead="an echoing [melodica] | a fragment of [trombone] | a fluttering [synthesizer] "
            "| a ghostly [saxophone]",
            harmony="a delayed [rhythm guitar] | a skanking [piano] drowned in echo | a swirling [organ] "
            "| distant [horns]",
            bass="an enormous [bass guitar] | a subterranean [bass guitar] | a throbbing [sub bass]",
            beat="[drums] with long reverb tails | a stripped [drum kit] | one-drop [drums] with a [shaker]",
        ),
        kind(
            "rocksteady tune",
            (76, 98),
            moods="sweet | easy-going | tender | sunny | romantic | gentle",
            lead="a clean [lead guitar] | a warm [tenor saxophone] | a mellow [trumpet] | a picked [muted guitar]",
            harmony="an off-beat [piano] | a soft [organ] | a skanking [rhythm guitar] | quiet [horns]",
            bass="a strolling [bass guitar] | a tuneful [electric bass] | a plump [upright bass]",
            beat="light [drums] with a rim click | a relaxed [drum kit] | one-drop [drums]",
        ),
        kind(
            "early reggae tune",
            (84, 108),
            moods="cheeky | bouncing | festive | raw | sprightly | rowdy",
            lead="a jolly [organ] | a honking [tenor saxophone] | a twanging [electric guitar] | a brassy [trombone]",
            harmony="a choppy [rhythm guitar] | a clanking [piano] | a scratching [banjo] | a stabbing [horn] section",
            bass="a bubbling [bass guitar] | a running [electric bass] | a thick [bass guitar]",
            beat="tight [drums] | shuffling [drums] with a [tambourine] | a clipped [drum kit]",
        ),
        kind(
            "lovers rock groove",
            (68, 88),
            moods="silky | affectionate | smooth | mellow | warm-hearted | late-night",
            lead="a soft [saxophone] | a clean [jazz guitar] | a glassy [synth lead] | a sweet [flute]",
            harmony="a lush [electric piano] | an off-beat [rhythm guitar] | soft [synth strings] | a gentle [organ]",
            bass="a smooth [bass guitar] | a rounded [synth bass] | a tuneful [electric bass]",
            beat="soft one-drop [drums] | a gentle [drum machine] | [drums] with [congas]",
        ),
        kind(
            "dancehall riddim",
            (86, 106),
            moods="bouncy | sharp | festive | mischievous | tough | minimal",
            lead="a stabbing [synth lead] | a cheap [digital keyboard] | a sampled [horn] blast "
            "| a plucked [synth] riff",
            harmony="off-beat [keyboard] chords | a staccato [organ] | a clipped [rhythm guitar] | a bright [piano]",
            bass="a digital [synth bass] | a heavy [sub bass] | a two-note [bass synthesizer]",
            beat="a syncopated [drum machine] | [electronic drums] with timbale fills "
            "| a hard [drum machine] with [handclaps]",
        ),
    ),
)
