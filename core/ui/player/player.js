/* The whole player: joins sound, loop, timeline, mixer and keys. Streamlit calls the default export at every change of data. */

const SPEEDS = [0.5, 0.75, 0.9, 1, 1.1, 1.25];
const AS_IT_IS = { blend: 0, clicks: false };
const places = new Map(); // key of a player that has left the page -> where it stood
const obeyed = new Map(); // key of a player -> the last call to play that it has followed

class Player {
  constructor(root, host) {
    this.root = root;
    this.host = host;
    this.usedAt = 0;
    this.running = false; // whether the sound ran when it was last looked at
    this.part = (name) => root.querySelector(name);
    this.life = new AbortController();
    this.loop = new Loop();
    this.timeline = new Timeline(root, {
      onSeek: (seconds) => this.act("seek", seconds),
      onPick: (cell) => this.pick(cell),
      signal: this.life.signal,
    });
    this.mixer = new Mixer(root, {
      onBlend: (blend) => this.act("blend", blend),
      onClicks: (on) => this.act("clicks", on),
      signal: this.life.signal,
    });
    this.clicks = new Clicks();
    this.asked = { ...AS_IT_IS };
    this.fillSpeeds();
    this.listen();
    listenFor(this);
  }

  fillSpeeds() {
    const options = SPEEDS.map((rate) => {
      const option = made("option", "", `${rate}×`);
      option.value = rate;
      return option;
    });
    this.part(".speed").replaceChildren(...options);
  }

  listen() {
    const on = (name, event, act) => this.part(name).addEventListener(event, act, { signal: this.life.signal });
    on(".play", "click", () => this.act("toggle"));
    on(".speed", "change", (event) => this.sound.setRate(Number(event.target.value)));
    on(".set-a", "click", () => this.act("loop", "a"));
    on(".set-b", "click", () => this.act("loop", "b"));
    on(".clear", "click", () => this.act("unloop"));
    on(".keys", "click", () => this.toggleKeys());
  }

  /* New data: the same song keeps its position, its speed and its loop; another one starts anew. */
  update(data, send) {
    const isNew = data.song !== this.data?.song || data.key !== this.data.key;
    if (data.key !== this.data?.key) this.keepPlace();
    this.data = data;
    this.send = send;
    this.timeline.show(data);
    this.mixer.show(data);
    this.clicks.times_s = data.beats_s;
    this.sound ??= new Sound(this.host.closest(".stVerticalBlock"), () => this.change());
    this.sound.gain_db = data.gain_db;
    this.sound.end_s = data.duration_s;
    this.sound.boxClass = data.box_class;
    this.sound.attach();
    this.spokenFor = null;
    this.root.setAttribute("aria-label", data.name ? `Player: ${data.name}` : "Player");
    this.root.dataset.known = data.known;
    this.root.dataset.plain = isPlain(data);
    this.root.dataset.lanes = data.lanes.lanes.length > 0;
    this.root.dataset.roll = data.lanes.lanes.some(({ kind }) => kind === "notes");
    this.root.dataset.parts = data.parts;
    this.part(".doubt").hidden = data.known;
    this.part(".total").textContent = ` / ${roundedClock(data.duration_s)}`;
    this.part(".evened").textContent = evenedWords(data.gain_db);
    this.part(".summary").textContent = ribbonWords(data);
    if (isNew) this.start(this.earlier());
    if (this.isCalled()) this.sound.carryOn(PATIENCE_MS);
    this.change();
  }

  /* Where the same song stood when this player was last on the page. When something above comes or goes, Streamlit may
     build the player anew within one run: then the song plays on. After a while nothing plays by itself. */
  earlier() {
    const place = places.get(this.data.key);
    if (place?.song !== this.data.song) return { position_s: 0, rate: 1, playing: false, a: null, b: null, ...AS_IT_IS };
    return { ...place, playing: place.playing && performance.now() - place.at < LATELY_MS };
  }

  /* Whoever clicks on a track wants to hear it: each of these calls is followed once, however often it is repeated. */
  isCalled() {
    const { key, call } = this.data;
    const isNew = call > (obeyed.get(key) ?? 0);
    if (isNew) obeyed.set(key, call);
    return isNew;
  }

  keepPlace() {
    if (!this.data) return;
    const { song, key } = this.data;
    const { position_s, rate, isWanted } = this.sound;
    const { a, b } = this.loop;
    places.set(key, { song, position_s, rate, a, b, ...this.asked, playing: isWanted, at: performance.now() });
  }

  start({ position_s, rate, playing, a, b, blend, clicks }) {
    this.sound.pause();
    this.ask({ blend, clicks });
    this.sound.setRate(rate);
    this.part(".speed").value = rate;
    Object.assign(this.loop, { a, b });
    this.showLoop();
    this.seek(position_s);
    if (playing) this.sound.carryOn(PATIENCE_MS);
  }

  /* Called at every event of the sound, and at every frame while it runs. */
  change() {
    if (!this.sound || !this.data) return; // the sound may speak while it is being made
    this.turnBack();
    const { playing, trouble, plea, position_s } = this.sound;
    this.running = playing;
    this.root.dataset.playing = playing;
    this.setTrouble(trouble && !isPlain(this.data) ? `${trouble} The mix below stands.` : trouble || plea);
    this.part(".play").disabled = trouble !== "";
    this.part(".play").setAttribute("aria-label", playing ? "Pause" : "Play");
    this.part(".spoken").setAttribute("aria-live", playing ? "off" : "polite");
    this.timeline.place(position_s);
    this.readOut(position_s);
    this.clicks.follow(playing && this.asked.clicks ? this.sound.audio : null);
    if (playing && !this.frame) this.frame = requestAnimationFrame(() => this.run());
  }

