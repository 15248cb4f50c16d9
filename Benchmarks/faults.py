#!/usr/bin/env python3
"""Does to a running server what goes wrong in the world, and tells what its clients saw.

usage: faults.py ATTUNE [STORY...]

ATTUNE is the executable. Every story has a server of its own on the loopback, lasts some seconds, and is a line of output; the
exit status is 1 where a promise was broken. Nothing but the standard library is needed.
"""

import collections
import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLIP = ROOT / "Fixtures/synthetic-espeak-lights-on-kitchen.flac"
ATTUNE = sys.argv[1] if len(sys.argv) > 1 else sys.exit(__doc__)
TEXT = json.dumps({"type": "transcript", "data": {"text": "turn on the kitchen lights"}}).encode() + b"\n"


class Server:
    """A server until the end of a `with`."""

    def __init__(self, *options, port=0, commands=ROOT / "config/lights.yaml", log=None):
        self.log = log or tempfile.TemporaryFile()
        command = [ATTUNE, "serve", "--commands", commands, "--listen", f"tcp://127.0.0.1:{port}", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log)
        line = self.process.stdout.readline().decode()
        if not line.startswith("listening on "):
            raise RuntimeError(f"the server did not begin: {line!r}")
        self.port = int(line.rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        # A crash is the end of all stories: what the server said of it is worth more than what clients saw.
        if self.process.returncode in (-signal.SIGILL, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGTRAP):
            self.log.seek(0)
            sys.stderr.buffer.write(self.log.read()[:4000])

    def signal(self, number):
        self.process.send_signal(number)


def events(connection):
    """What the server sends, until it closes."""
    with connection.makefile("rb") as stream:
        while line := stream.readline():
            event = json.loads(line)
            data = event.get("data") or {}
            data.update(json.loads(stream.read(event.get("data_length") or 0) or "{}"))
            yield event["type"], data


def connect(port, timeout=20):
    return socket.create_connection(("127.0.0.1", port), timeout=timeout)


def ask(port, session=TEXT):
    """What became of one session: the intents, or an error's code, or how the connection failed."""
    try:
        with connect(port) as connection:
            connection.sendall(session)
            connection.shutdown(socket.SHUT_WR)
            seen = list(events(connection))
    except (OSError, ValueError) as error:
        return type(error).__name__
    intents = [data["name"] for kind, data in seen if kind == "intent"]
    codes = [data.get("code", "error") for kind, data in seen if kind == "error"]
    return ",".join(intents or codes or ["closed without an answer"])


def in_threads(count, work):
    threads = [threading.Thread(target=work, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    return threads


@contextlib.contextmanager
def load(port, session=TEXT, clients=4):
    """Clients that ask again and again, on a new connection each time; yields what they saw and when they were answered."""
    seen, answered, is_over = collections.Counter(), [], threading.Event()

    def work(_):
        while not is_over.is_set():
            outcome = ask(port, session)
            seen[outcome] += 1
            if outcome == "setLight":
                answered.append(time.monotonic())
            time.sleep(0.02)

    threads = in_threads(clients, work)
    try:
        yield seen, answered
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def told(seen):
    return ", ".join(f"{count} x {outcome}" for outcome, count in sorted(seen.items()))


def killed_and_restarted(sound):
    """kill -9 under load, and a new server half a second later."""
    with Server() as first:
        with load(first.port, sound) as (seen, answered):
            time.sleep(2)
            first.signal(signal.SIGKILL)
            first.process.wait()
            killed = time.monotonic()
            time.sleep(0.5)
            with Server(port=first.port):
                ready = time.monotonic()
                time.sleep(2)
                again = min((when for when in answered if when > ready), default=None)
                before = len([when for when in answered if when < killed])
                return (
                    bool(before and again and again - ready < 2 and set(seen) <= {
                        "setLight", "ConnectionRefusedError", "ConnectionResetError", "closed without an answer",
                        "BrokenPipeError"}),
                    f"{told(seen)}; answered again {again - ready if again else -1:.2f} s after the new server was there",
                )


def full_disk(sound):
    """The log goes to a disk that is full."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as commands, open("/dev/full", "w") as log:
        commands.write((ROOT / "config/lights.yaml").read_text())
        commands.flush()
        with Server(commands=commands.name, log=log) as server, load(server.port, sound) as (seen, _):
            for _ in range(5):
                # Every reload, and every malformed line, has something to log.
                server.signal(signal.SIGHUP)
                ask(server.port, b"nonsense\n")
                time.sleep(0.4)
        return set(seen) == {"setLight"}, told(seen)


def upstream_dies(sound):
    """The upstream recogniser takes half of the sound and dies."""
    listener = socket.create_server(("127.0.0.1", 0))
    deaths = []

    def die():
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                client.recv(10_000)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                client.close()
                deaths.append(time.monotonic())

    threading.Thread(target=die, daemon=True).start()
    with Server("--transcriber", f"tcp://127.0.0.1:{listener.getsockname()[1]}") as server:
        begin = time.monotonic()
        outcomes = [ask(server.port, sound) for _ in range(3)]
        seconds = time.monotonic() - begin
    listener.close()
    return (
        outcomes == ["setLight"] * 3 and len(deaths) > 0,
        f"{outcomes.count('setLight')} of 3 understood by sound alone in {seconds:.2f} s; it died {len(deaths)} times",
    )


def reloaded_under_load(sound):
    """Ten reloads in three seconds, every second one of a file that is broken; at last a new command."""
    text = (ROOT / "config/lights.yaml").read_text()
    new = "intents:\n  sayHello:\n    data:\n      - sentences: [good morning computer]\n"
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "commands.yaml"
        path.write_text(text)
        with Server(commands=path) as server:
            with load(server.port, sound) as (seen, _):
                for index in range(10):
                    path.write_text(text if index % 2 else "intents: [")
                    server.signal(signal.SIGHUP)
                    time.sleep(0.3)
            path.write_text(new)
            session = TEXT.replace(b"turn on the kitchen lights", b"good morning computer")
            outcome, end = None, time.monotonic() + 10
            while outcome != "sayHello" and time.monotonic() < end:
                time.sleep(0.2)
                outcome = ask(server.port, session)
        return set(seen) == {"setLight"} and outcome == "sayHello", f"{told(seen)}; then the new command: {outcome}"


def slow_loris(sound):
    """Fifty clients that send a byte now and then, for longer than a client may be idle."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as config:
        config.write("limits:\n  idle: 2\n")
        config.flush()
        with Server("--config", config.name) as server:
            lorises, codes = collections.Counter(), []

            def drip(_):
                try:
                    with connect(server.port, timeout=0.2) as connection:
                        for byte in b'{"type": "describe", "data": {"':
                            connection.sendall(bytes([byte]))
                            with contextlib.suppress(TimeoutError):
                                codes.extend(data.get("code") for kind, data in events(connection) if kind == "error")
                                break
                        lorises["closed" if codes else "never closed"] += 1
                except OSError as error:
                    lorises[type(error).__name__] += 1

            threads = in_threads(50, drip)
            with load(server.port, sound, clients=2) as (seen, _):
                for thread in threads:
                    thread.join()
        return (
            set(seen) == {"setLight"} and set(lorises) == {"closed"} and set(codes) == {"idle"},
            f"slow ones: {told(lorises)}, told {told(collections.Counter(map(str, codes))) or 'nothing'}; others: {told(seen)}",
        )


def half_closed(sound):
    """Clients that close their side and wait, that close it inside an event, and that vanish."""
    with Server() as server:
        whole = [ask(server.port, session) for session in (TEXT, sound)]
        cut = ask(server.port, sound[: len(sound) // 2])
        for _ in range(20):
            connection = connect(server.port)
            connection.sendall(sound[:20_000])
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.close()
        after = ask(server.port, sound)
        return (
            whole + [after] == ["setLight"] * 3 and cut != "TimeoutError",
            f"whole: {whole}; cut in the middle: {cut}; after 20 that vanished: {after}",
        )


def stopped_gracefully(sound):
    """SIGTERM when twelve clients have just sent a command."""
    with Server() as server:
        seen, sent = collections.Counter(), threading.Barrier(13)

        def work(_):
            kinds = []
            with connect(server.port) as connection, contextlib.suppress(ConnectionResetError):
                # A client is one of the server's when it has been answered.
                connection.sendall(b'{"type": "ping"}\n')
                stream = events(connection)
                next(stream)
                connection.sendall(sound)
                sent.wait()
                for kind, data in stream:
                    kinds.append(kind if kind != "error" else data.get("code"))
            seen[("setLight" if "intent" in kinds else "no answer") + f", then {kinds[-1] if kinds else 'nothing'}"] += 1

        threads = in_threads(12, work)
        sent.wait()
        server.signal(signal.SIGTERM)
        begin = time.monotonic()
        for thread in threads:
            thread.join()
        status = server.process.wait(timeout=30)
        seconds = time.monotonic() - begin
        finished = sum(count for outcome, count in seen.items() if outcome.startswith("setLight"))
        return finished == 12 and status == 0, f"{told(seen)}; exit status {status} after {seconds:.2f} s"


STORIES = [
    killed_and_restarted, full_disk, upstream_dies, reloaded_under_load, slow_loris, half_closed, stopped_gracefully,
]


def main(names):
    sound = subprocess.run([ATTUNE, "send", "--print-events", CLIP], check=True, capture_output=True).stdout
    broken = 0
    for story in STORIES:
        if names and story.__name__ not in names:
            continue
        kept, saw = story(sound)
        broken += not kept
        print(f"{'ok    ' if kept else 'BROKEN'} {story.__name__}: {saw}", flush=True)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main(sys.argv[2:])
