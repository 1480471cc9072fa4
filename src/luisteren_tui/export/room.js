// Draws the state of the room's screen, which the program writes to state.js. All text is set as text, never as markup.
"use strict";

const LOADS_MS = 1000; // between two loads of the state
const SILENT_MS = 10_000; // without a new state for so long, the program is gone
const COUNTS_MS = 200;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/; // letters that are written in that direction
const SMALLEST = 1.6, LARGEST = 12; // sizes of type, in percent of the window's height

const room = document.getElementById("room");
const page = document.documentElement;
let shown = ""; // the picture that is drawn, as JSON
let state = null;
let beat = null;
let heard = performance.now(); // when the last new state came
let turned = false; // whether the viewer changed between light and dark

// The state file calls this.
function show(next) {
  if (next.version !== page.dataset.version) {
    location.reload(); // another version of the program has written the page anew
    return;
  }
  if (next.beat !== beat) {
    beat = next.beat;
    heard = performance.now();
  }
  state = next;
  page.lang = state.picture.language;
  page.dir = state.picture.direction;
  document.title = state.name;
  page.classList.toggle("dark", (state.theme === "dark") !== turned);
  const picture = JSON.stringify([state.picture, state.hint]);
  if (picture !== shown) {
    shown = picture;
    draw(state.picture);
  }
  count();
}

function load() {
  if (state?.last) return; // nothing comes any more, and the last picture stays
  const script = document.createElement("script");
  script.src = `state.js?${Date.now()}`; // another address each time, so that it is read again
  script.onload = script.onerror = () => script.remove();
  document.head.append(script);
}

function draw(picture) {
  page.dataset.scene = picture.scene;
  const top = add(null, "header", "top");
  const title = add(top, "h1", "title", picture.title || state.name);
  title.classList.toggle("unseen", !picture.title);
  if (picture.turn) add(top, "p", "turn", picture.turn);
  for (const line of picture.players) add(top, "p", "players", line);
  if (picture.signal) add(top, "p", "signal", picture.signal);

  const middle = add(null, "section", "middle");
  if (picture.how.length || picture.groups.length) drawGroups(add(middle, "div", "pane"), picture);
  const pane = add(null, "div", "pane");
  if (picture.greeting) add(pane, "p", "greeting", picture.greeting);
  if (picture.figure) {
    add(pane, "p", "before", picture.before);
    add(pane, "p", "figure", picture.figure);
    add(pane, "p", "after", picture.after);
  }
  if (picture.line) add(pane, "p", "line", picture.line);
  for (const [kind, text] of picture.blocks) {
    if (kind === "item") add(add(pane, "p", kind), "bdi", "", text); // the dot before it is where lines begin
    else add(pane, "p", kind, text);
  }
  // A single thing is centred. Several are a list, which is easier to read from the left.
  pane.classList.toggle("one", picture.blocks.length < 2);
  pane.classList.toggle("many", picture.blocks.length > 8);
  if (pane.childElementCount) middle.append(pane);
  if (picture.code) drawCode(middle, picture.code);
  page.classList.toggle("bare", !middle.childElementCount);
  if (picture.title && !middle.childElementCount) add(middle, "div", "pane one").append(title);

  const bottom = add(null, "footer", "bottom");
  bottom.hidden = !picture.time;
  const time = add(bottom, "p", "time");
  add(time, "bdi", "number");
  add(time, "bdi", "label");
  add(add(bottom, "div", "track"), "div", "run");
  const hint = add(null, "p", "hint", state.hint);
  hint.hidden = !state.hint;
  const gone = add(null, "p", "gone", "○");
  gone.hidden = true;
  room.replaceChildren(top, middle, bottom, hint, gone);
  count(); // the rest fits beside the time
  fit();
}

function drawGroups(pane, picture) {
  for (const line of picture.how) add(pane, "p", "how", line);
  if (!picture.groups.length) return;
  const table = add(pane, "ol", picture.named ? "groups named" : "groups");
  for (const group of picture.groups) {
    const card = add(table, "li", group.current ? "group current" : "group");
    if (group.number) add(card, "span", "place", group.current ? `▶ ${group.number}` : group.number);
    const people = add(card, "span", "people");
    for (const [letter, name] of group.people) {
      const person = add(people, "span", "person");
      if (letter) add(person, "b", "letter", letter);
      add(person, "bdi", "", name);
    }
  }
}

