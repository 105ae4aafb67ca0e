/* The <audio> of one player: found, driven, evened in loudness, and alone in making sound. */

const LOUDEST_VOLUME = 1; // an element's own; factors above it need Web Audio
const LATELY_MS = 1000;
const PATIENCE_MS = 20000; // who has asked for a sound waits for it to load; after that it waits for another press
const FURTHEST_OFF_S = 0.25;
const MOST_ATTEMPTS = 3;
const owners = new WeakMap(); // <audio> -> the Sound that drives it now; one that was replaced lets go of it

const TROUBLE = {
  2: "The sound could not be loaded. Check the connection, then reload the page.",
  3: "The browser gave up decoding this recording; as mp3 or wav it would play.",
  4: "This browser cannot play the recording's format; as mp3 or wav it would play.",
};

/* One sound at a time on the whole page, whoever starts it. */
function hushOthers(event) {
  for (const other of document.querySelectorAll("audio, video")) {
    if (other !== event.target && !other.muted) other.pause();
  }
}

function setLoudness(audio, gain_db) {
  const factor = 10 ** (gain_db / 20);
  if (factor <= LOUDEST_VOLUME && !taps.has(audio)) {
    audio.volume = factor;
    if (Math.abs(audio.volume - factor) < 0.01) return; // phones may keep the volume to themselves
  }
  boost(audio, factor);
}

async function boost(audio, factor) {
  const tap = await tapped(audio);
  audio.volume = 1;
  tap.loudness.gain.value = factor;
}

class Sound {
  /* `box` is the part of the page that holds the player and, once it has the class `boxClass`, its own <audio>.
     `onChange` is called whenever something that the picture shows may have changed. */
  constructor(box, onChange) {
    this.box = box;
    this.boxClass = null;
    this.onChange = onChange;
    this.audio = null;
    this.wanted_s = null; // where to go, until the browser has gone there
    this.sent_s = null;
    this.attempts = 0;
    this.last_s = 0; // where the sound was last
    this.source = ""; // what was loaded then; empty until something is
    this.heardAt = -Infinity; // milliseconds, as the next one
    this.carryOnUntil = 0;
    this.rate = 1;
    this.gain_db = 0;
    this.end_s = Infinity;
    this.shares = null; // of the left and of the right channel, where these are two parts of one sound
    this.trouble = ""; // words for the visitor; while there are some, nothing can be played
    this.plea = ""; // words for the visitor; playing may be tried again
    this.watcher = new MutationObserver(() => this.attach());
    this.watcher.observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
  }

  /* While a script runs, Streamlit's page is a patchwork: the <audio> may come after the player, another one may take
     its place, and for a moment a player may sit in the box of its neighbour. */
  attach() {
    const audio = this.box.classList.contains(this.boxClass) ? this.box.querySelector("audio") : null;
    // A player that is about to go may have taken it from this one in between.
    const isMine = !audio || owners.get(audio) === this;
    if (audio === this.audio && isMine) return;
    const heard = this.heardLately;
    this.detach();
    this.audio = audio;
    if (!audio) return;
    owners.set(audio, this);
    hideFromView(audio);
    this.listen(audio);
    if (heard) this.carryOn();
    if (audio.error) this.fail();
    else if (audio.readyState > 0) this.prepare();
  }

  listen(audio) {
    this.listening = new AbortController();
    const on = (names, act) => {
      for (const name of names.split(" ")) audio.addEventListener(name, act, { signal: this.listening.signal });
    };
    on("play ended timeupdate durationchange", () => this.onChange());
    on("play", () => this.mix());
    // It has come: what is loaded in its place plays on, what comes later does not.
    on("playing", () => (this.carryOnUntil = Math.min(this.carryOnUntil, performance.now() + LATELY_MS)));
    on("pause", () => this.paused());
    on("seeked", () => this.arrived());
    on("emptied", () => this.emptied());
    on("loadedmetadata", () => this.prepare());
    on("error", () => this.fail());
  }

  detach() {
    this.listening?.abort();
    if (owners.get(this.audio) === this) {
      this.audio.pause();
      showAgain(this.audio);
      owners.delete(this.audio);
    }
    this.audio = null;
    this.source = "";
  }

  dispose() {
    this.watcher.disconnect();
    this.detach();
  }

  /* A source has been loaded; Streamlit may do that under a song that is already on its way. */
  prepare() {
    this.trouble = "";
    this.source = this.audio.currentSrc;
    this.wanted_s ??= this.last_s;
    this.attempts = 0;
    this.setRate(this.rate);
    this.go();
    if (performance.now() < this.carryOnUntil) this.play();
    this.onChange();
  }

