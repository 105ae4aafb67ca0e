"""Orchestral: the large orchestra as film and stage know it."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="orchestral",
    keys="D minor | C minor | E minor | G minor | C major | D major | E flat major | B flat major",
    sounds="recorded in a large hall | with a slow swell from soft to loud | broad and cinematic "
    "| with a sudden silence before the end | close to the strings, far from the brass | with a shining final chord",
    kinds=(
        kind(
            "heroic overture",
            (100, 142),
            moods="triumphant | noble | bold | majestic | stirring | proud",
            lead="fanfaring [trumpets] | a bold theme in the [French horns] | sweeping [violins] "
            "| a proud [trombone] section",
            harmony="surging [strings] | bright [woodwinds] | sustained [brass] chords | a rippling [harp]",
            bass="striding [cellos] | a weighty [tuba] | grinding [double basses]",
            beat="pounding [timpani] | a martial [snare drum] | crashing [cymbals] over a [bass drum]",
        ),
        kind(
            "suspense cue",
            (76, 124),
            moods="uneasy | ominous | eerie | nervous | shadowy | tense",
            lead="a creeping [bassoon] | a ghostly [celesta] | a lone [oboe] | stuttering [muted trumpets] "
            "| a cold [clarinet]",
            harmony="tremolo [strings] | clustered [violas] | whispering harmonics on the [violins] "
            "| a hollow [harp] ostinato",
            bass="growling [cellos] | a low [contrabassoon] | pizzicato [double basses]",
            beat="a heartbeat of [timpani] | a soft [bass drum] | scraped [tam-tams]",
        ),
        kind(
            "pastoral orchestral piece",
            (56, 88),
            moods="serene | dewy | gentle | sunlit | nostalgic | peaceful | radiant",
            lead="a rustic [oboe] | a bird-like [flute] | a mellow [English horn] | a tender solo [violin] "
            "| a distant [French horn]",
            harmony="divided [strings] | a flowing [harp] | soft [clarinets] | muted [violas]",
            bass="warm [cellos] | long notes in the [double basses] | a quiet pair of [bassoons]",
        ),
        kind(
            "orchestral waltz",
            (138, 180),
            moods="whirling | elegant | glittering | bittersweet | festive | dizzy",
            lead="gliding [violins] | a coquettish [clarinet] | a sweet pair of [flutes] | a warm [cello] section",
            harmony="off-beat [violas] | a sparkling [glockenspiel] | soft [French horns] | a strumming [harp]",
            bass="plucked [double basses] | a light [tuba] | a bowed [bass] section",
            beat="a brushed [snare drum] | a ringing [triangle] | soft [timpani] with a [triangle]",
        ),
        kind(
            "adventure cue",
            (122, 160),
            moods="daring | swashbuckling | breathless | exhilarating | restless | fearless",
            lead="leaping [French horns] | racing [violins] | a bright [piccolo] | brazen [trumpets]",
            harmony="churning [strings] | chattering [woodwinds] | a whirring [xylophone] | stabbing [trombones]",
            bass="driving [cellos] | a marching [tuba] | bounding [double basses]",
            beat="galloping [timpani] | a rattling [snare drum] | thundering [taiko drums]",
        ),
        kind(
            "elegy for orchestra",
            (46, 68),
            moods="sorrowful | solemn | aching | dignified | resigned | mournful",
            lead="a grieving solo [cello] | a plaintive [English horn] | ethereal [violins] | a muted [trumpet]",
            harmony="hymn-like [strings] | hushed [woodwinds] | a tolling [harp] | dark [violas]",
            bass="deep [double basses] | a low [bass clarinet] | sighing [cellos]",
        ),
        kind(
            "minimalist orchestral piece",
            (96, 138),
            moods="pulsing | hypnotic | luminous | patient | shimmering | insistent",
            lead="a slowly turning [piano] | overlapping [clarinets] | a high line for the [violins] | a clear [flute]",
            harmony="interlocking [marimbas] | repeating figures in the [violas] | layered [strings] "
            "| a [vibraphone] in even notes",
            bass="pulsing [cellos] | long tones of the [tuba] | throbbing [bassoons]",
        ),
    ),
)
