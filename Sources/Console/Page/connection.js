// The conversation with the server: messages as objects, sound as bytes. It is begun again when it breaks.

const listeners = new Map();
let socket = null;
let wait = 500;

/** Calls back for each message of a type. */
export function on(type, listener) {
  listeners.set(type, [...(listeners.get(type) ?? []), listener]);
}

function tell(message) {
  for (const listener of listeners.get(message.type) ?? []) listener(message);
}

/** Connects, and again after a while whenever the connection is gone. */
export function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(`${scheme}//${location.host}/socket`);
  socket.binaryType = "arraybuffer";
  let refused = false;
  socket.onopen = () => {
    const token = sessionStorage.getItem("token");
    socket.send(JSON.stringify({ type: "hello", ...(token ? { token } : {}) }));
  };
  socket.onmessage = (event) => {
    const message = JSON.parse(event.data);
    if (message.type === "hello") wait = 500;
    if (message.type === "refused") refused = true;
    tell(message);
  };
  socket.onclose = () => {
    tell({ type: "closed" });
    if (refused) return;
    setTimeout(connect, wait);
    wait = Math.min(10000, wait * 2);
  };
}

/** Sends an object; false where there is no connection. */
export function send(message) {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(message));
  return true;
}

/** Sends bytes; false where there is no connection, or where it does not keep up. */
export function sendBytes(bytes, mostWaiting = 1 << 20) {
  if (socket?.readyState !== WebSocket.OPEN || socket.bufferedAmount > mostWaiting) return false;
  socket.send(bytes);
  return true;
}
