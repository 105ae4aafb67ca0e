/* A card per genre: a waveform above a mel spectrogram that plays when it is clicked, and a button for another track.
   Names of tracks and genres are only ever put in as text. */

const SVG = "http://www.w3.org/2000/svg";
const PLAY = "M12.2 9.4v11.2l9-5.6z"; // in a circle of 30 px
const SHUFFLE = "M10.6 9.2 5.4 4 4 5.4l5.2 5.2 1.4-1.4zM14.5 4l2 2L4 18.6 5.4 20 18 7.5l2 2V4h-5.5zm.3 9.4-1.4 1.4 3.1 3.1-2 2.1H20v-5.5l-2 2-3.2-3.1z";
const STEPS = 60;

function made(name, cls, text) {
  const part = document.createElement(name);
  part.className = cls;
  if (text) part.textContent = text;
  return part;
}

function drawn(path, box, cls) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", box);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", cls);
  svg.append(document.createElementNS(SVG, "path"));
  svg.firstChild.setAttribute("d", path);
  return svg;
}

/* The outline of a waveform: along the highest samples and back along the lowest. */
function outline([lows, highs]) {
  const up = highs.map((value, at) => `${at} ${-value}`);
  const down = lows.map((value, at) => `${at} ${-value}`).reverse();
  return `M${up.join("L")}L${down.join("L")}Z`;
}

/* 256 colours, between the evenly spaced ones of a scale. */
function palette(scale) {
  const channels = scale.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  return Array.from({ length: 256 }, (_, value) => {
    const place = (value / 255) * (scale.length - 1);
    const below = Math.min(Math.floor(place), scale.length - 2);
    return channels[below].map((low, channel) => low + (channels[below + 1][channel] - low) * (place - below));
  });
}

function drawMel(canvas, { n_rows, n_columns, pixels }, colours) {
  [canvas.width, canvas.height] = [n_columns, n_rows];
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(n_columns, n_rows);
  const bytes = atob(pixels);
  for (let row = 0; row < n_rows; row += 1) {
    for (let column = 0; column < n_columns; column += 1) {
      const value = bytes.charCodeAt((n_rows - 1 - row) * n_columns + column); // row 0 lies at the bottom
      image.data.set([...colours[value], 255], 4 * (row * n_columns + column));
    }
  }
  pen.putImageData(image, 0, 0);
}

class Card {
  constructor(send) {
    this.part = made("li", "card");
    this.count = made("span", "count");
    this.name = made("strong", "");
    const head = made("div", "head");
    head.append(made("span", "mark"), this.name, this.count);
    this.hear = made("button", "hear");
    this.trouble = made("p", "trouble");
    this.track = made("span", "track");
    this.another = made("button", "another");
    this.another.append(drawn(SHUFFLE, "0 0 24 24", ""));
    this.another.firstChild.setAttribute("width", "20");
    const foot = made("div", "foot");
    foot.append(this.track, this.another);
    this.part.append(head, this.hear, this.trouble, foot);
    this.hear.onclick = () => send("heard", { genre: this.data.genre, track: this.data.track, at: Date.now() });
    this.another.onclick = () => send("another", { genre: this.data.genre, at: Date.now() });
  }

  show(data, scale) {
    const state = data.trouble ? "trouble" : data.picture ? "shown" : "pending";
    this.data = data;
    this.part.style.setProperty("--genre", data.colour);
    this.part.dataset.state = state;
    this.part.dataset.heard = data.heard;
    this.name.textContent = data.genre;
    this.name.title = data.genre;
    this.count.textContent = data.count;
    this.track.textContent = data.track;
    this.track.title = data.track;
    this.hear.hidden = state === "trouble";
    this.hear.disabled = state === "pending";
    this.hear.setAttribute("aria-label", data.alt);
    this.trouble.hidden = state !== "trouble";
    this.trouble.textContent = data.trouble;
    this.another.hidden = !data.has_others;
    this.another.title = `Hear another track of ${data.genre}`;
    this.another.setAttribute("aria-label", this.another.title);
    this.draw(data, scale);
  }

  draw({ track, picture }, scale) {
    const shown = picture ? `${track} ${scale.join()}` : "";
    if (shown === this.shown) return;
    this.shown = shown;
    this.hear.replaceChildren();
    if (!picture) return;
    const wave = drawn(outline(picture.peaks), `0 ${-STEPS} ${picture.peaks[0].length - 1} ${2 * STEPS}`, "wave");
    wave.setAttribute("preserveAspectRatio", "none");
    const canvas = document.createElement("canvas");
    if (picture.n_rows) drawMel(canvas, picture, palette(scale));
    this.hear.append(wave, canvas, drawn(PLAY, "0 0 30 30", "play"));
  }
}

const cards = new WeakMap(); // the list -> its cards by genre

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".glance");
  const known = cards.get(list) ?? new Map();
  cards.set(list, known);
  const wanted = data.cards.map((card) => {
    if (!known.has(card.genre)) known.set(card.genre, new Card(setTriggerValue));
    known.get(card.genre).show(card, data.scale);
    return known.get(card.genre).part;
  });
  const isSame = wanted.length === list.children.length && wanted.every((part, at) => part === list.children[at]);
  if (!isSame) list.replaceChildren(...wanted);
}
