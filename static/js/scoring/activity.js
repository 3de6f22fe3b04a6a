// Time at work: only while something happens at least every `idle` milliseconds.

const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "scroll", "selectionchange"];

export class Activity {
  constructor(idle, now = Date.now) {
    this.idle = idle;
    this.now = now;
    this.last = now();
    this.active = 0; // milliseconds not taken yet
  }

  sign() {
    const now = this.now();
    if (now - this.last <= this.idle) this.active += now - this.last;
    this.last = now;
  }

  // The whole seconds since they were last taken; what is left over counts the next time.
  take() {
    const seconds = Math.floor(this.active / 1000);
    this.active -= seconds * 1000;
    return seconds;
  }

  // Seconds that were taken and did not arrive.
  giveBack(seconds) {
    this.active += seconds * 1000;
  }

  watch(place) {
    for (const kind of SIGNS) {
      place.addEventListener(kind, () => this.sign(), { passive: true, capture: true });
    }
  }
}
