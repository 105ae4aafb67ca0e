/* From an <audio> to the loudspeakers, where its own volume is not enough: louder, or mixed from two parts. */

const RAMP_S = 0.02; // a gain that jumps would crackle
const taps = new WeakMap(); // <audio> -> its Tap; an element can be tapped only once in its life
let audioContext = null;

/* Browsers let it run once the visitor has done something on the page. */
function startAudio() {
  audioContext ??= new AudioContext();
  return audioContext.resume();
}

/* The context runs first: one that stays suspended would make the element mute. */
async function tapped(audio) {
  await startAudio();
  if (!taps.has(audio)) taps.set(audio, new Tap(audio));
  return taps.get(audio);
}

class Tap {
  constructor(audio) {
    this.source = audioContext.createMediaElementSource(audio);
    this.loudness = audioContext.createGain();
    this.source.connect(this.loudness).connect(audioContext.destination);
    this.parts = null;
  }

  /* The left channel holds one part of the sound and the right one the other: each gets a gain, both ears the sum. */
  mix(shares) {
    this.parts ??= this.split();
    const now_s = audioContext.currentTime;
    this.parts.forEach(({ gain }, part) => {
      gain.cancelScheduledValues(now_s);
      gain.setValueAtTime(gain.value, now_s);
      gain.linearRampToValueAtTime(shares[part], now_s + RAMP_S);
    });
  }

  split() {
    const splitter = audioContext.createChannelSplitter(2);
    this.source.disconnect();
    this.source.connect(splitter);
    return [0, 1].map((channel) => {
      const part = audioContext.createGain();
      splitter.connect(part, channel);
      part.connect(this.loudness);
      return part;
    });
  }

  /* An element that holds an ordinary sound again. */
  join() {
    if (!this.parts) return;
    this.source.disconnect();
    this.source.connect(this.loudness);
    for (const part of this.parts) part.disconnect();
    this.parts = null;
  }
}
