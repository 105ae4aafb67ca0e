"""The fifty tags of each data set that a musicnn learned from, in the order of its outputs.

Facts of the files, checked by what the networks say of known recordings. Those of MTG-Jamendo are written here as one
reads them: "instrument---acousticguitar" is "acoustic guitar". They stand in the alphabetical order of their long
names, which is that of the outputs.
"""

MTAT_TAGS = (
    *("guitar", "classical", "slow", "techno", "strings", "drums", "electronic", "rock", "fast", "piano"),
    *("ambient", "beat", "violin", "vocal", "synth", "female", "indian", "opera", "male", "singing"),
    *("vocals", "no vocals", "harpsichord", "loud", "quiet", "flute", "woman", "male vocal", "no vocal", "pop"),
    *("soft", "sitar", "solo", "man", "classic", "choir", "voice", "new age", "dance", "male voice"),
    *("female vocal", "beats", "harp", "cello", "no voice", "weird", "country", "metal", "female voice", "choral"),
)

MSD_TAGS = (
    *("rock", "pop", "alternative", "indie", "electronic", "female vocalists", "dance", "00s", "alternative rock"),
    *("jazz", "beautiful", "metal", "chillout", "male vocalists", "classic rock", "soul", "indie rock", "Mellow"),
    *("electronica", "80s", "folk", "90s", "chill", "instrumental", "punk", "oldies", "blues", "hard rock"),
    *("ambient", "acoustic", "experimental", "female vocalist", "guitar", "Hip-Hop", "70s", "party", "country"),
    *("easy listening", "sexy", "catchy", "funk", "electro", "heavy metal", "Progressive rock", "60s", "rnb"),
    *("indie pop", "sad", "House", "happy"),
)

# genres, then instruments, then moods and themes
JAMENDO_TAGS = (
    *("alternative", "ambient", "atmospheric", "chillout", "classical", "dance", "downtempo", "easy listening"),
    *("electronic", "experimental", "folk", "funk", "hip hop", "house", "indie", "instrumental pop", "jazz"),
    *("lounge", "metal", "new age", "orchestral", "pop", "pop folk", "pop rock", "reggae", "rock", "soundtrack"),
    *("techno", "trance", "trip hop", "world"),
    *("acoustic guitar", "bass", "computer", "drum machine", "drums", "electric guitar", "electric piano", "guitar"),
    *("keyboard", "piano", "strings", "synthesizer", "violin", "voice"),
    *("emotional", "energetic", "film", "happy", "relaxing"),
)