  emptied() {
    this.source = "";
    this.trouble = "";
    if (this.heardLately) this.carryOnUntil = performance.now() + LATELY_MS;
    this.onChange();
  }

  fail() {
    this.trouble = TROUBLE[this.audio.error?.code] ?? TROUBLE[4];
    this.onChange();
  }

  get playing() {
    const playing = Boolean(this.audio) && !this.audio.paused && !this.audio.ended;
    if (playing) this.heardAt = performance.now();
    return playing;
  }

  /* Also true just after Streamlit took the <audio> away, which pauses it. */
  get heardLately() {
    return performance.now() - this.heardAt < LATELY_MS;
  }

  paused() {
    if (this.audio.isConnected) this.heardAt = -Infinity;
    this.onChange();
  }

  get ended() {
    return Boolean(this.audio?.ended);
  }

  /* The last moment that can be reached: what was predicted, or what there is to play. */
  get reach_s() {
    const duration_s = this.audio?.duration;
    return Number.isFinite(duration_s) ? Math.min(this.end_s, duration_s) : this.end_s;
  }

  get position_s() {
    if (this.source && this.audio.currentSrc === this.source && this.audio.readyState > 0) this.last_s = this.audio.currentTime;
    return Math.min(this.wanted_s ?? this.last_s, this.end_s);
  }

  async play() {
    if (!this.audio || this.trouble) return;
    if (this.position_s >= this.reach_s - 0.05) this.seek(0);
    this.plea = "";
    if (this.shares) await this.mix(); // else one part would be heard left and the other right, for a moment
    setLoudness(this.audio, this.gain_db);
    try {
      await this.audio.play();
    } catch (error) {
      // AbortError: paused, or another song came, before the first sound. NotSupportedError: `fail` has words for it.
      if (error.name === "NotAllowedError") this.plea = "The browser held the sound back. Press play once more.";
      else if (error.name !== "AbortError" && error.name !== "NotSupportedError") throw error;
      this.onChange();
    }
  }

  /* Hear the parts in these shares, or, with null, the sound as it is. */
  setShares(shares) {
    this.shares = shares;
    if (this.audio && (taps.has(this.audio) || this.playing)) this.mix();
  }

  async mix() {
    const { audio } = this;
    if (!this.shares) return taps.get(audio)?.join();
    const tap = await tapped(audio);
    return this.shares ? tap.mix(this.shares) : tap.join();
  }

  pause() {
    this.carryOnUntil = 0;
    this.heardAt = -Infinity;
    this.audio?.pause();
  }

  /* The page changed under a song that was playing: now, or as soon as there is something to play. */
  carryOn(patience_ms = LATELY_MS) {
    this.carryOnUntil = performance.now() + patience_ms;
    this.play();
  }

  /* Whether it runs or would, were it loaded. */
  get isWanted() {
    return this.heardLately || performance.now() < this.carryOnUntil;
  }

  seek(seconds) {
    this.wanted_s = Math.max(0, Math.min(seconds, this.end_s));
    this.attempts = 0;
    this.go();
    this.onChange();
  }

  /* One seek at a time: a finger that drags asks for more places than a browser can reach. */
  go() {
    if (this.wanted_s === null || !this.audio || this.audio.readyState === 0 || this.audio.seeking) return;
    this.sent_s = this.wanted_s;
    this.audio.currentTime = this.wanted_s;
  }

  /* Streamlit's own player goes back to the start of each new source, and may do so after this one has gone on. */
  arrived() {
    const astray = this.sent_s !== null && Math.abs(this.audio.currentTime - this.sent_s) > FURTHEST_OFF_S;
    if (this.sent_s === this.wanted_s && !(astray && this.attempts < MOST_ATTEMPTS)) this.wanted_s = null;
    this.attempts += 1;
    this.go();
    this.onChange();
  }

  setRate(rate) {
    this.rate = rate;
    if (!this.audio) return;
    this.audio.preservesPitch = true;
    this.audio.defaultPlaybackRate = rate; // a new source starts with the default
    this.audio.playbackRate = rate;
  }
}

/* The player's own controls replace the browser's; a screen reader shall not meet both. */
function hideFromView(audio) {
  const box = audio.closest('[data-testid="stElementContainer"]') ?? audio;
  box.style.cssText += "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);";
  audio.tabIndex = -1;
  audio.setAttribute("aria-hidden", "true");
}

function showAgain(audio) {
  const box = audio.closest('[data-testid="stElementContainer"]') ?? audio;
  for (const name of ["position", "width", "height", "overflow", "clip-path"]) box.style.removeProperty(name);
  audio.removeAttribute("tabindex");
  audio.removeAttribute("aria-hidden");
}
