// Recordings: a waveform on top of the browser's own player, the transcript that follows it, and
// keys.
import WaveSurfer from "../vendor/wavesurfer/wavesurfer.esm.js";
import Regions from "../vendor/wavesurfer/regions.esm.js";

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];
const QUIET = 0.03; // of the loudest possible: below it nobody speaks
const LEAST = 1.5; // seconds of silence that are worth skipping
const LEAD = 0.25; // seconds of it that stay, so that words are not cut

const turns = [...document.querySelectorAll(".turn[data-start]")].map((element) => ({
  element,
  start: Number(element.dataset.start) / 1000,
  end: Number(element.dataset.end || NaN) / 1000,
}));
turns.forEach((turn, i) => {
  if (Number.isNaN(turn.end)) turn.end = turns[i + 1]?.start ?? Infinity;
});

const clock = (seconds) => {
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return `${h ? `${h}:${String(m).padStart(2, "0")}` : m}:${String(s).padStart(2, "0")}`;
};
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Where all channels are quiet for long, as [from, to] in seconds.
function silences(peaks, seconds) {
  const step = seconds / peaks[0].length;
  const found = [];
  let from = null;
  for (let i = 0; i <= peaks[0].length; i += 1) {
    const quiet = i < peaks[0].length && peaks.every((channel) => channel[i] < QUIET);
    if (quiet) from ??= i;
    else if (from !== null) {
      if ((i - from) * step >= LEAST) found.push([from * step + LEAD, i * step - LEAD]);
      from = null;
    }
  }
  return found;
}

class Player {
  constructor(box) {
    this.box = box;
    this.audio = box.querySelector("audio");
    this.part = (name) => box.querySelector(`[data-${name}]`);
    this.silent = [];
    this.heard = null;
    this.audio.addEventListener("timeupdate", () => this.follow());
    this.audio.addEventListener("play", () => this.state());
    this.audio.addEventListener("pause", () => this.state());
  }

  async draw() {
    const response = await fetch(this.box.dataset.waveform, {
      headers: { Accept: "application/json" },
    });
    if (!response.ok) return;
    const { seconds, peaks } = await response.json();
    this.silent = silences(peaks, seconds);
    this.part("wave").hidden = false;
    const look = { waveColor: colour("--quiet"), progressColor: colour("--brand") };
    this.wave = WaveSurfer.create({
      container: this.part("wave"),
      media: this.audio,
      peaks,
      duration: seconds,
      height: peaks.length > 1 ? 36 : 56,
      ...look,
      splitChannels: peaks.length > 1 ? peaks.map(() => look) : undefined,
      cursorColor: colour("--brand"),
      barWidth: 2,
      barGap: 1,
      normalize: true,
      cspNonce: this.box.dataset.nonce,
    });
    this.regions = this.wave.registerPlugin(Regions.create());
    this.regions.enableDragSelection({ color: "rgba(200, 150, 40, .25)" });
    this.regions.on("region-created", (region) => {
      for (const other of this.regions.getRegions()) if (other !== region) other.remove();
      this.part("loop").checked = true;
      this.audio.currentTime = region.start;
    });
    this.regions.on("region-clicked", (region, event) => {
      event.stopPropagation();
      this.audio.currentTime = region.start;
    });
    for (const row of this.box.querySelectorAll("[data-controls]")) row.hidden = false;
    this.part("whole").textContent = clock(seconds);
    this.audio.controls = false;
    this.wire();
    this.follow();
  }

  wire() {
    this.part("play").addEventListener("click", () => this.toggle());
    this.part("back").addEventListener("click", () => this.by(-5));
    this.part("forward").addEventListener("click", () => this.by(5));
    this.part("speed").addEventListener("change", (event) => {
      this.audio.playbackRate = Number(event.target.value);
    });
    for (const turn of turns) {
      turn.element.classList.add("can-be-heard");
      turn.element.querySelector(".who").addEventListener("click", () => this.hear(turn));
      turn.element.querySelector(".bubble").addEventListener("click", () => {
        if (getSelection().isCollapsed) this.hear(turn);
      });
    }
  }

  toggle() {
    return this.audio.paused ? this.audio.play() : this.audio.pause();
  }
  by(seconds) {
    this.audio.currentTime = Math.max(0, this.audio.currentTime + seconds);
  }
  faster(by) {
    const at = SPEEDS.indexOf(this.audio.playbackRate);
    this.audio.playbackRate =
      SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, (at < 0 ? 1 : at) + by))];
    this.part("speed").value = String(this.audio.playbackRate);
  }
  tick(name) {
    this.part(name).checked = !this.part(name).checked;
  }
  hear(turn) {
    this.audio.currentTime = turn.start;
    this.audio.play();
  }

  state() {
    this.part("play").setAttribute("aria-pressed", String(!this.audio.paused));
    this.box.toggleAttribute("data-playing", !this.audio.paused);
    cancelAnimationFrame(this.frame);
    const go = () => {
      this.follow();
      if (!this.audio.paused) this.frame = requestAnimationFrame(go);
    };
    go();
  }

  // What has to follow the sound: the clock, the turn that is heard, silence that is skipped, the
  // part that is looped.
  follow() {
    const now = this.audio.currentTime;
    this.part("now").textContent = clock(now);
    if (!this.audio.paused) {
      const region = this.part("loop").checked ? this.regions?.getRegions()[0] : null;
      if (region && (now >= region.end || now < region.start - 0.5))
        this.audio.currentTime = region.start;
      else if (this.part("skip").checked) {
        const gap = this.silent.find(([from, to]) => now >= from && now < to - 0.1);
        if (gap) [, this.audio.currentTime] = gap;
      }
    }
    const turn = turns.findLast((one) => one.start <= now + 0.05 && now < one.end) ?? null;
    if (turn === this.heard) return;
    this.heard?.element.classList.remove("is-heard");
    this.heard = turn;
    if (!turn) return;
    turn.element.classList.add("is-heard");
    if (!this.audio.paused) turn.element.scrollIntoView({ block: "nearest" });
  }
}

const players = [...document.querySelectorAll("[data-player]")].map((box) => new Player(box));
for (const player of players) player.draw();

// Evidence that is a moment of the recording is heard when it is chosen.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-at]");
  if (!link || !players.length) return;
  event.preventDefault();
  players[0].hear({ start: Number(link.dataset.at) / 1000 });
});

document.addEventListener("keydown", (event) => {
  const player = players.find((one) => !one.audio.paused) ?? players[0];
  if (!player || event.ctrlKey || event.metaKey || event.altKey) return;
  if (
    event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])") ||
    document.querySelector("dialog[open]")
  )
    return;
  const act = {
    p: () => player.toggle(),
    ",": () => player.by(-5),
    ".": () => player.by(5),
    "<": () => player.faster(-1),
    ">": () => player.faster(1),
    s: () => player.tick("skip"),
    l: () => player.tick("loop"),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
