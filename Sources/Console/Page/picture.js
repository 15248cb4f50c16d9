// What a sound looks like, and playing it from where somebody clicks.
import { element } from "./elements.js";

const height = 160;
let context = null;
let source = null;

/** The bytes that base64 stands for. */
export function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Draws frames of bytes, the lowest band at the bottom. */
function drawFrames(canvas, { size, bytes }) {
  const values = bytesOf(bytes);
  const count = values.length / size;
  canvas.width = Math.max(1, count);
  canvas.height = size;
  const drawing = canvas.getContext("2d");
  const image = drawing.createImageData(canvas.width, size);
  for (let frame = 0; frame < count; frame++) {
    for (let band = 0; band < size; band++) {
      const value = values[frame * size + band];
      const place = 4 * ((size - 1 - band) * canvas.width + frame);
      // White to ink, as in the report.
      image.data[place] = 255 - (value * 229) / 255;
      image.data[place + 1] = 255 - (value * 221) / 255;
      image.data[place + 2] = 255 - (value * 210) / 255;
      image.data[place + 3] = 255;
    }
  }
  drawing.putImageData(image, 0, 0);
}

/** A picture of a sight in a place; gives what plays it from a time, in seconds. */
export function show(place, sight) {
  const seconds = (bytesOf(sight.spectrogram.bytes).length / sight.spectrogram.size) * sight.spectrogram.step || 0.01;
  const width = Math.round(Math.max(place.parentElement.clientWidth - 4, Math.min(seconds * 240, 6000)));
  const x = (time) => (Math.max(0, Math.min(seconds, time)) / seconds) * width;
  source?.stop();
  place.replaceChildren();
  place.style.width = `${width}px`;

  const canvas = element("canvas");
  drawFrames(canvas, sight.spectrogram);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.onclick = (event) => play((event.offsetX / width) * seconds);
  place.append(canvas);

  const cursor = element("div");
  cursor.id = "cursor";
  cursor.hidden = true;

  const tiers = [...sight.tiers, ...(sight.heard.length ? [{ name: "heard freely", spans: sight.heard }] : [])];
  for (const tier of tiers) {
    const row = element("div", "tier");
    row.append(element("span", "name", tier.name));
    for (const span of tier.spans) {
      const isPhone = tier.name === "phones";
      const item = element(isPhone ? "span" : "button", isPhone ? "phone" : "", span.text);
      if (!isPhone) {
        item.type = "button";
        const agreement = span.agreement === null ? "" : `, agreement ${span.agreement.toFixed(2)}`;
        item.setAttribute("aria-label", `${span.text}, ${span.start.toFixed(2)} to ${span.end.toFixed(2)} s${agreement}: play`);
        item.title = `${span.start.toFixed(2)}–${span.end.toFixed(2)} s${agreement}`;
        if (span.agreement !== null && span.agreement < 0.5) item.classList.add("doubted");
        item.onclick = () => play(span.start, span.end);
      }
      item.style.left = `${x(span.start)}px`;
      item.style.width = `${Math.max(2, x(span.end) - x(span.start))}px`;
      row.append(item);
    }
    place.append(row);
  }
  if (sight.attention) {
    const attention = element("canvas");
    // The first word is the topmost row.
    const values = bytesOf(sight.attention.bytes);
    const size = sight.attention.size;
    const turned = new Uint8Array(values.length);
    values.forEach((value, index) => {
      turned[index - (index % size) + (size - 1 - (index % size))] = value;
    });
    drawFrames(attention, { size, bytes: btoa(Array.from(turned, (byte) => String.fromCharCode(byte)).join("")) });
    attention.style.width = `${width}px`;
    attention.style.height = `${Math.min(8, size) * 12}px`;
    attention.setAttribute("role", "img");
    attention.setAttribute("aria-label", `which of the words ${sight.tokens.join(", ")} the attention of each moment is on`);
    const row = element("p", "quiet", "attention, a row a word:");
    place.append(row, attention);
  }
  const axis = element("div", "tier axis");
  const step = seconds > 12 ? 2 : seconds > 4 ? 1 : 0.5;
  for (let time = 0; time < seconds; time += step) {
    const mark = element("span", "mark", `${time.toFixed(step < 1 ? 1 : 0)} s`);
    mark.style.left = `${x(time)}px`;
    axis.append(mark);
  }
  canvas.after(axis);
  place.append(cursor);
  // A phone shows what was said, and not the silence before it.
  const first = Math.min(...sight.tiers.flatMap((tier) => tier.spans.map((span) => span.start)));
  place.parentElement.scrollLeft = Number.isFinite(first) ? x(first - 0.1) : 0;

  function play(start = 0, end = seconds) {
    source?.stop();
    context ??= new AudioContext();
    context.resume();
    const pcm = new Int16Array(bytesOf(sight.samples).buffer);
    const buffer = context.createBuffer(1, Math.max(1, pcm.length), sight.rate);
    buffer.getChannelData(0).set(Float32Array.from(pcm, (sample) => sample / 32768));
    const mine = context.createBufferSource();
    source = mine;
    mine.buffer = buffer;
    mine.connect(context.destination);
    const begun = context.currentTime;
    mine.start(0, start, Math.max(0.02, end - start));
    cursor.hidden = false;
    const move = () => {
      if (source !== mine) return;
      const now = start + context.currentTime - begun;
      cursor.style.left = `${x(now)}px`;
      if (now < end) requestAnimationFrame(move);
    };
    move();
    mine.onended = () => {
      if (source === mine) cursor.hidden = true;
    };
  }
  return play;
}
