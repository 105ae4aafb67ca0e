"""Jazz: swing, bebop, ballads, bossa nova, waltzes, modal pieces and the hot club."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="jazz",
    keys="B flat major | F major | E flat major | C major | G minor | D minor | C minor | F minor",
    sounds="recorded live in a basement club | with solos passed around the band | intimate and close "
    "| with a studio warmth of long ago | with room for every cymbal | ending on an open chord",
    kinds=(
        kind(
            "swing tune",
            (120, 204),
            moods="easy-going | buoyant | sunny | witty | brassy | confident",
            lead="a warm [tenor saxophone] | a bright [trumpet] | a liquid [clarinet] | a mellow [flugelhorn] "
            "| a fluent [alto saxophone] | a growling [trombone]",
            harmony="a comping [piano] | a four-to-the-bar [archtop guitar] | a ringing [vibraphone] "
            "| a swinging [Hammond organ]",
            bass="a walking [upright bass] | a springy [double bass] | a steady [string bass]",
            beat="swinging [drums] | a dancing [ride cymbal] | [drums] with light brushes",
        ),
        kind(
            "jazz ballad",
            (52, 78),
            moods="tender | smoky | wistful | intimate | yearning | nocturnal | hushed",
            lead="a breathy [tenor saxophone] | a muted [trumpet] | a velvety [flugelhorn] | a soft [jazz guitar] "
            "| a sighing [alto saxophone] | a dark [bass clarinet]",
            harmony="a sparse [piano] | a glowing [vibraphone] | a soft [Rhodes] | quiet [strings]",
            bass="a deep [upright bass] | a resonant [double bass] | a slow [string bass]",
            beat="whispering [brushes] | softly brushed [drums] | a barely touched [cymbal]",
        ),
        kind(
            "bossa nova",
            (108, 146),
            moods="breezy | sun-warmed | gentle | languid | elegant | coastal",
            lead="a cool [tenor saxophone] | an airy [flute] | a light [piano] | a mellow [trombone] "
            "| a whispery [melodica]",
            harmony="a syncopated [nylon-string guitar] | a soft [electric piano] | a strummed [classical guitar] "
            "| a gentle [accordion]",
            bass="a dotted [upright bass] | a rounded [bass guitar] | a quiet [double bass]",
            beat="[drums] with a soft cross-stick | light [shakers] | a brushed [snare] with a [cabasa]",
        ),
        kind(
            "bebop number",
            (190, 240),
            moods="dazzling | frantic | razor-sharp | mercurial | fiery | breathless",
            lead="a darting [alto saxophone] | a quicksilver [trumpet] | a racing [tenor saxophone] "
            "| a cascading [clarinet] | a nimble [electric guitar]",
            harmony="a jabbing [piano] | a spare [archtop guitar] | a glancing [vibraphone]",
            bass="a sprinting [upright bass] | a fast-walking [double bass] | an unflagging [string bass]",
            beat="crackling [drums] | a driving [ride cymbal] | [drums] that drop sudden accents",
        ),
        kind(
            "jazz waltz",
            (108, 174),
            moods="lilting | reflective | airy | graceful | bittersweet | playful",
            lead="a floating [soprano saxophone] | a clear [flute] | a rounded [flugelhorn] "
            "| a glassy [jazz guitar] | a pure [harmonica]",
            harmony="a flowing [piano] | a shimmering [vibraphone] | a soft [organ] | a gentle [electric piano]",
            bass="a swaying [upright bass] | a broken-time [double bass] | a supple [string bass]",
            beat="feathered [drums] | [brushes] in waltz time | a loose [ride cymbal]",
        ),
        kind(
            "modal jazz piece",
            (92, 144),
            moods="spacious | searching | meditative | cool | mysterious | hypnotic",
            lead="a searching [tenor saxophone] | a lone [trumpet] | a keening [soprano saxophone] | a dusky [flute]",
            harmony="quartal [piano] chords | a hovering [Rhodes] | a suspended [vibraphone] "
            "| an ostinato on the [oud]",
            bass="a pedal-point [upright bass] | a circling [double bass] | a two-note [string bass]",
            beat="rolling [drums] | [mallets] on toms | [drums] with washing cymbals",
        ),
        kind(
            "hot club swing tune",
            (152, 228),
            moods="sparkling | romantic | jaunty | spirited | mischievous | debonair",
            lead="a virtuosic [violin] | a fast-picked [acoustic guitar] | a fluttering [clarinet] "
            "| a merry [accordion]",
            harmony="two chugging [rhythm guitars] | a percussive [manouche guitar] | a strummed [tenor banjo]",
            bass="a bouncing [upright bass] | a slapped [double bass] | a plucked [string bass]",
        ),
    ),
)