function drawCode(middle, code) {
  const figure = add(middle, "figure", "code");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${code.size} ${code.size}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", code.link);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", code.path);
  svg.append(path);
  figure.append(svg);
  add(figure, "figcaption", "link", code.link);
}

function add(parent, name, kind, text) {
  const made = document.createElement(name);
  if (name === "h1") made.id = kind;
  else made.className = kind;
  if (text !== undefined) {
    made.textContent = text;
    // A text of the program may be in another language than the workshop, and a name in a third.
    made.dir = page.dir === "rtl" && RIGHT_TO_LEFT.test(text) ? "rtl" : "auto";
  }
  parent?.append(made);
  return made;
}

// Set each part in the largest type in which all of it fits. Words and the lines of a poem are kept whole, unless that
// makes them much smaller.
function fit() {
  for (const pane of room.querySelectorAll(".pane")) {
    pane.classList.remove("whole");
    const broken = fitted(pane);
    pane.classList.add("whole");
    if (fitted(pane) >= (pane.querySelector(".body") ? 0.8 : 0.6) * broken) continue;
    pane.classList.remove("whole");
    fitted(pane);
  }
}

function fitted(pane) {
  const table = pane.querySelector(".groups");
  return table ? fitTable(pane, table) : largest(pane);
}

function largest(pane) {
  const { clientHeight, clientWidth } = pane.parentElement;
  const fits = (size) => {
    pane.style.fontSize = `${size}vh`;
    return pane.scrollHeight <= clientHeight && pane.scrollWidth <= Math.min(clientWidth, pane.clientWidth);
  };
  if (fits(LARGEST)) return LARGEST;
  let low = SMALLEST, high = LARGEST;
  for (let step = 0; step < 9; step += 1) {
    const size = (low + high) / 2;
    if (fits(size)) low = size;
    else high = size;
  }
  fits(low);
  return low;
}

// Use as many columns as allow the largest type.
function fitTable(pane, table) {
  let best = [0, 1];
  for (let columns = 1; columns <= Math.min(8, table.childElementCount); columns += 1) {
    table.style.gridTemplateColumns = `repeat(${columns}, minmax(max-content, 1fr))`;
    const size = largest(pane);
    if (size > best[0] * 1.02) best = [size, columns];
  }
  table.style.gridTemplateColumns = `repeat(${best[1]}, minmax(max-content, 1fr))`;
  return largest(pane);
}

// Count the time: the state says when it is up, so it doesn't matter when that was loaded.
function count() {
  const gone = room.querySelector(".gone");
  if (!gone) return;
  gone.hidden = state.last || performance.now() - heard < SILENT_MS;
  const time = state.picture.time;
  if (!time) return;
  const left = time.until === null ? time.left : (time.until - Date.now()) * time.rate;
  const unit = time.unit === "seconds" ? 1000 : 60_000;
  const whole = Math.max(0, Math.ceil(left / unit));
  const over = time.unit !== "seconds" && time.unit !== "" && whole === 0;
  let figures = time.unit === "seconds" ? seconds(whole) : String(whole);
  if (time.unit === "" || over || time.beside) figures = "";
  const label = over ? "" : (whole === 1 ? time.one : time.many).replace("{n}", whole);
  put(".number", figures);
  put(".label", label);
  const run = time.total > 0 ? Math.min(1, Math.max(0, 1 - left / time.total)) : 0;
  room.querySelector(".track").hidden = time.total <= 0;
  room.querySelector(".run").style.width = `${(100 * run).toFixed(2)}%`;
}

function seconds(whole) {
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

function put(place, text) {
  const element = room.querySelector(place);
  if (element.textContent !== text) element.textContent = text;
}

addEventListener("resize", fit);
addEventListener("dblclick", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else page.requestFullscreen?.();
});
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "l" || event.ctrlKey || event.metaKey || event.altKey || !state) return;
  turned = !turned;
  page.classList.toggle("dark", (state.theme === "dark") !== turned);
});
document.addEventListener("visibilitychange", load);
setInterval(load, LOADS_MS);
setInterval(() => state && count(), COUNTS_MS);
load();
