/* Lanes under the waveform: images, lines, marks and notes on the time axis of the song. */

const LINE_STEPS = 4000;
const FEW = 2; // so many may be taller
const TICK_ROOM_PX = 19;
const CRISP_FROM_PX = 3; // rows at least so high are drawn as rows, not as a gradient

/* A value in words, as core/figures/lanes.py writes them. */
function valueWords(value, unit) {
  const number = value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
  return `${number.replace("-", "−")} ${unit}`.trimEnd();
}

/* 256 colours as red, green, blue and opacity, between the evenly spaced ones of a scale. */
function palette(scale) {
  const channels = scale.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  const colours = new Uint8ClampedArray(256 * 4);
  for (let value = 0; value < 256; value += 1) {
    const place = (value / 255) * (scale.length - 1);
    const below = Math.min(Math.floor(place), scale.length - 2);
    const share = place - below;
    const mixed = channels[below].map((low, channel) => low + (channels[below + 1][channel] - low) * share);
    colours.set([...mixed, 255], value * 4);
  }
  return colours;
}

function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/* One pixel of the canvas for each value; the page stretches it. The first row of the bytes lies at the bottom. */
function drawImage(canvas, { n_rows, n_columns, bytes }, colours) {
  [canvas.width, canvas.height] = [n_columns, n_rows];
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(n_columns, n_rows);
  const pixels = new Uint32Array(image.data.buffer);
  const ink = new Uint32Array(colours.buffer);
  for (let row = 0; row < n_rows; row += 1) {
    const from = (n_rows - 1 - row) * n_columns;
    for (let column = 0; column < n_columns; column += 1) pixels[row * n_columns + column] = ink[bytes[from + column]];
  }
  pen.putImageData(image, 0, 0);
}

/* The mean as a line on the band from the lowest to the highest of each column; marks of the song faintly behind. */
function drawLine(canvas, lane, duration_s, marks_s) {
  const { pen, width, height } = fitted(canvas);
  const x = (column) => ((lane.start_s + (column + 0.5) * lane.column_s) / duration_s) * width;
  const y = (step) => 1 + (1 - step / LINE_STEPS) * (height - 2);
  drawMarks(pen, marks_s, { width, height, duration_s, alpha: 0.35 });
  pen.fillStyle = pen.strokeStyle = getComputedStyle(canvas).color;
  pen.globalAlpha = lane.swings ? 1 : 0.3;
  pen.beginPath();
  lane.highest.forEach((step, column) => pen.lineTo(x(column), y(step)));
  for (let column = lane.lowest.length - 1; column >= 0; column -= 1) pen.lineTo(x(column), y(lane.lowest[column]));
  pen.fill();
  pen.globalAlpha = 1;
  if (lane.swings) return;
  pen.lineWidth = 1.25;
  pen.beginPath();
  lane.mean.forEach((step, column) => pen.lineTo(x(column), y(step)));
  pen.stroke();
}

function drawMarks(pen, times_s, { width, height, duration_s, alpha }) {
  pen.globalAlpha = alpha;
  pen.fillStyle = getComputedStyle(pen.canvas).borderColor;
  for (const time_s of times_s) pen.fillRect(Math.round((time_s / duration_s) * width), 0, 1, height);
  pen.globalAlpha = 1;
}

class Lanes {
  /* `box` is an empty part of the timeline, `words` the list that says each lane to those who cannot see it. */
  constructor(box, words) {
    this.box = box;
    this.words = words;
    this.lanes = [];
    this.shown = null;
  }

  /* New lanes; the same ones are left alone. */
  show({ id, lanes, scale }, duration_s) {
    this.duration_s = duration_s;
    if (id === this.shown) return;
    this.shown = id;
    this.colours = palette(scale);
    this.box.style.setProperty("--scale", `linear-gradient(to right, ${scale.join(", ")})`);
    this.lanes = lanes.map((lane) => ({ ...lane, bytes: lane.pixels ? bytesOf(lane.pixels) : null }));
    this.parts = this.lanes.map((lane) => this.build(lane));
    this.box.dataset.few = lanes.length <= FEW;
    this.box.replaceChildren(...this.parts.map(({ part }) => part));
    this.words.replaceChildren(...lanes.map(({ alt, about }) => made("li", "", `${alt} ${about}`)));
  }

  build(lane) {
    const part = made("div", "lane");
    part.dataset.kind = lane.kind;
    const head = made("div", "lane-head");
    const value = made("span", "lane-value");
    if (lane.tells || lane.kind === "notes") value.append(made("span", "lane-now"));
    if (lane.kind === "image") value.append(...laneKey(lane));
    const legend = lane.kind === "notes" ? rollLegend(lane) : null;
    head.append(...[made("span", "lane-title", lane.title), legend, value].filter(Boolean));
    const field = made("div", "lane-field");
    if (lane.row_px) field.style.height = `${lane.row_px * lane.n_rows}px`;
    const canvas = document.createElement("canvas");
    field.append(canvas, ...(lane.ticks ?? []).map(laneTick));
    part.append(head, ...(lane.about ? [made("p", "lane-about", lane.about)] : []), field);
    return { part, field, canvas, value, roll: legend ? new Roll(lane, field, canvas, legend) : null };
  }

