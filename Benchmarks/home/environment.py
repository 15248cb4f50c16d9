"""Where Home Assistant runs: a Python that may, a virtual environment, a network. The standard library is enough."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import time

from .program import Program

OLDEST = (3, 13)
# It needs an older wyoming than Home Assistant has, so that it lies in a folder of its own; zeroconf is not asked for.
SATELLITE = ["wyoming-satellite==1.0.0", "wyoming==1.4.1", "pyring-buffer==1.0.0"]

# The address in the namespace's own network.
ADDRESS = "10.64.0.1"
LINKS = [
    "link set lo up", "link add lan type veth peer name wall", "link set wall up", f"addr add {ADDRESS}/24 dev lan",
    "link set lan up", "route add default dev lan",
]
# A bus of one's own, on which everybody may say everything.
BUS = """<busconfig><type>system</type><listen>unix:path=/run/bus</listen><auth>EXTERNAL</auth>
<policy context='default'><allow user='*'/><allow own='*'/><allow send_destination='*' eavesdrop='true'/>
<allow eavesdrop='true'/></policy></busconfig>
"""
AVAHI = "[server]\nuse-ipv6=no\nallow-interfaces=lan\n"

# The requirements of the integrations that are used, and of all on which these depend, as their manifests have them.
REQUIREMENTS = """
import json, pathlib, homeassistant.bootstrap as bootstrap, homeassistant.components as components
folder = pathlib.Path(components.__path__[0])
waiting = [*bootstrap.DEFAULT_INTEGRATIONS, *bootstrap.CORE_INTEGRATIONS, "assist_pipeline", "config", "conversation",
           "intent_script", "onboarding", "template", "wyoming", "zeroconf"]
seen, packages = set(), set()
while waiting:
    name = waiting.pop()
    if name not in seen:
        seen.add(name)
        manifest = json.loads((folder / name / "manifest.json").read_text())
        waiting += manifest.get("dependencies", [])
        packages.update(manifest.get("requirements", []))
print("\\n".join(sorted(packages)))
"""


def version_of(python):
    """A Python's version, or nothing where it does not start."""
    told = subprocess.run(
        [python, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True, check=False)
    return tuple(map(int, told.stdout.split())) if told.returncode == 0 else ()


def suitable_python():
    """A Python that may run Home Assistant, or nothing."""
    if named := os.environ.get("PYTHON"):
        return named if shutil.which(named) and version_of(named) >= OLDEST else None
    places = [sys.executable, *(shutil.which(f"python3.{minor}") for minor in (14, 13))]
    places += sorted(map(str, pathlib.Path.home().glob(".pyenv/versions/3.1[3-9]*/bin/python3")), reverse=True)
    return next((place for place in places if place and version_of(place) >= OLDEST), None)


def prepare(environment, version):
    """Makes the virtual environment, and tells its Python; nothing where there is none that may run Home Assistant."""
    python = environment / "bin/python"
    if not python.exists():
        suitable = suitable_python()
        if suitable is None:
            return None
        print(f"Home Assistant is installed into {environment}; that takes some minutes", flush=True)
        subprocess.run([suitable, "-m", "venv", environment], check=True)
    install = [python, "-m", "pip", "install", "--quiet"]
    if version:
        subprocess.run([*install, f"homeassistant=={version}"], check=True)
    elif subprocess.run([python, "-c", "import homeassistant"], capture_output=True, check=False).returncode:
        subprocess.run([*install, "homeassistant"], check=True)
    needed = subprocess.run([python, "-c", REQUIREMENTS], check=True, capture_output=True, text=True).stdout.split()
    subprocess.run([*install, *needed], check=True)
    satellite = environment / "satellite"
    if not satellite.exists():
        subprocess.run([*install, "--no-deps", "--target", satellite, *SATELLITE], check=True)
    return python


def enclosing():
    """The command that gives a program a network of its own, or nothing where that may not be."""
    for options in ([], ["--user", "--map-root-user"]):
        command = ["unshare", "--net", "--mount", *options]
        with contextlib.suppress(FileNotFoundError):
            trial = [*command, "ip", "link", "add", "lan", "type", "veth", "peer", "name", "wall"]
            if subprocess.run(trial, capture_output=True, check=False).returncode == 0:
                return command
    return []


def begin_network(work):
    """Makes a network that ends in this namespace, and Avahi on it.

    Returns the programs that run then, and why Avahi does not, or nothing.
    """
    for command in LINKS:
        subprocess.run(["ip", *command.split()], check=True)
    if not all(map(shutil.which, ("avahi-daemon", "avahi-publish", "avahi-browse", "dbus-daemon"))):
        return [], "avahi-daemon, avahi-utils or dbus is not installed"
    if pathlib.Path("/proc/self/uid_map").read_text().split() != ["0", "0", "4294967295"]:
        return [], "Avahi's daemon needs root"
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)
    (work / "bus.conf").write_text(BUS)
    (work / "avahi.conf").write_text(AVAHI)
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/run/bus"
    bus = ["dbus-daemon", f"--config-file={work / 'bus.conf'}", "--nofork", "--nopidfile"]
    programs = [Program(bus, work / "bus.log")]
    for _ in range(50):
        if os.path.exists("/run/bus"):
            break
        time.sleep(0.1)
    os.mkdir("/run/avahi-daemon")
    avahi = ["avahi-daemon", "--no-drop-root", "--no-chroot", "--no-rlimits", "--file", work / "avahi.conf"]
    return [*programs, Program(avahi, work / "avahi.log")], None


def announced():
    """The Wyoming services that Avahi knows of, by name."""
    browse = ["avahi-browse", "--terminate", "--parsable", "_wyoming._tcp"]
    told = subprocess.run(browse, capture_output=True, text=True, timeout=30, check=True)
    return sorted({line.split(";")[3] for line in told.stdout.splitlines() if line.startswith("+")})
