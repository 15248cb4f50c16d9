#!/usr/bin/env python3
"""Measures what sounds that are heard at once cost a server in memory, and whether it is given back; see `--help`.

For each set of commands and each kind of sound there is a fresh server. Its clients send their sound in real time, or as fast
as it is heard where the machine is slower, and then stay connected; the server drops nothing. Resident memory is read from
/proc: before, at its highest while they speak, while they are connected and silent, and after they have gone. A stream's share is
what each more stream adds from the run before to this one, so that it is not blamed for what all share.

Nothing but the standard library is needed. Without real voices (docs/data.md) Home Assistant's commands are left out, and
synthetic voices speak.
"""

import argparse
import base64
import json
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time

import real_voices

ROOT = pathlib.Path(__file__).resolve().parent.parent
RATE = 16_000
CONFIG = [ROOT / "config" / name for name in ("lights.yaml", "coffee.yaml", "timers.yaml")]
COMMANDS = {"lights": CONFIG[:1], "config": CONFIG, "home-assistant": [real_voices.FOLDER / "home-assistant" / "en.yaml"]}
# Nobody is slowed down for long enough to lose sound, nor closed for being silent.
LIMITS = "limits:\n  slow-down: 3600\n  idle: 3600\n  clients: 4096\n"


class Server:
    """A server until the end of a `with`."""

    def __init__(self, attune, commands):
        self.config = tempfile.NamedTemporaryFile("w", suffix=".yaml")
        self.config.write(LIMITS)
        self.config.flush()
        self.log = tempfile.TemporaryFile()
        files = [part for file in commands for part in ("--commands", str(file))]
        self.process = subprocess.Popen(
            [attune, "serve", *files, "--config", self.config.name, "--listen", "tcp://127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=self.log)
        line = self.process.stdout.readline().decode()
        if not line.startswith("listening on "):
            self.log.seek(0)
            raise RuntimeError(f"the server did not begin: {line!r} {self.log.read()[:500]!r}")
        self.port = int(line.rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def memory(self):
        """Its resident memory in MB."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024 / 1e6
        raise RuntimeError("the server is gone")


def loadable(attune, name, folder):
    """Command files as this executable takes them: what it does not know of Home Assistant's lists is left out."""
    files = COMMANDS[name]
    try:
        with Server(attune, files):
            return files
    except RuntimeError as error:
        if "fractions" not in str(error):
            raise
    lines = files[0].read_text().splitlines(keepends=True)
    copy = pathlib.Path(folder) / files[0].name
    copy.write_text("".join(line for line in lines if "fractions:" not in line))
    print(f"{files[0]}: without fractions, which this executable does not know", file=sys.stderr)
    return [copy]


def event(kind, payload=b"", **data):
    header = {"type": kind, "data": data}
    if payload:
        header["payload_length"] = len(payload)
    return json.dumps(header).encode() + b"\n" + payload


def noise(_attune, seconds, _count):
    """White noise at -24 dBFS."""
    raw = random.Random(1).randbytes(2 * RATE * seconds)
    samples = memoryview(raw).cast("h")
    quiet = bytearray(len(raw))
    target = memoryview(quiet).cast("h")
    for index, sample in enumerate(samples):
        target[index] = sample >> 3
    return [bytes(quiet)]


def speech(attune, seconds, count):
    """Recordings of people one after another, with half a second of near silence between them."""
    people = real_voices.SPEECH_TO_INTENT / "dev" if real_voices.ARE_THERE else None
    clips = sorted(people.glob("*.flac") if people else (ROOT / "Fixtures").glob("synthetic-*.flac"))
    clips = clips[:: max(1, len(clips) // 32)][:32]
    pause = bytes(random.Random(2).choice((0, 1)) if index % 2 == 0 else 0 for index in range(RATE))
    recordings = [pcm(attune, clip) + pause for clip in clips]
    sounds = []
    for first in range(min(count, len(recordings))):
        sound, index = b"", first
        while len(sound) < 2 * RATE * seconds:
            sound += recordings[index % len(recordings)]
            index += 1
        sounds.append(sound[: 2 * RATE * seconds])
    return sounds


def pcm(attune, clip):
    """The samples of a recording, as `attune send` would send them."""
    session = subprocess.run([attune, "send", "--print-events", str(clip)], check=True, capture_output=True).stdout
    lines = map(json.loads, session.splitlines())
    sound = b"".join(base64.b64decode(line.get("data", {}).get("audio", "")) for line in lines)
    if not any(sound):
        raise RuntimeError(f"{clip}: attune sends no sound")
    return sound


SOUNDS = {"noise": noise, "speech": speech}


class Talker(threading.Thread):
    """A client that sends a sound, waits until it has been heard, and stays."""

    def __init__(self, port, sound, begin):
        super().__init__(daemon=True)
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.sound, self.begin, self.failure = sound, begin, None

    def run(self):
        try:
            self.begin.wait()
            self.talk()
        except (OSError, ValueError) as error:
            self.failure = error

    def talk(self):
        audio = {"rate": RATE, "width": 2, "channels": 1}
        reader = threading.Thread(target=self.read, daemon=True)
        reader.start()
        self.connection.sendall(event("audio-start", **audio))
        length, start = RATE // 5 * 2, time.monotonic()
        for index, offset in enumerate(range(0, len(self.sound), length)):
            time.sleep(max(0, start + index * 0.2 - time.monotonic()))
            self.connection.sendall(event("audio-chunk", self.sound[offset : offset + length], **audio))
        # A new sound has to wait until the one before has been heard to its end, and so has what follows that.
        self.connection.sendall(
            event("audio-stop") + event("audio-start", **audio) + event("audio-stop") + event("ping", text="heard"))
        reader.join()

    def read(self):
        try:
            with self.connection.makefile("rb") as stream:
                while line := stream.readline():
                    header = json.loads(line)
                    stream.read((header.get("data_length") or 0) + (header.get("payload_length") or 0))
                    if header["type"] == "pong":
                        return
            self.failure = EOFError("the server closed the connection")
        except (OSError, ValueError) as error:
            self.failure = error


def at_once(server, sounds, count, wait):
    """Memory at its highest, connected and silent, and afterwards, in MB; and how long it took."""
    begin = threading.Event()
    talkers = [Talker(server.port, sounds[index % len(sounds)], begin) for index in range(count)]
    for talker in talkers:
        talker.start()
    highest, start = 0.0, time.monotonic()
    begin.set()
    while any(talker.is_alive() for talker in talkers):
        highest = max(highest, server.memory())
        time.sleep(0.05)
    seconds = time.monotonic() - start
    failures = [talker.failure for talker in talkers if talker.failure]
    if failures:
        print(f"{len(failures)} of {count} clients failed: {failures[0]!r}", file=sys.stderr)
    time.sleep(wait)
    silent = server.memory()
    for talker in talkers:
        talker.connection.close()
    time.sleep(wait)
    return highest, silent, server.memory(), seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attune", default=str(ROOT / ".build" / "release" / "attune"), help="the executable")
    parser.add_argument("--streams", type=int, nargs="+", default=[1, 8, 50, 200], help="sounds at once")
    parser.add_argument("--rounds", type=int, default=2, help="how often the most sounds come at once")
    parser.add_argument("--seconds", type=int, default=8, help="the length of a sound")
    parser.add_argument("--wait", type=float, default=5, help="seconds before silence, or nobody, is measured")
    parser.add_argument("--commands", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    parser.add_argument("--sounds", nargs="+", choices=SOUNDS, default=list(SOUNDS))
    parser.add_argument("--budget", type=float, help="MB: do not go on to more streams once the server has this much")
    parser.add_argument("--most", type=float, help="exit with 1 where a stream costs more than this, in MB")
    options = parser.parse_args()
    print("| commands | sound | streams | before | highest | a stream | connected, silent | after | seconds |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    worst = 0.0
    folder = tempfile.TemporaryDirectory()
    counts = options.streams + options.streams[-1:] * (options.rounds - 1)
    for name in options.commands:
        missing = [file for file in COMMANDS[name] if not file.exists()]
        if missing:
            print(f"{name} is left out: {real_voices.ABSENCE}", file=sys.stderr)
            continue
        files = loadable(options.attune, name, folder.name)
        for kind in options.sounds:
            sounds = SOUNDS[kind](options.attune, options.seconds, max(counts))
            with Server(options.attune, files) as server:
                time.sleep(1)
                earlier = None
                for count in counts:
                    before = server.memory()
                    highest, silent, after, seconds = at_once(server, sounds, count, options.wait)
                    share = "" if earlier is None or earlier[0] >= count else (highest - earlier[1]) / (count - earlier[0])
                    if share != "":
                        worst = max(worst, share)
                        share = f"{share:.2f}"
                    print(
                        f"| {name} | {kind} | {count} | {before:.0f} | {highest:.0f} | {share} | {silent:.0f} | "
                        f"{after:.0f} | {seconds:.0f} |", flush=True)
                    earlier = earlier if earlier and earlier[0] >= count else (count, highest)
                    if options.budget and highest > options.budget:
                        print(f"more than {options.budget:.0f} MB: no more streams", file=sys.stderr)
                        break
    if options.most is not None and worst > options.most:
        sys.exit(f"a stream cost {worst:.2f} MB")


if __name__ == "__main__":
    main()
