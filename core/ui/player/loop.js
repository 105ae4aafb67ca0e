/* Two points of a song, and the jump from the second back to the first. */

const SHORTEST_LOOP_S = 0.5;

class Loop {
  constructor() {
    this.clear();
  }

  clear() {
    this.a = null;
    this.b = null;
    this.last_s = null;
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
    return "";
  }

  /* Where to jump now, or null. Only a run across B turns back: who seeks beyond B wants to hear what is there. */
  turn(seconds, end_s) {
    const before = this.last_s;
    this.last_s = seconds;
    if (!this.whole || before === null || before >= this.b) return null;
    const b = Math.min(this.b, end_s - 0.02); // the very end is never passed, only reached
    if (seconds < b) return null;
    this.last_s = this.a;
    return this.a;
  }

  /* After a seek, the way there was not played. */
  seeked(seconds) {
    this.last_s = seconds;
  }

  words() {
    if (this.empty) return "";
    if (this.whole) return `${clock(this.a)}-${clock(this.b)}`;
    return this.b === null ? `from ${clock(this.a)}, now set B` : `until ${clock(this.b)}, now set A`;
  }
}
