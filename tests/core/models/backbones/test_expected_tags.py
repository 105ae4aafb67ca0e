"""What listeners must say of named recordings, written down and committed before any of them had heard one.

The tags follow from what a recording is known to be (its title, its players, its instrument), not from what a network
said of it: one of the named tags must be among the five surest, of the mean over the recording. A list of tags in
another order fails this check, as two tests show.
"""

# recording below the shared folder -> listener -> tags of which one must be among its five surest
EXPECTED: dict[str, dict[str, set[str]]] = {
    # a ragtime, solo piano
    "songs/442789__lena-orsa__happy-music-pistachio-ice-cream-ragtime.ogg": {
        "musicnn-mtat": {"piano"},
        "musicnn-jamendo": {"piano"},
        "musicnn-msd": {"jazz", "instrumental"},
        "vgg-msd": {"jazz", "instrumental"},
    },
    # Brahms by a string orchestra
    "songs/Hungarian_Dance_number_5_-_Allegro_in_F_sharp_minor_(string_orchestra).ogg": {
        "musicnn-mtat": {"strings", "violin"},
        "musicnn-jamendo": {"classical", "orchestral"},
        "musicnn-msd": {"instrumental"},
        "vgg-msd": {"instrumental"},
    },
    # a singer and songwriter with her guitar
    "songs/Karissa_Hobbs_-_Lets_Go_Fishin.ogg": {
        "musicnn-mtat": {"guitar"},
        "musicnn-jamendo": {"folk", "acoustic guitar", "guitar"},
        "musicnn-msd": {"folk", "female vocalists", "acoustic"},
        "vgg-msd": {"folk", "female vocalists", "acoustic"},
    },
    # jazz with a vibraphone, out of the author's jazz sampler
    "songs/Kevin_MacLeod_-_Vibe_Ace.hq.ogg": {
        "musicnn-jamendo": {"jazz"},
        "musicnn-msd": {"jazz"},
        "vgg-msd": {"jazz"},
    },
    # the drum and bass tracks of a song alone
    "songs/admiralbob77_-_Choice_-_Drum-bass.ogg": {
        "musicnn-mtat": {"drums", "beat"},
        "musicnn-jamendo": {"drums", "bass"},
    },
    # loops of a solo trumpet in the manner of jazz
    "songs/sorohanro_-_solo-trumpet-06.ogg": {
        "musicnn-jamendo": {"jazz"},
        "musicnn-msd": {"jazz"},
        "vgg-msd": {"jazz"},
    },
    # a Kyrie by a choir and an orchestra
    "emotify/audio/classical/classical_27.mp3": {
        "musicnn-mtat": {"choir", "choral", "opera"},
        "musicnn-jamendo": {"classical"},
    },
    # Bach on a solo violin
    "emotify/audio/classical/classical_74.mp3": {"musicnn-mtat": {"violin"}, "musicnn-jamendo": {"violin"}},
    # Schumann on the piano
    "emotify/audio/classical/classical_75.mp3": {
        "musicnn-mtat": {"piano"},
        "musicnn-jamendo": {"piano"},
        "musicnn-msd": {"instrumental"},
        "vgg-msd": {"instrumental"},
    },
    # Rameau on the harpsichord
    "emotify/audio/classical/classical_76.mp3": {"musicnn-mtat": {"harpsichord"}, "musicnn-jamendo": {"classical"}},
    # Bach on a plucked instrument
    "emotify/audio/classical/classical_87.mp3": {"musicnn-mtat": {"guitar"}, "musicnn-jamendo": {"classical"}},
    # a suite for the viola da gamba
    "emotify/audio/classical/classical_91.mp3": {"musicnn-mtat": {"cello", "violin", "strings"}},
    # a disc jockey's trance
    "emotify/audio/electronic/electronic_31.mp3": {
        "musicnn-mtat": {"techno", "electronic"},
        "musicnn-jamendo": {"electronic", "trance", "techno"},
        "musicnn-msd": {"electronic", "electronica", "dance"},
        "vgg-msd": {"electronic", "electronica", "dance"},
    },
    # a mix for the dance floor
    "emotify/audio/electronic/electronic_83.mp3": {
        "musicnn-mtat": {"techno", "electronic"},
        "musicnn-jamendo": {"electronic", "trance", "techno"},
        "musicnn-msd": {"electronic", "electronica", "dance"},
        "vgg-msd": {"electronic", "electronica", "dance"},
    },
    # ambient, says its own tag
    "emotify/audio/electronic/electronic_5.mp3": {
        "musicnn-mtat": {"ambient", "electronic"},
        "musicnn-jamendo": {"chillout", "ambient", "downtempo", "electronic"},
        "musicnn-msd": {"chillout", "electronic", "ambient"},
        "vgg-msd": {"chillout", "electronic", "ambient"},
    },
    # hard rock, says its own tag
    "emotify/audio/rock/rock_29.mp3": {
        "musicnn-mtat": {"rock"},
        "musicnn-jamendo": {"rock"},
        "musicnn-msd": {"rock"},
        "vgg-msd": {"rock"},
    },
    # alternative rock with a woman's voice
    "emotify/audio/rock/rock_77.mp3": {
        "musicnn-jamendo": {"rock", "pop rock", "pop"},
        "musicnn-msd": {"rock", "female vocalists"},
        "vgg-msd": {"rock", "female vocalists"},
    },
}
