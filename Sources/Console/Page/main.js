// Ties the parts of the page together.
import { connect, on, send, sendBytes } from "./connection.js";
import * as editor from "./editor.js";
import { find } from "./elements.js";
import * as microphone from "./microphone.js";
import * as result from "./result.js";
import * as watch from "./watch.js";

let fileLimit = 0;

function complain(text) {
  find("problem").textContent = text;
  find("problem").hidden = !text;
}

// The microphone.

const talk = find("talk");

function showTalking() {
  const isOn = microphone.isOpen();
  talk.setAttribute("aria-pressed", String(isOn));
  const isOpen = find("open").checked;
  talk.textContent = isOn ? (isOpen ? "Stop listening" : "Listening …") : isOpen ? "Listen" : "Hold to talk";
}

async function startTalking() {
  complain("");
  find("partial").textContent = "";
  const begun = microphone.start({
    open: find("open").checked,
    transcript: find("transcript").value.trim(),
    onLevel: (level) => (find("level").value = level),
  });
  showTalking();
  try {
    await begun;
  } catch (error) {
    complain(`The microphone cannot be opened: ${error.message}`);
  }
  showTalking();
}

function stopTalking() {
  microphone.stop();
  find("level").value = -72;
}

talk.onpointerdown = (event) => {
  if (event.button !== 0) return;
  if (find("open").checked) return microphone.isOpen() ? stopTalking() : startTalking();
  talk.setPointerCapture(event.pointerId);
  startTalking();
};
talk.onpointerup = talk.onpointercancel = () => {
  if (!find("open").checked) stopTalking();
};
// With a keyboard it is held as well, or pressed where it is always open.
talk.onkeydown = (event) => {
  if (![" ", "Enter"].includes(event.key) || event.repeat) return;
  event.preventDefault();
  if (find("open").checked && microphone.isOpen()) stopTalking();
  else startTalking();
};
talk.onkeyup = (event) => {
  if ([" ", "Enter"].includes(event.key) && !find("open").checked) stopTalking();
};
talk.oncontextmenu = (event) => event.preventDefault();
find("open").onchange = () => {
  stopTalking();
  showTalking();
};
if (!microphone.isPossible) {
  talk.disabled = true;
  talk.textContent = "No microphone here";
  talk.title = "Browsers give one only to pages of this machine and to encrypted ones.";
}

on("stopped", showTalking);
on("partial", (partial) => {
  find("partial").textContent = partial.words;
});
on("result", () => {
  find("partial").textContent = "";
});

// Sentences and files.

find("sentence").onsubmit = (event) => {
  event.preventDefault();
  complain("");
  send({ type: "text", text: find("sentence-text").value });
};

async function sendFile(file) {
  complain("");
  if (file.size === 0 || file.size > fileLimit) {
    return complain(`${file.name} has ${file.size} bytes; 1 to ${fileLimit} are heard.`);
  }
  const bytes = await file.arrayBuffer();
  send({ type: "file", name: file.name.slice(0, 100), size: bytes.byteLength, transcript: find("transcript").value.trim() });
  const step = 1 << 18;
  for (let start = 0; start < bytes.byteLength; start += step) {
    sendBytes(bytes.slice(start, start + step), Infinity);
  }
}

const drop = find("drop");
drop.ondragover = (event) => {
  event.preventDefault();
  drop.classList.add("over");
};
drop.ondragleave = () => drop.classList.remove("over");
drop.ondrop = (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  if (event.dataTransfer.files[0]) sendFile(event.dataTransfer.files[0]);
};
find("file").onchange = () => {
  if (find("file").files[0]) sendFile(find("file").files[0]);
  find("file").value = "";
};

// The connection.

on("hello", (hello) => {
  fileLimit = hello.fileLimit;
  find("connection").textContent = `${hello.intents.length} intents, offline`;
  find("token").hidden = true;
  find("main").hidden = false;
});
on("commands", (news) => {
  find("connection").textContent = `${news.intents.length} intents, changed ${news.generation} times`;
});
on("closed", () => {
  microphone.abandon();
  showTalking();
  find("connection").textContent = "not connected";
});
on("refused", () => {
  find("main").hidden = true;
  find("token").hidden = false;
  find("token-note").textContent = sessionStorage.getItem("token") ? "That is not the token." : "";
  find("token-text").focus();
});
on("error", (error) => complain(error.message));
find("token").onsubmit = (event) => {
  event.preventDefault();
  sessionStorage.setItem("token", find("token-text").value);
  connect();
};

result.begin();
editor.begin();
watch.begin();
connect();
