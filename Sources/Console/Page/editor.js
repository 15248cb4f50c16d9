// The command files: what the server says of a draft stands beside it while somebody types.
import { on, send } from "./connection.js";
import { element, find } from "./elements.js";

const pause = 300;
let files = [];
let current = 0;
let version = 0;
let saved = "";
let number = 0;
let timer = null;
let isBroken = false;

function drawLines() {
  const count = find("text").value.split("\n").length;
  find("lines").textContent = Array.from({ length: count }, (_, index) => index + 1).join("\n");
  find("lines").scrollTop = find("text").scrollTop;
}

/** Puts the cursor at a place, lines and columns from 1. */
function go(line, column) {
  const text = find("text");
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  text.focus();
  const place = Math.min(text.value.length, start + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length);
  text.setSelectionRange(place, place);
  text.scrollTop = (line - 5) * parseFloat(getComputedStyle(text).lineHeight);
}

function check(expects = false) {
  clearTimeout(timer);
  number += 1;
  send({ type: "check", number, file: current, text: find("text").value, expects });
}

function changed() {
  drawLines();
  find("save").disabled = find("text").value === saved || isBroken;
  find("saved").textContent = find("text").value === saved ? "" : "changed";
  clearTimeout(timer);
  timer = setTimeout(check, pause);
}

function placed(kind, problem) {
  const item = element("li", kind);
  const isHere = problem.file === files[current];
  const place = element("button", "", `${isHere ? "line" : problem.file + " line"} ${problem.line}, column ${problem.column}`);
  place.type = "button";
  if (isHere) place.onclick = () => go(problem.line, problem.column);
  item.append(place, `: ${problem.message}`);
  return item;
}

function list(title, items) {
  const part = element("div");
  part.append(element("h3", "", title));
  const made = element("ul");
  made.append(...items);
  part.append(made);
  return part;
}

function showCheck(answer) {
  if (answer.number !== number) return;
  const place = find("check");
  place.replaceChildren();
  isBroken = answer.error !== null;
  find("save").disabled = isBroken || find("text").value === saved;
  if (isBroken) {
    place.append(list("It cannot be used", [placed("bad", answer.error)]));
    return;
  }
  place.append(element("p", "good", `It can be used: ${answer.sentences} sentences.`));
  if (answer.warnings.length) place.append(list("Warnings", answer.warnings.map((one) => placed("", one))));
  if (answer.guessed.length) {
    place.append(
      list("Guessed pronunciations", answer.guessed.map((one) => element("li", "", `${one.word}: ${one.pronunciation}`))));
  }
  place.append(
    list(
      "Intents",
      answer.intents.map((one) => {
        const rate = one.falseAccepts === null ? "" : `, ${one.falseAccepts.toPrecision(2)} false accepts an hour expected`;
        return element("li", "", `${one.name}: ${one.sentences} sentences${rate}`);
      })));
  place.append(list("For instance", answer.samples.map((one) => element("li", "", `“${one.text}” (${one.intent})`))));
}

/** Opens the first file, and follows what is typed. */
export function begin() {
  const text = find("text");
  text.oninput = changed;
  text.onscroll = () => (find("lines").scrollTop = text.scrollTop);
  text.onkeydown = (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      find("save").click();
    }
  };
  find("files").onchange = () => send({ type: "open", file: Number(find("files").value) });
  find("save").onclick = () => {
    if (find("save").disabled) return;
    saving = text.value;
    send({ type: "save", file: current, text: saving, version });
  };
  find("expect").onclick = () => {
    find("check").prepend(element("p", "quiet", "Trying the commands on speech that is none …"));
    check(true);
  };
  on("hello", (hello) => {
    const isFirst = files.length === 0;
    files = hello.files;
    find("files").replaceChildren(
      ...files.map((file, index) => Object.assign(element("option", "", file), { value: String(index) })));
    find("files").value = String(current);
    // After a broken connection, what was typed stays.
    if (isFirst || text.value === saved) send({ type: "open", file: current });
  });
  on("opened", (answer) => {
    current = answer.file;
    version = answer.version;
    saved = answer.text;
    isBroken = false;
    text.value = saved;
    text.setSelectionRange(0, 0);
    find("files").value = String(current);
    find("saved").textContent = "";
    drawLines();
    check();
  });
  on("saved", (answer) => {
    if (answer.file !== current) return;
    version = answer.version;
    saved = saving;
    find("saved").textContent = "saved, and in force";
    find("save").disabled = text.value === saved;
  });
  on("checked", showCheck);
}

let saving = "";
