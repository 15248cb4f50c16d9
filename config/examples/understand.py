#!/usr/bin/env python3
"""Prints what is said in a WAV file, asked of a running server (attune serve). Nothing but the standard library is needed.

usage: understand.py FILE.wav [HOST [PORT]]
"""

import json
import socket
import sys
import wave


def send(stream, kind, data, payload=b""):
    header = {"type": kind, "data": data, "payload_length": len(payload)}
    stream.write(json.dumps(header).encode() + b"\n" + payload)


def events(stream):
    while line := stream.readline():
        event = json.loads(line)
        data = event.get("data") or {}
        data.update(json.loads(stream.read(event.get("data_length") or 0) or "{}"))
        stream.read(event.get("payload_length") or 0)
        yield event["type"], data


def main(path, host="127.0.0.1", port="10400"):
    with wave.open(path) as sound, socket.create_connection((host, int(port)), timeout=30) as connection:
        stream = connection.makefile("rwb")
        form = {"rate": sound.getframerate(), "width": sound.getsampwidth(), "channels": sound.getnchannels()}
        send(stream, "audio-start", form)
        while samples := sound.readframes(sound.getframerate() // 10):
            send(stream, "audio-chunk", form, samples)
        send(stream, "audio-stop", {})
        stream.flush()
        # The server answers what it was sent, and closes its end, too.
        connection.shutdown(socket.SHUT_WR)
        for kind, data in events(stream):
            if kind == "intent":
                print(data["name"], {slot["name"]: slot["value"] for slot in data["entities"]})
            elif kind in ("not-recognized", "error"):
                print(kind, data.get("words") or data.get("text") or "")


if __name__ == "__main__":
    main(*sys.argv[1:]) if 2 <= len(sys.argv) <= 4 else sys.exit(__doc__)
