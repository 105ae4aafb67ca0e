/* Times and probabilities in, the words that people read out. */

const MOST_GENRES = 3;
const LEAST_TOLD = 0.05; // a sentence leaves smaller shares out, unless the first is one
const LEAST_SHOWN = 0.005; // a bar of 0 % says nothing

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 1e-3));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/* A player without genres plays a recording of which nothing is predicted: it has no mix, no sections and no ribbon. */
function isPlain({ genres }) {
  return genres.length === 0;
}

/* The nearest whole second, for the end of a cell that stops between two. */
function roundedClock(seconds) {
  return clock(Math.round(seconds));
}

/* The first genres of a row of proba (per mille), most probable first; equal ones keep the order of the genres. */
function topGenres(row, genres, least) {
  return row
    .map((perMille, index) => ({ ...genres[index], share: perMille / 1000 }))
    .sort((one, other) => other.share - one.share)
    .slice(0, MOST_GENRES)
    .filter((genre, place) => place === 0 || genre.share >= least);
}

function percent(share) {
  return `${Math.round(share * 100)} %`;
}

function mixWords(row, { genres, known }) {
  const words = topGenres(row, genres, LEAST_TOLD)
    .map((genre) => `${genre.label} ${percent(genre.share)}`)
    .join(", ");
  return known ? words : `not sure: ${words}`;
}

function cellWords(data, cell) {
  const span = `${roundedClock(data.starts_s[cell])}-${roundedClock(data.ends_s[cell])}`;
  return `${span}: ${mixWords(data.proba[cell], data)}`;
}

/* The last cell that starts at or before the moment; browsers round a position they were given. */
function cellAt(data, seconds) {
  let cell = 0;
  while (cell + 1 < data.starts_s.length && data.starts_s[cell + 1] <= seconds + 5e-3) cell += 1;
  return cell;
}

/* Neighbouring cells with the same most probable genre, as one section. */
function sectionsOf(data) {
  if (isPlain(data)) return [];
  const sections = [];
  data.proba.forEach((row, cell) => {
    const genre = row.indexOf(Math.max(...row));
    const last = sections.at(-1);
    if (last && last.genre === genre) last.end_s = data.ends_s[cell];
    else sections.push({ genre, start_s: data.starts_s[cell], end_s: data.ends_s[cell] });
  });
  return sections;
}

/* The whole ribbon in a sentence, for those who cannot see it. */
function ribbonWords(data) {
  if (isPlain(data)) return "";
  const most = 12;
  const sections = sectionsOf(data);
  const named = sections
    .slice(0, most)
    .map(({ genre, start_s, end_s }) => `${data.genres[genre].label} ${roundedClock(start_s)}-${roundedClock(end_s)}`);
  const rest = sections.length > most ? `, and ${sections.length - most} more sections` : "";
  const opening = data.known ? "Sounds most like" : "Not sure: nearest to";
  return `${opening} ${named.join(", ")}${rest}.`;
}

function evenedWords(gain_db) {
  if (Math.abs(gain_db) < 0.05) return "";
  const sign = gain_db > 0 ? "+" : "−";
  return `Loudness evened by ${sign}${Math.abs(gain_db).toFixed(1)} dB for listening`;
}
