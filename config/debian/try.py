#!/usr/bin/env python3
"""Tries the package as a stranger would: in a new Debian, where there is no Swift and no compiler.

usage: try.py PACKAGE.deb

A Debian of the same release is made in a folder below /tmp, the package installed there with what it depends on, everything
used as an ordinary user, and the package purged: then the files have to be those of before. What it weighs is told, and
compared with what it may weigh. Each check is a line, and the exit status is 1 where one did not hold. It needs root,
mmdebstrap and an archive of Debian's.
"""

import ctypes
import fcntl
import hashlib
import os
import pathlib
import re
import shlex
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURE = "synthetic-espeak-lights-on-kitchen.flac"
WANTED = '"intent": "setLight", "slots": {"state": "on", "room": "kitchen"}'
SHIPPED = "/usr/share/attune"
UNIT = "lib/systemd/system/attune.service"
# What a package may weigh, in MB, and how exposed its service may be by systemd's reckoning, 0 to 10.
PACKED, INSTALLED, RESIDENT, EXPOSURE = 60, 130, 100, 2.5
USER = 1000
CLONE_NEWNET = 0x40000000
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
# What an installation leaves in every case: lists of packages, logs, caches, and what is known of packages as a whole.
KEPT = re.compile(
    r"(proc|sys|dev|run|tmp|var/cache|var/log|var/lib/apt)(/|$)|etc/ld\.so\.cache$"
    r"|var/lib/dpkg/(status|available|diversions|statoverride|lock|triggers)|var/lib/(systemd|dpkg|dpkg/info)$")


class Broken(Exception):
    """Something did not hold."""


def held(is_held, what):
    print(f"  {'ok' if is_held else 'BROKEN'}: {what}", flush=True)
    if not is_held:
        raise Broken(what)


class System:
    """A Debian in a folder."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder

    @staticmethod
    def environment(home: str) -> dict[str, str]:
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": home, "DEBIAN_FRONTEND": "noninteractive"}

    def make(self, release: str):
        subprocess.run(
            ["mmdebstrap", "--quiet", "--variant=apt", "--include=man-db", release, self.folder], check=True)
        shutil.copy("/etc/resolv.conf", self.folder / "etc/resolv.conf")
        subprocess.run(["mount", "--types", "proc", "proc", self.folder / "proc"], check=True)
        self.root("apt-get", "update", "--quiet")

    def remove(self):
        subprocess.run(["umount", self.folder / "proc"], check=False, stderr=subprocess.DEVNULL)
        shutil.rmtree(self.folder)

    def root(self, *command):
        done = subprocess.run(
            ["chroot", self.folder, *command], env=self.environment("/root"), stdin=subprocess.DEVNULL, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise Broken(f"{shlex.join(command)}: {done.stdout}")

    def start(self, *command, **options) -> subprocess.Popen:
        """A program of an ordinary user, whose folder is /tmp."""
        return subprocess.Popen(
            ["chroot", f"--userspec={USER}:{USER}", self.folder, "env", "--chdir=/tmp", *command], env=self.environment("/tmp"),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf-8", **options)

    def user(self, *command) -> str:
        """What a program of an ordinary user writes."""
        process = self.start(*command, stderr=subprocess.PIPE)
        text, errors = process.communicate(timeout=120)
        if process.returncode:
            raise Broken(f"{shlex.join(command)}: {process.returncode}, {errors}")
        return text

    def files(self) -> dict[str, str]:
        """What lies where, with its rights and contents."""
        found = {}
        for folder, folders, files in os.walk(self.folder):
            name = pathlib.Path(folder).relative_to(self.folder)
            folders[:] = [each for each in folders if not KEPT.match(str(name / each))]
            for each in folders + files:
                if not KEPT.match(str(name / each)):
                    found[str(name / each)] = described(pathlib.Path(folder, each))
        return found


def described(path: pathlib.Path) -> str:
    status = path.lstat()
    contents = ""
    if path.is_symlink():
        contents = os.readlink(path)
    elif path.is_file():
        contents = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{status.st_mode:o} {status.st_uid}:{status.st_gid} {contents}"


def loopback():
    """A network of its own for this process, in which all ports are free."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "a network namespace")
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def use(system: System):
    """What the README begins with."""
    held(re.fullmatch(r"\d+\.\d+\.\d+\n", system.user("attune", "--version")), "attune --version")
    held(not shutil.which("swift", path=str(system.folder / "usr/bin")), "there is no Swift")
    libraries = system.user("ldd", "/usr/lib/attune/attune")
    held("swift" not in libraries.lower() and "not found" not in libraries, "it needs Debian's libraries alone")
    score = ["attune", "score", "--commands", f"{SHIPPED}/lights.yaml", f"/tmp/{FIXTURE}"]
    for encoder in ["whole", "streaming"]:
        held(WANTED in system.user(*score, "--encoder", encoder), f"attune score --encoder {encoder}")
    for file in ["coffee", "lights", "timers"]:
        system.user("attune", "check", "--quick", f"{SHIPPED}/{file}.yaml")
        held(True, f"attune check {SHIPPED}/{file}.yaml")


