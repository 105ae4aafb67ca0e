"""Electronica: synthesisers and machines, from ambient to drum and bass."""

from core.generation.prompts.vocabulary import Vocabulary, kind

VOCABULARY = Vocabulary(
    genre="electronica",
    keys="A minor | C minor | D minor | F minor | G minor | F sharp minor | C major",
    sounds="with filters that open slowly | wide and deep in stereo | with a long breakdown and a return "
    "| crisp and minimal | with drifting field recordings | layered a little thicker every eight bars",
    kinds=(
        kind(
            "deep house track",
            (116, 126),
            moods="warm | soulful | hypnotic | late-night | smooth | submerged",
            lead="a filtered [electric piano] | a muted [saxophone] sample | a plucked [synth] | a jazzy [organ] riff",
            harmony="warm [synth pad] chords | dubby chord stabs from a [sampler] | soft [string machine] layers "
            "| a hazy [Rhodes]",
            bass="a rounded [sub bass] | a rolling [bass synthesizer] | a bouncing [analogue bass]",
            beat="a soft four-on-the-floor [drum machine] | a shuffling [909 drum machine] "
            "| a deep [kick drum] under crisp [hi-hats]",
        ),
        kind(
            "techno track",
            (124, 142),
            moods="relentless | mechanical | dark | driving | industrial | trance-like",
            lead="a squelching [acid synthesizer] | a metallic [synth] stab | a bleeping [modular synthesizer] "
            "| a siren-like [synth lead]",
            harmony="a cold [synth pad] | looping chord stabs from a [sampler] | droning [oscillators] "
            "| a granular [sampler] texture",
            bass="a rumbling [sub bass] | a throbbing [synth bass] | an offbeat [bass synthesizer]",
            beat="a pounding [kick drum] | a distorted [909 drum machine] "
            "| a stripped [drum machine] with open [hi-hats]",
        ),
        kind(
            "ambient piece",
            (56, 86),
            moods="weightless | glacial | serene | misty | contemplative | drifting | luminous",
            lead="a distant [piano] | a slow [bell synth] | a bowed [guitar] | a breathy [synth flute] "
            "| a shimmering [celesta]",
            harmony="evolving [synth pad] layers | granular [strings] | a glowing [synth] drone "
            "| washes of [tape loops]",
            bass="a barely audible [sub bass] | a slow [synth bass] | a soft low [organ] tone",
        ),
        kind(
            "downtempo track",
            (76, 104),
            moods="mellow | smoky | nocturnal | introspective | dusty | languid",
            lead="a muted [trumpet] sample | a soft [Rhodes] | a plucked [kalimba] | a gliding [synth lead] "
            "| a lone [flute]",
            harmony="hazy [strings] | a swelling [synth pad] | a delayed [electric guitar] | a detuned [polysynth]",
            bass="a dubby [bass guitar] | a deep [sub bass] | a warm [synth bass]",
            beat="a slow [breakbeat] | a dusty [drum loop] | a lazy [drum machine] with [shakers]",
        ),
        kind(
            "drum and bass track",
            (164, 178),
            moods="frenetic | liquid | futuristic | tense | soaring | dark",
            lead="a floating [synth lead] | a chopped [piano] riff | an airy [flute] loop | a stuttering [synth]",
            harmony="lush [synth pad] chords | orchestral [strings] | jazzy [Rhodes] chords | a cold [synth pad]",
            bass="a growling [reese bass] | a wobbling [bass synthesizer] | a rolling [sub bass]",
            beat="chopped [breakbeats] | a fast two-step [drum machine] | rattling [drums]",
        ),
        kind(
            "trance track",
            (130, 144),
            moods="euphoric | uplifting | cosmic | emotive | radiant | yearning",
            lead="a detuned [supersaw] | an arpeggiated [synth lead] | a plucked [trance synth] "
            "| a delicate [piano] theme",
            harmony="sweeping [synth pad] chords | gated [synth strings] "
            "| rising sweeps from a [modular synthesizer] | airy [strings]",
            bass="a galloping [synth bass] | an offbeat [bass synthesizer] | a rolling [analogue bass]",
            beat="a driving four-on-the-floor [kick drum] | a crisp [drum machine] with [claps] "
            "| rushing [hi-hats] over a [kick drum]",
        ),
        kind(
            "breakbeat track",
            (122, 140),
            moods="funky | gritty | cheeky | explosive | raw | bold",
            lead="a distorted [synth lead] | a scratched [turntable] | a chopped [guitar] sample "
            "| a squelchy [acid synthesizer]",
            harmony="a stabbing [organ] | filtered chord stabs from a [sampler] | a pulsing [polysynth] "
            "| sampled [horns]",
            bass="a fat [synth bass] | a fuzzy [bass guitar] | a snarling [bass synthesizer]",
            beat="syncopated [breakbeats] | a heavy [drum loop] | big [drums] with filtered fills",
        ),
    ),
)
