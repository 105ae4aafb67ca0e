/* Numbers in, pixels on a canvas out. Sizes are CSS pixels; each canvas holds the device's own. */

const BAR_PX = 2;
const BAR_STEP_PX = 3;
const CELL_GAP_FROM_PX = 5; // narrower cells touch, or the gaps would eat the colours
const MUTED = 0.6;
const HATCH_STEP_PX = 7;
const HATCH_PX = 2.5;

function fitted(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  return { pen, width, height, ratio };
}

/* Peaks are two lists of integers, lowest and highest; the loudest is 127. The colour is the canvas' own. */
function drawWave(canvas, [lows, highs]) {
  const { pen, width, height } = fitted(canvas);
  pen.fillStyle = getComputedStyle(canvas).color;
  const middle = height / 2;
  const n_bars = Math.floor((width + BAR_STEP_PX - BAR_PX) / BAR_STEP_PX);
  pen.beginPath();
  for (let bar = 0; bar < n_bars; bar += 1) {
    const from = Math.floor((bar * lows.length) / n_bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * lows.length) / n_bars));
    const top = middle - (Math.max(0, ...highs.slice(from, to)) / 127) * (middle - 1);
    const bottom = middle - (Math.min(0, ...lows.slice(from, to)) / 127) * (middle - 1);
    pen.roundRect(bar * BAR_STEP_PX, Math.min(top, middle - 0.75), BAR_PX, Math.max(bottom - top, 1.5), 1);
  }
  pen.fill();
}

/* Each cell a column, the genres stacked in their fixed order from the bottom; muted and hatched where the model does
   not know the sound. */
function drawRibbon(canvas, data) {
  const { pen, width, height, ratio } = fitted(canvas);
  const snap = (value) => Math.round(value * ratio) / ratio; // no half-covered pixels between two colours
  if (!data.known) pen.globalAlpha = MUTED;
  const narrowest = (width * (data.ends_s[0] - data.starts_s[0])) / data.duration_s;
  const gap = narrowest >= CELL_GAP_FROM_PX ? 1 : 0;
  data.proba.forEach((row, cell) => {
    const left = snap((data.starts_s[cell] / data.duration_s) * width);
    const right = snap((data.ends_s[cell] / data.duration_s) * width);
    const total = row.reduce((sum, share) => sum + share, 0) || 1;
    let below = 0;
    row.forEach((share, genre) => {
      const bottom = snap(height * (1 - below / total));
      below += share;
      const top = snap(height * (1 - below / total));
      pen.fillStyle = data.genres[genre].colour;
      pen.fillRect(left, top, Math.max(right - left - gap, 1 / ratio), bottom - top);
    });
  });
  if (!data.known) cutHatch(pen, width, height);
}

/* Cut out rather than painted over: what lies under the canvas shows, in any theme. */
function cutHatch(pen, width, height) {
  pen.globalAlpha = 1;
  pen.globalCompositeOperation = "destination-out";
  pen.lineWidth = HATCH_PX;
  pen.beginPath();
  for (let x = -height; x < width; x += HATCH_STEP_PX) {
    pen.moveTo(x, height);
    pen.lineTo(x + height, 0);
  }
  pen.stroke();
}

/* Round steps of time, so that labels keep their distance. */
function axisStep(duration_s, width, least_px) {
  const steps = [3, 6, 15, 30, 60, 120, 300, 600];
  return steps.find((step) => (step / duration_s) * width >= least_px) ?? steps.at(-1);
}

function textWidth(text, element) {
  const pen = document.createElement("canvas").getContext("2d");
  const { fontSize, fontFamily, fontWeight } = getComputedStyle(element);
  pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  return pen.measureText(text).width;
}
