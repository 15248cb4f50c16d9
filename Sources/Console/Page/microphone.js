// The microphone: opened while somebody speaks, and closed afterwards, so that the browser's sign for it goes out.
import { send, sendBytes } from "./connection.js";

let running = null;

/** Whether the browser gives a microphone to this page. */
export const isPossible = Boolean(navigator.mediaDevices?.getUserMedia);

/** Opens the microphone and sends what it hears. */
export async function start({ open, transcript, onLevel }) {
  if (running) return;
  running = { isWanted: true };
  const mine = running;
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    const context = new AudioContext();
    mine.end = () => {
      for (const track of stream.getTracks()) track.stop();
      context.close();
    };
    await context.audioWorklet.addModule("capture.js");
    if (!mine.isWanted) return finish(mine);
    const node = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    send({ type: "listen", rate: context.sampleRate, open, transcript });
    node.port.onmessage = ({ data }) => {
      onLevel(data.level);
      if (data.bytes.byteLength > 0) sendBytes(data.bytes);
      if (!mine.isWanted) finish(mine, true);
    };
    mine.node = node;
    mine.isListening = true;
    context.createMediaStreamSource(stream).connect(node);
  } catch (error) {
    finish(mine);
    throw error;
  }
}

function finish(mine, wasListening = false) {
  if (mine.isFinished) return;
  mine.isFinished = true;
  if (mine.node) mine.node.port.onmessage = null;
  mine.end?.();
  if (wasListening) send({ type: "stop" });
  if (running === mine) running = null;
}

/** Sends what is left, and closes the microphone. */
export function stop() {
  if (!running) return;
  running.isWanted = false;
  if (running.node) running.node.port.postMessage("flush");
}

/** The connection is gone: nothing is sent any more. */
export function abandon() {
  if (running) finish(running);
}

/** Whether it is open. */
export const isOpen = () => running !== null;
