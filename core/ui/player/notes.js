/* A piano roll: notes as bars on the time axis of the player; those that sound now stand out. Each part (the model's own
   notes, those that were given, a bass, drums) has the colour of its place in the legend, and the bass is hollow too. */

const NOTE_GAP_PX = 1; // between two strokes of one key
const LEAST_NOTE_PX = 2;
const BLACK_KEYS = [1, 3, 6, 8, 10];
const REACH_PX = 4; // a pointer need not hit a thin note exactly
const HOLLOW = "bass";

class Roll {
  /* `legend` holds a mark for each part, whose colour is that of its notes. */
  constructor(lane, field, canvas, legend) {
    this.lane = lane;
    this.canvas = canvas;
    this.legend = legend;
    this.lit = document.createElement("canvas");
    this.lit.className = "roll-lit";
    field.append(this.lit);
    this.shown = "";
  }

  /* Also after a change of size or of theme. */
  draw(duration_s) {
    this.duration_s = duration_s;
    const { pen, width, height } = fitted(this.canvas);
    this.width = width;
    this.height = height;
    this.rows(pen);
    const inks = [...this.legend.children].map((mark) => getComputedStyle(mark).color);
    this.lane.pitches.forEach((_, note) => {
      const isGiven = this.voice(note).part === "given";
      pen.globalAlpha = isGiven ? 0.55 : 0.6 + 0.4 * this.lane.loudness[note];
      pen.fillStyle = pen.strokeStyle = inks[this.lane.parts[note]];
      this.bar(pen, note);
    });
    this.fit = fitted(this.lit);
    this.shown = "";
  }

  voice(note) {
    return this.lane.voices[this.lane.parts[note]];
  }

  /* Black keys as darker rows, and a line under each C: where the octaves are. Drums have a line under each row. */
  rows(pen) {
    const row_px = this.height / (this.lane.high - this.lane.low + 1);
    pen.fillStyle = getComputedStyle(this.canvas).borderColor;
    for (let pitch = this.lane.low; pitch <= this.lane.high; pitch += 1) {
      const top = this.top(pitch);
      pen.globalAlpha = 0.05;
      if (this.lane.keys && BLACK_KEYS.includes(((pitch % 12) + 12) % 12)) pen.fillRect(0, top, this.width, row_px);
      pen.globalAlpha = 0.16;
      if (!this.lane.keys || pitch % 12 === 0) pen.fillRect(0, Math.round(top + row_px) - 1, this.width, 1);
    }
  }

  top(pitch) {
    const n_rows = this.lane.high - this.lane.low + 1;
    return ((this.lane.high - pitch) / n_rows) * this.height;
  }

  span(note) {
    const left = (this.lane.starts_s[note] / this.duration_s) * this.width;
    const long = (this.lane.durations_s[note] / this.duration_s) * this.width - NOTE_GAP_PX;
    return [left, Math.max(long, LEAST_NOTE_PX)];
  }

  bar(pen, note) {
    const [left, long] = this.span(note);
    const row_px = this.height / (this.lane.high - this.lane.low + 1);
    const high = Math.max(Math.min(row_px - 0.5, 12), 2);
    const top = this.top(this.lane.pitches[note]) + (row_px - high) / 2;
    pen.beginPath();
    if (this.voice(note).part === HOLLOW && long > 3 && high > 3) {
      pen.lineWidth = 1.5;
      pen.roundRect(left + 0.75, top + 0.75, long - 1.5, high - 1.5, 1);
      pen.stroke();
      return;
    }
    pen.roundRect(left, top, long, high, Math.min(2, high / 3));
    pen.fill();
  }

  sounding(seconds) {
    const { starts_s, durations_s } = this.lane;
    const notes = [];
    for (let note = 0; note < starts_s.length && starts_s[note] <= seconds; note += 1) {
      if (seconds < starts_s[note] + durations_s[note]) notes.push(note);
    }
    return notes;
  }

  /* Called at every frame while the sound runs; drawn only when other notes sound. */
  place(seconds) {
    if (!this.fit) return [];
    const notes = this.sounding(seconds);
    if (notes.join() === this.shown) return notes;
    this.shown = notes.join();
    const { pen, width, height } = this.fit;
    pen.clearRect(0, 0, width, height);
    pen.fillStyle = pen.strokeStyle = getComputedStyle(this.lit).color;
    for (const note of notes) this.bar(pen, note);
    return notes;
  }

  name(note) {
    return this.lane.row_names[this.lane.pitches[note] - this.lane.low];
  }

  /* "E♭4 C5": the keys that are down now, from the lowest. */
  nowWords(seconds) {
    const keys = [...new Set(this.sounding(seconds).map((note) => this.lane.pitches[note]))].sort((a, b) => a - b);
    return keys.map((pitch) => this.lane.row_names[pitch - this.lane.low]).join(" ");
  }

  /* "0:12, E♭4, 0.4 s", or the name of the key at this height; `height` from 0, the lower edge, to 1. */
  wordsAt(seconds, height) {
    const n_rows = this.lane.high - this.lane.low + 1;
    const row = Math.max(0, Math.min(n_rows - 1, Math.floor(height * n_rows)));
    const reach_s = (REACH_PX / this.width) * this.duration_s;
    const note = this.lane.pitches.findIndex(
      (pitch, at) =>
        pitch === this.lane.low + row &&
        seconds > this.lane.starts_s[at] - reach_s &&
        seconds < this.lane.starts_s[at] + this.lane.durations_s[at] + reach_s,
    );
    if (note < 0) return `${clock(seconds)}, ${this.lane.row_names[row]}`;
    if (!this.lane.keys) return `${clock(this.lane.starts_s[note])}, ${this.name(note)}`;
    const whose = this.lane.voices.length > 1 ? `, ${this.voice(note).name}` : "";
    const lasts = this.lane.durations_s[note].toFixed(2);
    return `${clock(this.lane.starts_s[note])}, note ${this.name(note)}, ${lasts} s${whose}`;
  }
}

/* A mark and a name for each part of a roll; of one part alone the name goes without saying. */
function rollLegend({ voices }) {
  const legend = made("span", "roll-legend");
  legend.dataset.many = voices.length > 1;
  legend.append(
    ...voices.map(({ part, name }) => {
      const mark = made("span", "roll-voice", name);
      mark.dataset.part = part;
      return mark;
    }),
  );
  return legend;
}
