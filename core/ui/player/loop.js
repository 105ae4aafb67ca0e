/* Two points of a song, and the jump from the second back to the first. */

const SHORTEST_LOOP_S = 0.5;
const AT_B_S = 0.05; // browsers round a position they were given

class Loop {
  constructor() {
    this.clear();
  }

  clear() {
    this.a = null;
    this.b = null;
    this.armed = true; // false after a seek to B or beyond, until the song is before B again
  }

  get whole() {
    return this.a !== null && this.b !== null;
  }

  get empty() {
    return this.a === null && this.b === null;
  }

  /* Set one end; returns words when that end cannot stand there. The ends may be set in any order. */
  set(end, seconds) {
    const other = end === "a" ? this.b : this.a;
    if (other !== null && Math.abs(seconds - other) < SHORTEST_LOOP_S) {
      return `A and B must lie at least ${SHORTEST_LOOP_S} s apart`;
    }
    this[end] = seconds;
    if (this.whole && this.a > this.b) [this.a, this.b] = [this.b, this.a];
    this.armed = true; // whoever sets B here wants to be back at A now
    return "";
  }

  /* Where to jump now, or null. */
  turn(seconds, end_s) {
    if (!this.whole) return null;
    const b = Math.min(this.b, end_s - 0.02); // the very end is never passed, only reached
    this.armed ||= seconds < b - AT_B_S;
    return this.armed && seconds >= b ? this.a : null;
  }

  /* Who seeks to B or beyond wants to hear what is there. */
  seeked(seconds) {
    this.armed = !this.whole || seconds < this.b - AT_B_S;
  }

  words() {
    if (this.empty) return "";
    if (this.whole) return `${clock(this.a)}-${clock(this.b)}`;
    return this.b === null ? `from ${clock(this.a)}, now set B` : `until ${clock(this.b)}, now set A`;
  }
}
