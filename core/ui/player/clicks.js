/* A click on every beat, in time with a sound that runs: also after a jump, at another speed and in a loop. */

const STEP_MS = 40;
const AHEAD_S = 0.25; // of the audio clock; short, for what is ahead may be skipped
const AHEAD_UNSEEN_S = 1.5; // a page in the background is woken once a second
const LATE_S = 0.03; // a beat that has just passed is not left out
const CLICK_HZ = 1800;
const CLICK_S = 0.03;
const CLICK_LOUDNESS = 0.5;

class Clicks {
  constructor() {
    this.times_s = [];
    this.audio = null;
    this.coming = []; // nodes of clicks that wait for their moment
    this.next = null; // place of the next beat to click on; null after a jump
  }

  /* Follow a sound that runs, or none. */
  follow(audio) {
    if (audio === this.audio) return;
    this.audio = audio;
    this.following?.abort();
    clearInterval(this.timer);
    this.hush();
    if (!audio) return;
    this.following = new AbortController();
    const { signal } = this.following;
    for (const name of ["seeking", "ratechange", "emptied"]) audio.addEventListener(name, () => this.hush(), { signal });
    for (const name of ["seeked", "playing"]) audio.addEventListener(name, () => this.schedule(), { signal });
    this.timer = setInterval(() => this.schedule(), STEP_MS);
    this.schedule();
  }

  /* Take back what has not sounded yet. */
  hush() {
    for (const node of this.coming) node.disconnect();
    this.coming = [];
    this.next = null;
  }

  schedule() {
    const { currentTime, playbackRate, seeking } = this.audio;
    if (seeking || audioContext?.state !== "running") return;
    const now_s = audioContext.currentTime;
    const until_s = currentTime + playbackRate * (document.hidden ? AHEAD_UNSEEN_S : AHEAD_S);
    this.next ??= this.times_s.filter((time_s) => time_s < currentTime - LATE_S).length;
    for (; this.times_s[this.next] <= until_s; this.next += 1) {
      if (this.times_s[this.next] < currentTime - LATE_S) continue; // the page was busy when its turn came
      this.clickAt(now_s + Math.max(0, this.times_s[this.next] - currentTime) / playbackRate);
    }
  }

  clickAt(when_s) {
    const node = audioContext.createBufferSource();
    node.buffer = clickSound();
    node.connect(audioContext.destination);
    node.addEventListener("ended", () => {
      this.coming = this.coming.filter((other) => other !== node);
    });
    node.start(when_s);
    this.coming.push(node);
  }
}

let madeClick = null;

function clickSound() {
  if (madeClick) return madeClick;
  const { sampleRate } = audioContext;
  madeClick = audioContext.createBuffer(1, Math.round(CLICK_S * sampleRate), sampleRate);
  const samples = madeClick.getChannelData(0);
  for (let at = 0; at < samples.length; at += 1) {
    const fade = Math.exp((-6 * at) / samples.length);
    samples[at] = CLICK_LOUDNESS * fade * Math.sin((2 * Math.PI * CLICK_HZ * at) / sampleRate);
  }
  return madeClick;
}