  /* Also after a change of size or of theme. */
  draw() {
    const marks_s = this.lanes.filter(({ kind }) => kind === "marks").flatMap(({ times_s }) => times_s);
    this.lanes.forEach((lane, at) => {
      const { canvas, field } = this.parts[at];
      thinTicks(field);
      if (lane.kind === "line") return drawLine(canvas, lane, this.duration_s, marks_s);
      if (lane.kind === "marks") return this.drawBeats(canvas, lane);
      if (lane.kind === "notes") return this.parts[at].roll.draw(this.duration_s);
      canvas.style.left = `${(lane.start_s / this.duration_s) * 100}%`;
      canvas.style.width = `${((lane.n_columns * lane.column_s) / this.duration_s) * 100}%`;
      canvas.dataset.crisp = field.clientHeight >= CRISP_FROM_PX * lane.n_rows;
      return drawImage(canvas, lane, this.colours);
    });
  }

  drawBeats(canvas, { times_s }) {
    const { pen, width, height } = fitted(canvas);
    drawMarks(pen, times_s, { width, height, duration_s: this.duration_s, alpha: 1 });
  }

  /* The value of each line at this moment, or the strongest row of a picture that tells it, beside its title. */
  place(seconds) {
    this.lanes.forEach((lane, at) => {
      const { value, roll } = this.parts[at];
      roll?.place(seconds);
      if (lane.kind !== "line" && !lane.tells && !roll) return;
      const place = lane.kind === "line" ? value : value.querySelector(".lane-now");
      const words = roll?.nowWords(seconds) ?? (lane.tells ? strongestWords(lane, seconds) : lineWords(lane, seconds));
      if (place.textContent !== words) place.textContent = words;
    });
  }

  /* The lane at this height of the window: its field, and what is there in words; null beside the fields. */
  under(clientY, seconds) {
    for (const [at, lane] of this.lanes.entries()) {
      const { field, part, roll } = this.parts[at];
      const { top, bottom, height } = field.getBoundingClientRect();
      if (clientY < top || clientY >= bottom) continue;
      const share = 1 - (clientY - top) / height;
      return { part, words: roll?.wordsAt(seconds, share) ?? wordsAt(lane, seconds, share) };
    }
    return null;
  }
}

/* Which colour stands for the lowest value of an image and which for the highest. */
function laneKey({ low, high, unit }) {
  return [made("span", "", valueWords(low, "")), made("span", "lane-scale"), made("span", "", valueWords(high, unit))];
}

function laneTick([place, words]) {
  const tick = made("span", "lane-tick", words);
  tick.style.bottom = `${place * 100}%`;
  tick.dataset.edge = place < 0.08 ? "low" : place > 0.92 ? "high" : "";
  return tick;
}

/* Words that would lie on each other say nothing: from the bottom up, each that has room stays. */
function thinTicks(field) {
  let free_px = -Infinity;
  for (const tick of field.querySelectorAll(".lane-tick")) {
    const at_px = (parseFloat(tick.style.bottom) / 100) * field.clientHeight;
    tick.hidden = at_px < free_px;
    if (!tick.hidden) free_px = at_px + TICK_ROOM_PX;
  }
}

function columnAt(lane, seconds, n_columns) {
  return Math.max(0, Math.min(n_columns - 1, Math.floor((seconds - lane.start_s) / lane.column_s)));
}

function lineWords(lane, seconds) {
  const column = columnAt(lane, seconds, lane.mean.length);
  const words = (steps, unit) => valueWords(lane.low + (steps[column] / LINE_STEPS) * (lane.high - lane.low), unit);
  return lane.swings ? `${words(lane.lowest, "")} to ${words(lane.highest, lane.unit)}` : words(lane.mean, lane.unit);
}

function imageWords(lane, row, seconds) {
  const byte = lane.bytes[row * lane.n_columns + columnAt(lane, seconds, lane.n_columns)];
  return valueWords(lane.low + (byte / 255) * (lane.high - lane.low), lane.unit);
}

/* "0:21 guitar 43 %": the row with the highest value at this moment. */
function strongestWords(lane, seconds) {
  const column = columnAt(lane, seconds, lane.n_columns);
  let row = 0;
  for (let other = 1; other < lane.n_rows; other += 1) {
    if (lane.bytes[other * lane.n_columns + column] > lane.bytes[row * lane.n_columns + column]) row = other;
  }
  const value = lane.low + (lane.bytes[row * lane.n_columns + column] / 255) * (lane.high - lane.low);
  return `${clock(seconds)} ${lane.row_names[row]} ${valueWords(Math.round(value), lane.unit)}`;
}

/* "0:21: 2,310 Hz", "0:21, 440 Hz: −23 dB"; `height` from 0, the lower edge of the lane, to 1. */
function wordsAt(lane, seconds, height) {
  if (lane.kind === "marks") return clock(seconds);
  if (lane.kind === "line") return `${clock(seconds)}: ${lineWords(lane, seconds)}`;
  const row = Math.max(0, Math.min(lane.n_rows - 1, Math.floor(height * lane.n_rows)));
  const value = imageWords(lane, row, seconds);
  return `${[clock(seconds), lane.row_names[row]].filter(Boolean).join(", ")}: ${value}`;
}
