"""Satellites of Home Assistant, and what is said to them.

usage: satellite.py microphone FOLDER
       satellite.py wyoming OPTIONS OF WYOMING-SATELLITE
"""

import contextlib
import os
import pathlib
import runpy
import shlex
import signal
import sys
import time

RATE = 16_000
# Bytes of 20 ms.
PORTION = 2 * RATE // 50


class Satellite:
    """A wyoming-satellite with a microphone that plays what is to be said."""

    def __init__(self, folder, *options):
        from .program import Program, free_port

        folder.mkdir()
        self.folder, self.port = folder, free_port()
        command = [sys.executable, str(pathlib.Path(__file__).resolve())]
        microphone = shlex.join([*command, "microphone", str(folder)])
        self.program = Program(
            [*command, "wyoming", "--name", folder.name, "--uri", f"tcp://127.0.0.1:{self.port}", "--no-zeroconf",
             "--mic-command", microphone, "--mic-command-samples-per-chunk", str(PORTION // 2), *options],
            folder / "log", start_new_session=True,
            env=os.environ | {"PYTHONPATH": str(pathlib.Path(sys.prefix) / "satellite")})

    def say(self, samples):
        (self.folder / "saying").write_bytes(samples)
        (self.folder / "saying").rename(self.folder / "next")

    def stop(self):
        self.program.stop()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.program.process.pid, signal.SIGKILL)


def microphone(folder):
    """A microphone in real time: silence, and each file that is moved to FOLDER/next."""
    samples, due = b"", time.monotonic()
    while True:
        if not samples:
            with contextlib.suppress(FileNotFoundError):
                samples = (folder / "next").read_bytes()
                (folder / "next").unlink()
        portion, samples = samples[:PORTION], samples[PORTION:]
        sys.stdout.buffer.write(portion.ljust(PORTION, b"\0"))
        sys.stdout.buffer.flush()
        due += 0.02
        time.sleep(max(0, due - time.monotonic()))


def wyoming(arguments):
    """wyoming-satellite 1.0.0, of 2023, with what Home Assistant has come to expect since.

    That is an answer to its pings, and the wish that a pipeline begins again where Home Assistant listens for the wake
    word. PyPI has no later one.
    """
    from wyoming.event import Event
    from wyoming_satellite.satellite import SatelliteBase

    take, send = SatelliteBase.event_from_server, SatelliteBase.event_to_server

    async def event_from_server(self, event):
        await (self.event_to_server(Event("pong", event.data)) if event.type == "ping" else take(self, event))

    async def event_to_server(self, event):
        if event.type == "run-pipeline" and not self.settings.wake.enabled:
            event.data["restart_on_end"] = True
        await send(self, event)

    SatelliteBase.event_from_server, SatelliteBase.event_to_server = event_from_server, event_to_server
    sys.argv = ["wyoming_satellite", *arguments]
    runpy.run_module("wyoming_satellite", run_name="__main__")


if __name__ == "__main__":
    if sys.argv[1] == "microphone":
        microphone(pathlib.Path(sys.argv[2]))
    else:
        wyoming(sys.argv[2:])