def read(system: System):
    """Manual pages and completions."""
    pages = sorted(path.name.removesuffix(".1.gz") for path in system.folder.glob("usr/share/man/man1/attune*.1.gz"))
    commands = re.findall(r"^  ([a-z-]+) ", system.user("attune", "--help").partition("SUBCOMMANDS:")[2], re.MULTILINE)
    wanted = ["attune", *sorted(f"attune-{command}" for command in commands)]
    held(pages == wanted, f"{len(pages)} manual pages, one for each command")
    for page in pages:
        process = system.start("man", "--warnings", "--pager=cat", page, stderr=subprocess.PIPE)
        text, warnings = process.communicate()
        if process.returncode or warnings or "SYNOPSIS" not in text:
            raise Broken(f"man {page}: {process.returncode}, {warnings}")
    held(True, "man shows each of them without a warning")
    complete = """
        . /usr/share/bash-completion/completions/attune
        COMP_WORDS=(attune "$1") COMP_CWORD=1 COMP_LINE="attune $1" COMP_POINT=$((7 + ${#1}))
        $(complete -p attune | sed 's/.* -F \\([^ ]*\\).*/\\1/') attune "$1" attune
        printf '%s\\n' "${COMPREPLY[@]}" """
    completed = system.user("bash", "-c", complete, "bash", "sc")
    held(completed == "score\n", f"bash completes sc: {completed.strip()}")


def serve(system: System):
    """What the unit would start, as a user without rights."""
    unit = (system.folder / UNIT).read_text().replace("\\\n", " ")
    command = shlex.split(re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)[1])
    enabled = list(system.folder.glob("etc/systemd/system/*/attune.service"))
    held(not enabled, "the service is there, and not enabled")
    run = system.folder / "run/attune"
    run.mkdir(mode=0o700)
    os.chown(run, USER, USER)
    loopback()
    server = system.start(*command)
    try:
        addresses = 0
        while addresses < command.count("--listen"):
            line = server.stdout.readline().strip()
            held(bool(line), line or "it ended before it listened")
            addresses += line.startswith("listening on ")
        for where in [[], ["--host", "unix:///run/attune/attune.sock"]]:
            written = system.user("attune", "send", *where, "--text", "turn on the kitchen lights")
            held("setLight" in written, f"attune send {shlex.join([*where, '--text'])}: {written.strip()}")
            heard = system.user("attune", "send", *where, f"/tmp/{FIXTURE}")
            held("setLight" in heard, f"attune send {shlex.join([*where, 'FILE'])}: {heard.strip()}")
        resident = memory(server.pid)
        server.terminate()
        held(server.wait(timeout=20) == 0, "it ends when it is asked to")
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(run)
    return resident


def memory(pid: int) -> float:
    """The resident memory of a process in MB."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s*(\d+) kB", status)[1]) * 1024 / 1e6


def weigh(package: pathlib.Path, system: System, resident: float):
    packed = package.stat().st_size / 1e6
    paths = [system.folder / name.lstrip("/") for name in (
        system.folder / "var/lib/dpkg/info/attune.list").read_text().split("\n") if name]
    installed = sum(path.lstat().st_size for path in paths if path.is_file()) / 1e6
    for what, megabytes, most in [
        ("the package has", packed, PACKED), ("installed it has", installed, INSTALLED),
        ("a server that has heard something has resident", resident, RESIDENT)]:
        held(megabytes <= most, f"{what} {megabytes:.1f} MB of {most}")
    if not shutil.which("systemd-analyze"):
        print("  the service's exposure is not told: there is no systemd-analyze")
        return
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", system.folder / UNIT], stdout=subprocess.PIPE, encoding="utf-8").stdout
    line = re.search(r"Overall exposure level.*: ([\d.]+)", told)
    held(float(line[1]) <= EXPOSURE, f"systemd says: exposure {line[1]} of {EXPOSURE}")


def purge(system: System, before: dict[str, str]):
    system.root("apt-get", "purge", "--quiet", "--yes", "attune")
    system.root("apt-get", "autoremove", "--quiet", "--yes", "--purge")
    after = system.files()
    changed = [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]
    held(not changed, f"purged, nothing is left{': ' if changed else ''}{', '.join(changed)}")


def main(package: pathlib.Path):
    release = re.search(r"^VERSION_CODENAME=(\w+)", pathlib.Path("/etc/os-release").read_text(), re.MULTILINE)[1]
    system = System(pathlib.Path(tempfile.mkdtemp(prefix="attune-debian-", dir="/tmp")))
    try:
        print(f"Debian {release} in {system.folder}", flush=True)
        system.make(release)
        before = system.files()
        shutil.copy(package, system.folder / "tmp")
        shutil.copy(ROOT / "Fixtures" / FIXTURE, system.folder / "tmp")
        start = time.monotonic()
        system.root("apt-get", "install", "--quiet", "--yes", f"/tmp/{package.name}")
        held(True, f"apt install ./{package.name}, in {time.monotonic() - start:.0f} s")
        use(system)
        read(system)
        resident = serve(system)
        weigh(package, system, resident)
        purge(system, before)
    finally:
        system.remove()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        main(pathlib.Path(sys.argv[1]).resolve())
    except Broken as broken:
        sys.exit(f"BROKEN: {broken}")
