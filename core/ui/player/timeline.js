/* The waveform, the sections, the ribbon, the lanes and the axis as one slider: shows a position, and takes one from a pointer. */

const DRAG_FROM_PX = 6;
const LABEL_ROOM_PX = 12;
const FRAME_FROM_PX = 9;

function made(tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text; // text stays text, whatever a genre is called
  return element;
}

class Timeline {
  /* `onSeek(seconds)` while a pointer asks for a place; `onPick(cell)` when it asked once, by a click. */
  constructor(root, { onSeek, onPick, signal }) {
    this.box = root.querySelector(".timeline");
    this.part = (name) => this.box.querySelector(name);
    this.onSeek = onSeek;
    this.onPick = onPick;
    this.lanes = new Lanes(this.part(".lanes"), root.querySelector(".lane-words"));
    this.data = null;
    this.seconds = 0;
    this.cell = null;
    this.press = null;
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.box);
    signal.addEventListener("abort", () => this.sizes.disconnect());
    const on = (name, act) => this.box.addEventListener(name, act, { signal });
    on("pointerdown", (event) => this.down(event));
    on("pointermove", (event) => this.move(event));
    on("pointerup", (event) => this.up(event));
    on("pointercancel", () => this.leave());
    on("pointerleave", () => this.leave());
  }

  show(data) {
    this.data = data;
    this.box.setAttribute("aria-valuemax", data.duration_s.toFixed(0));
    this.lanes.show(data.lanes, data.duration_s);
    this.draw();
  }

  /* Also after a change of size or of theme. */
  draw() {
    const width = this.box.clientWidth;
    if (!this.data || width === 0) return;
    drawWave(this.part(".rest"), this.data.peaks);
    drawWave(this.part(".played"), this.data.peaks);
    drawRibbon(this.part(".ribbon canvas"), this.data);
    this.drawSections(width);
    this.lanes.draw();
    this.drawAxis(width);
    this.cell = null; // its frame depends on the size too
    this.place(this.seconds);
  }

  /* A section's name stands where there is room; its line says its colour and length in any case. */
  drawSections(width) {
    const lane = this.part(".sections");
    const sections = sectionsOf(this.data).map(({ genre, start_s, end_s }) => {
      const { label, colour } = this.data.genres[genre];
      const section = made("div", "section");
      section.style.left = this.percentAt(start_s);
      section.style.width = `${((end_s - start_s) / this.data.duration_s) * 100}%`;
      section.style.setProperty("--genre", colour);
      const room = ((end_s - start_s) / this.data.duration_s) * width;
      if (textWidth(label, lane) + LABEL_ROOM_PX <= room) section.append(made("span", "name", label));
      return section;
    });
    lane.replaceChildren(...sections);
  }

  drawAxis(width) {
    const axis = this.part(".axis");
    const step = axisStep(this.data.duration_s, width, 64);
    const ticks = [];
    for (let seconds = 0; seconds <= this.data.duration_s; seconds += step) {
      if (((this.data.duration_s - seconds) / this.data.duration_s) * width < 18 && seconds > 0) break;
      const tick = made("span", "tick", clock(seconds));
      tick.style.left = this.percentAt(seconds);
      ticks.push(tick);
    }
    axis.replaceChildren(...ticks);
  }

  percentAt(seconds) {
    return `${(seconds / this.data.duration_s) * 100}%`;
  }

  place(seconds) {
    this.seconds = seconds;
    this.box.style.setProperty("--at", seconds / this.data.duration_s);
    this.lanes.place(seconds);
    const cell = cellAt(this.data, seconds);
    if (cell === this.cell) return;
    this.cell = cell;
    this.mark(cell);
  }

  /* A frame around the cell of the moment; where cells are too narrow for one, the playhead says it alone. */
  mark(cell) {
    const here = this.part(".here");
    const length_s = this.data.ends_s[cell] - this.data.starts_s[cell];
    here.hidden = (length_s / this.data.duration_s) * this.box.clientWidth < FRAME_FROM_PX;
    here.style.left = this.percentAt(this.data.starts_s[cell]);
    here.style.width = this.percentAt(length_s);
  }

  showLoop(loop) {
    for (const end of ["a", "b"]) {
      const flag = this.part(`.loop-end[data-end="${end.toUpperCase()}"]`);
      flag.hidden = loop[end] === null;
      if (!flag.hidden) flag.style.left = this.percentAt(loop[end]);
    }
    const span = this.part(".loop-span");
    span.hidden = !loop.whole;
    if (!loop.whole) return;
    span.style.left = this.percentAt(loop.a);
    span.style.width = this.percentAt(loop.b - loop.a);
  }

  /* Where a pointer points: over the ribbon at the start of a cell, over the waveform at the very moment. */
  target(event) {
    const { left, width } = this.box.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - left) / width));
    const seconds = share * this.data.duration_s;
    const cell = cellAt(this.data, seconds);
    const lane = this.lanes.under(event.clientY, seconds);
    const onRibbon = !isPlain(this.data) && !lane && this.isOnRibbon(event.clientY);
    return { cell, onRibbon, lane, x: share * width, seconds: onRibbon ? this.data.starts_s[cell] : seconds };
  }

  /* Sections, ribbon and, where no lanes lie between, the axis too. */
  isOnRibbon(clientY) {
    const lanes = this.part(".lanes").getBoundingClientRect();
    const onLanes = lanes.height > 0 && clientY >= lanes.top && clientY < lanes.bottom;
    return !onLanes && clientY >= this.part(".sections").getBoundingClientRect().top;
  }

  down(event) {
    if (event.button !== 0) return;
    // A finger may be about to scroll the page: it seeks when it lifts, or once it has gone sideways.
    this.press = { x: event.clientX, dragged: event.pointerType !== "touch", moved: false };
    this.box.setPointerCapture(event.pointerId);
    if (this.press.dragged) this.onSeek(this.target(event).seconds);
  }

  move(event) {
    const target = this.target(event);
    if (this.press) {
      this.press.moved ||= Math.abs(event.clientX - this.press.x) > DRAG_FROM_PX;
      this.press.dragged ||= this.press.moved;
      if (this.press.moved) this.onSeek(target.seconds);
    }
    if (event.pointerType !== "touch" || this.press?.moved) this.hover(target);
  }

  up(event) {
    if (!this.press) return;
    const target = this.target(event);
    if (!this.press.moved) {
      if (!this.press.dragged) this.onSeek(target.seconds);
      this.onPick(target.cell);
    }
    if (event.pointerType === "touch") this.leave();
    this.press = null;
  }

  leave() {
    this.press = null;
    this.part(".hairline").hidden = true;
    this.part(".bubble").hidden = true;
  }

  hover({ cell, onRibbon, lane, x, seconds }) {
    const hairline = this.part(".hairline");
    hairline.hidden = onRibbon;
    hairline.style.left = `${x}px`;
    const bubble = this.part(".bubble");
    bubble.hidden = false;
    bubble.dataset.over = onRibbon ? "ribbon" : lane ? "lane" : "wave";
    bubble.textContent = onRibbon ? cellWords(this.data, cell) : (lane?.words ?? clock(seconds));
    bubble.style.top = lane ? `${lane.part.offsetTop - bubble.offsetHeight / 2}px` : "";
    const { offsetWidth } = bubble;
    bubble.style.left = `${Math.max(0, Math.min(x - offsetWidth / 2, this.box.clientWidth - offsetWidth))}px`;
  }
}
