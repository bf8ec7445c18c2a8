// Play a count in its place: one round at a time, by itself or by the buttons and the arrow keys.
// Without this script all rounds are on the page, and a link shows one at a time.
const PAUSE = 4000;

class Player {
  constructor(section) {
    this.section = section;
    this.rounds = [...section.querySelectorAll(".round")];
    this.box = section.querySelector("template").content.firstElementChild.cloneNode(true);
    this.says = this.box.querySelector("[aria-live]");
    this.button = Object.fromEntries([...this.box.querySelectorAll("[data-do]")].map((each) => [each.dataset.do, each]));
    this.words = { play: this.button.play.textContent, pause: this.button.play.dataset.pause };
    this.greeting = this.says.textContent;
    this.place = -1;
    this.box.addEventListener("click", (event) => this.act(event.target.closest("[data-do]")?.dataset.do));
    this.box.addEventListener("keydown", (event) => this.key(event));
    section.querySelector(".rounds").before(this.box);
    section.querySelector("[data-one]")?.remove();
    this.tell();
  }

  act(what) {
    if (what === "play") return this.timer ? this.stop() : this.play();
    if (what) this.stop();
    if (what === "back") this.show(this.place - 1);
    if (what === "on") this.show(this.place + 1);
    if (what === "all") this.all();
  }

  key(event) {
    const what = { ArrowLeft: "back", ArrowRight: "on" }[event.key];
    if (!what || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.act(what);
  }

  play() {
    this.show(this.place + 1 < this.rounds.length ? this.place + 1 : 0);
    this.timer = setInterval(() => this.show(this.place + 1), PAUSE);
    this.button.play.textContent = this.words.pause;
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.button.play.textContent = this.words.play;
  }

  show(place) {
    if (place < 0 || place >= this.rounds.length) return;
    this.place = place;
    this.section.classList.add("playing");
    this.rounds.forEach((round, number) => round.classList.toggle("shown", number === place));
    this.fill(this.rounds[place], this.rounds[place - 1]);
    if (place === this.rounds.length - 1) this.stop();
    this.tell();
  }

  // The bar starts where the round before left it, and the style sheet moves it, unless motion is unwelcome.
  fill(round, before) {
    const bar = round.querySelector(".spent");
    const from = before?.querySelector(".spent")?.getAttribute("width");
    if (!bar || !from || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const to = bar.getAttribute("width");
    bar.setAttribute("width", from);
    bar.getBoundingClientRect();
    bar.setAttribute("width", to);
  }

  all() {
    this.place = -1;
    this.section.classList.remove("playing");
    this.tell();
  }

  // What changed, in one polite sentence: the round's title and what it says of itself.
  tell() {
    const round = this.rounds[this.place];
    const words = (part) => round?.querySelector(part)?.textContent.trim().replace(/\s+/g, " ") ?? "";
    this.says.textContent = round ? `${words("h3")}. ${words(":scope > p:not(.small)")}` : this.greeting;
    // Not `disabled`: a button that has the focus must not lose it.
    const useless = { back: this.place <= 0, on: this.place === this.rounds.length - 1, all: this.place < 0 };
    for (const what in useless) this.button[what].setAttribute("aria-disabled", useless[what]);
  }
}

for (const section of document.querySelectorAll("[data-replay]")) {
  if (section.querySelectorAll(".round").length > 1) new Player(section);
}
