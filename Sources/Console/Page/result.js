// The answer to what was said, and what it looked like.
import { on, send } from "./connection.js";
import { element, find } from "./elements.js";
import { show } from "./picture.js";

let shown = null;
let play = () => {};
let sight = null;
let timer = null;

const number = (value, digits = 2) => (value === null || value === undefined ? "–" : value.toFixed(digits));

/** A slot's name and value, with how sure it is. */
function slotText(slot) {
  const value = Array.isArray(slot.value) ? slot.value.join(", ") : slot.value;
  const sure = slot.confidence === null || slot.confidence === undefined ? "" : ` (${number(slot.confidence)})`;
  return `${slot.name}: ${value}${slot.guessed ? " (guessed)" : ""}${sure}`;
}

function slotList(slots) {
  const list = element("ul", "slots");
  for (const slot of slots) list.append(element("li", "", slotText(slot)));
  return list;
}

function table(headers, rows) {
  const made = element("table");
  const head = element("tr");
  for (const header of headers) {
    const cell = element("th", "", header);
    cell.scope = "col";
    head.append(cell);
  }
  made.append(head);
  for (const row of rows) {
    const line = element("tr");
    for (const cell of row) line.append(element("td", "", cell));
    made.append(line);
  }
  return made;
}

function showResult(result) {
  shown = result.id;
  const answer = find("answer");
  answer.dataset.id = result.id;
  answer.dataset.shown = performance.timeOrigin + performance.now();
  answer.replaceChildren();
  const candidate = result.candidate;
  if (result.accepted) {
    answer.append(element("p", "verdict good", candidate.intent));
    if (candidate.slots.length) answer.append(slotList(candidate.slots));
    answer.append(element("p", "", `“${candidate.text}”`));
  } else {
    answer.append(element("p", "verdict bad", "No command"));
    const reason = element("p", "", result.reason);
    reason.id = "reason";
    answer.append(reason);
  }
  const facts = [`confidence ${number(result.confidence, 3)} of ${number(result.threshold)} needed`];
  if (result.start !== null) facts.push(`said from ${number(result.start)} to ${number(result.end)} s`);
  const { wait, computing } = result.latency;
  facts.push(`${wait > 0 ? `waited ${number(wait)} s for more, ` : ""}computed ${(computing * 1000).toFixed(0)} ms`);
  answer.append(element("p", "quiet", facts.join(" · ")));
  if (result.fusion) {
    answer.append(element("h3", "", "Sound and transcript"));
    answer.append(
      table(
        ["candidate", "by sound", "by transcript"],
        result.fusion.map((one) => [`${one.intent}: “${one.words}”`, number(one.sound, 1), number(one.text, 1)])));
    answer.append(element("p", "quiet", "Nats; the sound's against the best phones of all, the transcript's against chance."));
  }
  find("sight").hidden = true;
  if (result.source !== "text") send({ type: "see", id: result.id });
}

function showSight(latest) {
  if (latest.id !== shown) return;
  sight = latest;
  if (sight.reason && find("reason")) find("reason").textContent = sight.reason;
  find("sight").hidden = false;
  play = show(find("picture"), sight);
  const place = find("candidates");
  place.replaceChildren();
  if (!sight.candidates.length) return;
  place.append(element("h3", "", "Best candidates by the sound"));
  const scroll = element("div", "scroll");
  scroll.append(
    table(
      ["sentence", "meaning", "score"],
      sight.candidates.map((one) => [
        `“${one.text}”`, [one.intent, ...one.slots.map(slotText)].join(", "), number(one.score, 1),
      ])));
  place.append(scroll);
  place.append(element("p", "quiet", "Scores in nats against the best of all phone sequences; nearer to 0 is better."));
}

/** Shows results as they come. */
export function begin() {
  on("result", showResult);
  on("sight", showSight);
  find("play").onclick = () => play();
  // The picture is as wide as there is room for.
  addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!find("sight").hidden) play = show(find("picture"), sight);
    }, 150);
  });
}
