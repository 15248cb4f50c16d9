// The last hundred utterances of all pages, and what another threshold would have made of them.
import { on, send } from "./connection.js";
import { element, find } from "./elements.js";

const most = 100;
let utterances = [];
let counts = { heard: 0, understood: 0, rejected: 0 };
let correcting = null;

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? `${(1000 * sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]).toFixed(0)} ms` : "–";
}

function drawCounts() {
  const latencies = utterances.filter((one) => one.source !== "text").map((one) => one.latency.computing);
  const facts = [
    ["heard", counts.heard], ["understood", counts.understood], ["rejected", counts.rejected],
    ["computing, median", quantile(latencies, 0.5)], ["95th percentile", quantile(latencies, 0.95)],
  ];
  find("counts").replaceChildren(
    ...facts.map(([name, value]) => {
      const pair = element("div");
      pair.append(element("dt", "", name), element("dd", "", String(value)));
      return pair;
    }));
}

const threshold = () => Number(find("threshold").value);
const wouldBeAccepted = (one) => one.candidate !== null && one.confidence >= threshold();

function verdictCell(one) {
  const cell = element("td");
  const pressed = (button, is) => button.setAttribute("aria-pressed", String(is));
  const [right, wrong] = [element("button", "", "right"), element("button", "", "wrong")];
  pressed(right, one.verdict === "right");
  pressed(wrong, one.verdict === "wrong");
  right.setAttribute("aria-label", `utterance ${one.id} is right`);
  wrong.setAttribute("aria-label", `utterance ${one.id} is wrong`);
  right.onclick = () => {
    correcting = null;
    send({ type: "judge", id: one.id, right: true });
  };
  wrong.onclick = () => {
    correcting = one.id;
    draw();
    find("meant").focus();
  };
  cell.append(right, " ", wrong);
  if (correcting === one.id) {
    const form = element("form");
    const meant = element("input");
    meant.id = "meant";
    meant.placeholder = "what was meant; empty: no command";
    meant.setAttribute("aria-label", `what utterance ${one.id} meant`);
    form.append(meant, " ", element("button", "", "note"));
    form.onsubmit = (event) => {
      event.preventDefault();
      correcting = null;
      send({ type: "judge", id: one.id, right: false, meant: meant.value });
    };
    cell.append(form);
  }
  return cell;
}

function row(one) {
  const line = element("tr");
  const candidate = one.candidate;
  const slots = candidate ? candidate.slots.map((slot) => `${slot.name}=${slot.value}`).join(", ") : "";
  const meaning = element("td", "", candidate ? `${candidate.intent} ${slots}` : "nothing");
  meaning.append(element("div", "quiet", candidate ? `“${candidate.text}”` : one.reason ?? ""));
  const from = element("td", "", one.source);
  if (one.title) from.append(element("div", "quiet", one.title));
  const accepted = wouldBeAccepted(one);
  line.append(
    element("td", "number", String(one.id)), from, meaning, element("td", "number", one.confidence.toFixed(3)),
    element("td", accepted ? "good" : "bad", accepted ? "accepted" : "rejected"), verdictCell(one));
  return line;
}

function draw() {
  drawCounts();
  find("threshold-value").textContent = threshold().toFixed(2);
  const accepted = utterances.filter(wouldBeAccepted).length;
  find("would").textContent = `${accepted} of the last ${utterances.length} would be accepted`;
  find("rows").replaceChildren(...[...utterances].reverse().map(row));
}

/** Follows what is said. */
export function begin() {
  find("threshold").oninput = draw;
  on("hello", (hello) => {
    utterances = hello.utterances;
    counts = hello.counts;
    find("threshold").value = String(hello.threshold);
    find("kept").textContent = hello.folder
      ? `Sound is kept in ${hello.folder}; attune score --manifest ${hello.folder}/manifest.jsonl reads what is called right or wrong.`
      : "Nothing is kept; attune console --save does that.";
    draw();
  });
  on("utterance", (one) => {
    counts = one.counts;
    const place = utterances.findIndex((other) => other.id === one.id);
    if (place >= 0) utterances[place] = one;
    else utterances = [...utterances, one].slice(-most);
    draw();
  });
}
