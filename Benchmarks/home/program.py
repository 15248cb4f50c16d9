"""Processes that run beside Home Assistant."""

import signal
import socket
import subprocess
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Program:
    """A process until it is stopped; what it prints goes to a file."""

    def __init__(self, command, log, **options):
        self.log = log
        with open(log, "ab") as file:
            self.process = subprocess.Popen(command, stdout=file, stderr=file, stdin=subprocess.DEVNULL, **options)

    def stop(self):
        """Asks it to end, and makes it end after a minute; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def text(self):
        return self.log.read_text(errors="replace")


class Attune:
    """`attune serve` with some command files, on one port, to be stopped and started again."""

    def __init__(self, executable, commands, log, host):
        self.executable, self.commands, self.log, self.host, self.port = executable, commands, log, host, free_port()
        self.program = None

    def start(self):
        command = [self.executable, "serve", "--listen", f"tcp://{self.host}:{self.port}"]
        for file in self.commands:
            command += ["--commands", file]
        if self.host != "127.0.0.1":
            command.append("--insecure")
        before = self.log.read_text().count("listening on ") if self.log.exists() else 0
        self.program = Program(command, self.log)
        for _ in range(300):
            if self.program.text().count("listening on ") > before:
                return
            if self.program.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the server did not begin: {self.program.text()[-2000:]}")

    def stop(self):
        return self.program.stop()