  run() {
    this.frame = 0;
    this.change();
  }

  /* Back to A at B, and a stop where the prediction ends though the recording goes on. A song that rests at its end
     stays silent; one that has just run there may turn. */
  turnBack() {
    const { playing, ended, position_s, reach_s } = this.sound;
    if (!playing && !(ended && this.running)) return;
    const goal = this.loop.turn(position_s, reach_s);
    if (goal !== null) {
      this.sound.seek(goal);
      if (ended) this.sound.play();
    } else if (playing && position_s >= this.data.duration_s) {
      this.sound.pause();
    }
  }

  setTrouble(words) {
    const box = this.part(".trouble");
    if (box.textContent === words) return;
    box.textContent = words;
    box.hidden = words === "";
  }

  /* The moment in words and bars; written once a second, for it is read, not watched. */
  readOut(position_s) {
    const cell = cellAt(this.data, position_s);
    const moment = `${clock(position_s)} ${cell}`;
    if (moment === this.spokenFor) return;
    this.spokenFor = moment;
    const row = this.data.proba[cell];
    this.part(".now").textContent = clock(position_s);
    this.part(".spoken").textContent = `${clock(position_s)}  ${mixWords(row, this.data)}`;
    this.part(".mix").replaceChildren(...topGenres(row, this.data.genres, LEAST_SHOWN).map(mixBar));
    const slider = this.part(".timeline");
    slider.setAttribute("aria-valuenow", position_s.toFixed(0));
    slider.setAttribute("aria-valuetext", `${clock(position_s)} of ${roundedClock(this.data.duration_s)}`);
  }

  act(name, value) {
    this.usedAt = performance.now();
    const { position_s } = this.sound;
    if (name === "toggle") this.sound.playing ? this.sound.pause() : this.play();
    if (name === "seek") this.seek(value);
    if (name === "move") this.seek(position_s + value);
    if (name === "jump") this.seek(value * this.data.duration_s);
    if (name === "loop") this.setLoop(value, position_s);
    if (name === "unloop") this.clearLoop();
    if (name === "blend") this.ask({ ...this.asked, blend: value });
    if (name === "clicks") this.ask({ ...this.asked, clicks: value });
    if (name === "pick") this.pick(cellAt(this.data, position_s));
  }

  /* Where B was set at rest, the loop starts at A. */
  play() {
    const goal = this.loop.turn(this.sound.position_s, this.sound.reach_s);
    if (goal !== null) this.sound.seek(goal);
    this.sound.play();
  }

  seek(seconds) {
    this.loop.seeked(seconds); // first: the sound tells at once where it goes, and the loop must know why
    this.sound.seek(seconds);
  }

  /* What the mixer asks for: which part of the sound, and whether to click on its beats. */
  ask(asked) {
    this.asked = asked;
    this.mixer.place(asked);
    this.sound.setShares(this.data.parts ? sharesOf(asked.blend) : null);
    if (asked.clicks) startAudio();
    this.change();
  }

  pick(cell) {
    if (this.data.reports_cells) this.send("clicked", { song: this.data.song, cell });
  }

  setLoop(end, seconds) {
    const refusal = this.loop.set(end, seconds);
    this.showLoop(refusal);
  }

  clearLoop() {
    this.loop.clear();
    this.showLoop();
  }

  showLoop(refusal = "") {
    this.timeline.showLoop(this.loop);
    this.part(".loop-words").textContent = refusal || this.loop.words();
    this.part(".clear").disabled = this.loop.empty;
    this.part(".set-a").setAttribute("aria-pressed", this.loop.a !== null);
    this.part(".set-b").setAttribute("aria-pressed", this.loop.b !== null);
  }

  toggleKeys() {
    const list = this.part(".key-list");
    list.hidden = !list.hidden;
    this.part(".keys").setAttribute("aria-expanded", !list.hidden);
  }

  isVisible() {
    return this.host.getClientRects().length > 0;
  }

  /* Earlier on the page comes first. */
  order(other) {
    return this.host.compareDocumentPosition(other.host) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
  }

  dispose() {
    this.life.abort();
    cancelAnimationFrame(this.frame);
    this.keepPlace();
    this.clicks.follow(null);
    this.sound?.dispose();
    forget(this);
  }
}

function mixBar({ label, colour, share }) {
  const item = made("li", "share");
  const words = made("span", "words");
  words.append(made("span", "label", label), made("span", "number", percent(share)));
  const bar = made("span", "bar");
  bar.style.setProperty("--share", share);
  bar.style.setProperty("--genre", colour);
  item.append(words, bar);
  return item;
}

const mounted = new WeakMap(); // where Streamlit puts the component -> its player and the number of the last call

export default function mount({ data, parentElement, setStateValue }) {
  if (!parentElement.host.isConnected) return undefined; // taken away again before its code was there
  const root = parentElement.querySelector(".player");
  let entry = mounted.get(parentElement);
  if (entry?.player.root !== root) {
    entry?.player.dispose();
    entry = { player: new Player(root, parentElement.host), calls: 0 };
    mounted.set(parentElement, entry);
  }
  entry.calls += 1;
  const call = entry.calls;
  entry.player.update(data, setStateValue);
  return () => {
    // Streamlit may clean up after a call that a newer one has overtaken: then the player lives on.
    if (mounted.get(parentElement) !== entry || entry.calls !== call) return;
    entry.player.dispose();
    mounted.delete(parentElement);
  };
}
