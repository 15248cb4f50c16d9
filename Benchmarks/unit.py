#!/usr/bin/env python3
"""Runs attune as config/systemd/attune.service says, where there is no systemd: every restriction of the unit is set by hand.

usage: unit.py ATTUNE [UNIT]

ATTUNE is the executable, with its resources beside it; it is laid out as `make install` does, and ExecStart is run as it stands.
Then it is asked a text and a sound over every address, for its readiness, to load other commands, and to stop. Each directive is
applied, or it is said why it cannot be here; one that is not known ends the trial, so that nothing comes into the unit untried.
MemoryMax is compared with what the limits of config/attune.yaml let clients need.

The exit status is 0 where everything held, 1 where something did not, and 77 where nothing could be tried: it needs root, namespaces,
libseccomp and `systemd-analyze`, which tells what the groups of system calls are. Nothing else but the standard library is needed.
"""

import ctypes
import ctypes.util
import errno
import json
import os
import pathlib
import re
import resource
import shlex
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLIP = ROOT / "Fixtures/synthetic-espeak-lights-on-kitchen.flac"
SKIPPED = 77
NEW_COMMAND = "  sayHello:\n    data:\n      - sentences: [good morning computer]\n"

# What clients may make a server need, in MB; `make memory-figures` measures it.
PROCESS = 130
# What a thread that recognises works in.
WORKER = 16
# A sound in which somebody speaks, with the network's memory of it and the search for its commands.
STREAM = 2
# A connection, and what a client may hold whatever others do: waiting sound, unfinished events, answers it has not read.
CONNECTION = 0.1 + 0.25

# From the kernel's headers.
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWUSER, CLONE_NEWNET = 0x00020000, 0x04000000, 0x10000000, 0x40000000
NAMESPACES = [CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWUSER, CLONE_NEWNET, 0x02000000, 0x08000000, 0x20000000]
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 4096, 16384, 1 << 18
SYS_MOUNT_SETATTR, AT_FDCWD, AT_RECURSIVE, MOUNT_ATTR_RDONLY = 442, -100, 0x8000, 1
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_MDWE = 24, 38, 65
ALLOW, KILL = 0x7FFF0000, 0x80000000
NE, EQ, GT, MASKED_EQ = 1, 4, 6, 7

libc = ctypes.CDLL(None, use_errno=True)


class NotHere(Exception):
    """A directive that cannot be tried."""


class Broken(Exception):
    """Something that did not hold."""


def refuse(number):
    return 0x00050000 | number


def called(result, what):
    if result < 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")
    return result


def mount(source, target, kind=None, flags=0, options=None):
    encoded = [None if text is None else str(text).encode() for text in (source, target, kind, options)]
    called(libc.mount(encoded[0], encoded[1], encoded[2], flags, encoded[3]), f"mount {target}")


def set_read_only(path, is_on=True):
    """For everything that is mounted there and below."""
    attributes = struct.pack("=QQQQ", *((MOUNT_ATTR_RDONLY, 0) if is_on else (0, MOUNT_ATTR_RDONLY)), 0, 0)
    called(
        libc.syscall(SYS_MOUNT_SETATTR, AT_FDCWD, str(path).encode(), AT_RECURSIVE, attributes, len(attributes)),
        f"mount_setattr {path}")


def hide(path):
    if os.path.isdir(path):
        mount("tmpfs", path, "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=000")


class Unit:
    """A unit file: each directive with its values."""

    def __init__(self, path):
        text = re.sub(r"\\\n\s*", "", pathlib.Path(path).read_text())
        self.sections = {}
        section = None
        for number, line in enumerate(text.splitlines(), 1):
            line = line.strip()
            if not line or line[0] in "#;":
                continue
            if line[0] == "[":
                section = self.sections.setdefault(line.strip("[]"), {})
            else:
                name, separator, value = line.partition("=")
                if not separator or section is None:
                    raise Broken(f"{path}:{number}: no directive: {line}")
                section.setdefault(name.strip(), []).append(value.strip())
        self.service = self.sections.get("Service", {})

    def last(self, name, default=None):
        return self.service.get(name, [default])[-1]


def is_on(values):
    if values[-1] not in ("yes", "no", "true", "false", "1", "0", "on", "off"):
        raise Broken(f"{values[-1]} is neither yes nor no")
    return values[-1] in ("yes", "true", "1", "on")


def size(text):
    """A size in bytes."""
    number, unit = re.fullmatch(r"(\d+)([KMGT]?)", text).groups()
    return int(number) << (10 * " KMGT".index(unit or " "))


def calls_of(group, seen=None):
    """The system calls of a group, as systemd has them."""
    names = set()
    for line in analyze("syscall-filter", group).splitlines()[1:]:
        name = line.strip()
        if name.startswith("@"):
            names |= calls_of(name)
        elif name and not name.startswith("#"):
            names.add(name)
    return names


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *arguments], check=True, capture_output=True, text=True).stdout


def capabilities():
    """The numbers of all capabilities by name."""
    rows = [line.split() for line in analyze("capability").splitlines()[1:]]
    return {row[0].upper(): int(row[1]) for row in rows if len(row) == 2}


class Trial:
    """What is to be done to a process before it becomes the server, in this order."""

    def __init__(self, unit, folder):
        self.unit, self.folder = unit, folder
        self.uid = 61184 + os.getpid() % 4000
        self.bounding = None
        self.groups, self.families, self.denied = [], None, set()
        self.rules = []
        self.before, self.mounts, self.after = [], [], []
        self.cgroups = []
        self.error = errno.EPERM

    # Each method is a directive: it returns what it does, or raises NotHere.

    def Description(self, values): raise NotHere("it is text")
    def After(self, values): raise NotHere("it is for the manager")
    WantedBy = Restart = RestartSec = After

    def ExecStart(self, values): return "run as it stands"
    def ExecReload(self, values): return "run when other commands are to be loaded"
    def TimeoutStopSec(self, values): return "the server has to have ended by then"

    def DynamicUser(self, values):
        return f"user and group {self.uid}" if is_on(values) else "root"

    def RuntimeDirectory(self, values):
        mode = self.unit.last("RuntimeDirectoryMode", "0755")
        for name in values[-1].split():
            self.mounts.append((30, lambda name=name: mount(
                "tmpfs", f"/run/{name}", "tmpfs", MS_NOSUID | MS_NODEV, f"mode={mode},uid={self.uid},gid={self.uid}")))
        return "a file system of its own"

    def RuntimeDirectoryMode(self, values): return values[-1]

    def UMask(self, values):
        self.after.append(lambda: os.umask(int(values[-1], 8)))
        return values[-1]

    def LimitNOFILE(self, values):
        number, most = int(values[-1]), resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        given = number if most == resource.RLIM_INFINITY else min(number, most)
        self.before.append(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (given, given)))
        return f"RLIMIT_NOFILE {given}" + (", more is not to be had here" if given < number else "")

    def MemoryMax(self, values):
        number = size(values[-1])
        if self.cgroup("memory", {"memory.max": number, "memory.limit_in_bytes": number}):
            return f"a control group of {number} bytes"
        self.before.append(lambda: resource.setrlimit(resource.RLIMIT_DATA, (number, number)))
        return f"RLIMIT_DATA {number}, which is stricter: there is no control group to be had"

    def TasksMax(self, values):
        number = int(values[-1])
        if self.cgroup("pids", {"pids.max": number}):
            return f"a control group of {number} tasks"
        self.after.append(lambda: resource.setrlimit(resource.RLIMIT_NPROC, (number, number)))
        return f"RLIMIT_NPROC {number}: there is no control group to be had"

    def cgroup(self, controller, settings):
        for parent in (f"/sys/fs/cgroup/{controller}", "/sys/fs/cgroup"):
            path = pathlib.Path(parent) / f"attune-unit-{os.getpid()}"
            try:
                path.mkdir(exist_ok=True)
            except OSError:
                continue
            self.cgroups.append(path)
            for name, value in settings.items():
                try:
                    (path / name).write_text(str(value))
                except OSError:
                    continue
                self.before.append(lambda path=path: (path / "cgroup.procs").write_text(str(os.getpid())))
                return True
        return False

    def CapabilityBoundingSet(self, values):
        if values != [""]:
            raise Broken("this trial knows only the empty set")
        self.bounding = sorted(capabilities().values())
        return f"none of {len(self.bounding)} is left"

    def LockPersonality(self, values):
        if is_on(values):
            self.rules.append(("personality", [(0, NE, 0, 0)], errno.EPERM))
        return "by seccomp"

    def MemoryDenyWriteExecute(self, values):
        if is_on(values):
            self.after.append(lambda: called(libc.prctl(PR_SET_MDWE, 1, 0, 0, 0), "PR_SET_MDWE"))
        return "by prctl"

    def NoNewPrivileges(self, values):
        if not is_on(values):
            raise Broken("without it nothing else holds")
        return "by prctl"

    def PrivateDevices(self, values):
        if is_on(values):
            self.denied |= calls_of("@raw-io")
            self.mounts.append((50, self.private_devices))
        return "a /dev with null, zero, full, random and urandom alone; @raw-io is refused"

    def private_devices(self):
        new = f"{self.folder}/dev"
        mount("tmpfs", new, "tmpfs", MS_NOSUID | MS_NOEXEC, "mode=755")
        for name in ("null", "zero", "full", "random", "urandom"):
            os.close(os.open(f"{new}/{name}", os.O_CREAT | os.O_WRONLY, 0o666))
            mount(f"/dev/{name}", f"{new}/{name}", None, MS_BIND)
        mount(new, "/dev", None, MS_BIND | MS_REC)

    def PrivateTmp(self, values):
        if is_on(values):
            for path in ("/tmp", "/var/tmp"):
                self.mounts.append((60, lambda path=path: mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777")))
        return "empty /tmp and /var/tmp"

    def PrivateUsers(self, values):
        if not is_on(values):
            return "no"
        self.has_users = True
        return "a user namespace with root and the service's user"

    has_users = False

    def map_users(self):
        """A process outside of the new namespace says who is who in it."""
        begin, done = os.pipe(), os.pipe()
        process = os.getpid()
        if os.fork() == 0:
            told = b"n"
            try:
                os.read(begin[0], 1)
                for name in ("uid_map", "gid_map"):
                    with open(f"/proc/{process}/{name}", "w") as users:
                        users.write(f"0 0 1\n{self.uid} {self.uid} 1\n")
                told = b"y"
            finally:
                os.write(done[1], told)
                os._exit(0)
        called(libc.unshare(CLONE_NEWUSER), "a user namespace")
        os.write(begin[1], b"b")
        if os.read(done[0], 1) != b"y":
            raise Broken("users cannot be mapped")
        os.wait()
        for file in [*begin, *done]:
            os.close(file)

    def ProcSubset(self, values):
        self.proc = True
        return f"subset={values[-1]}"

    def ProtectProc(self, values):
        self.proc = True
        return f"hidepid={values[-1]}"

    proc = False

    def private_proc(self):
        subset, hidden = self.unit.last("ProcSubset", "all"), self.unit.last("ProtectProc", "default")
        options = [f"subset={subset}"] * (subset != "all") + [f"hidepid={hidden}"] * (hidden != "default")
        mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, ",".join(options))

    def ProtectClock(self, values):
        self.denied |= calls_of("@clock")
        return "@clock is refused"

    def ProtectControlGroups(self, values):
        self.mounts.append((90, lambda: os.path.isdir("/sys/fs/cgroup") and set_read_only("/sys/fs/cgroup")))
        return "/sys/fs/cgroup cannot be written"

    def ProtectHome(self, values):
        for path in ("/home", "/root", "/run/user"):
            self.mounts.append((70, lambda path=path: hide(path)))
        return "/home, /root and /run/user are empty"

    def ProtectHostname(self, values):
        self.denied |= {"sethostname", "setdomainname"}
        self.mounts.append((0, lambda: called(libc.unshare(CLONE_NEWUTS), "a host name's namespace")))
        return "a namespace; sethostname is refused"

    def ProtectKernelLogs(self, values):
        self.denied |= {"syslog"}
        return "syslog is refused, and there is no /dev/kmsg"

    def ProtectKernelModules(self, values):
        self.denied |= calls_of("@module")
        self.mounts.append((70, lambda: hide("/usr/lib/modules")))
        return "@module is refused, /usr/lib/modules empty"

    def ProtectKernelTunables(self, values):
        self.mounts.append((90, lambda: set_read_only("/sys")))
        return "/sys cannot be written; /proc/sys is gone with ProcSubset=pid"

    def ProtectSystem(self, values):
        if values[-1] != "strict":
            raise Broken("this trial knows strict alone")

        def protect():
            set_read_only("/")
            for path in ("/dev", "/proc", "/sys", *(f"/run/{name}" for name in self.unit.last("RuntimeDirectory", "").split())):
                set_read_only(path, False)

        self.mounts.append((40, protect))
        return "all that is mounted can only be read, but /dev, /proc, /sys and the RuntimeDirectory"

    def RemoveIPC(self, values): raise NotHere("systemd removes it when the service has ended")

    def RestrictAddressFamilies(self, values):
        names = values[-1].split()
        if any(not hasattr(socket, name) for name in names):
            raise Broken(f"unknown among {names}")
        allowed = {int(getattr(socket, name)) for name in names}
        for family in set(range(64)) - allowed:
            self.rules.append(("socket", [(0, EQ, family, 0)], errno.EAFNOSUPPORT))
        self.rules.append(("socket", [(0, GT, 63, 0)], errno.EAFNOSUPPORT))
        return "by seccomp"

    def RestrictNamespaces(self, values):
        if is_on(values):
            for flag in NAMESPACES:
                self.rules.append(("unshare", [(0, MASKED_EQ, flag, flag)], errno.EPERM))
                self.rules.append(("clone", [(0, MASKED_EQ, flag, flag)], errno.EPERM))
            self.rules += [("setns", [], errno.EPERM), ("clone3", [], errno.ENOSYS)]
        return "by seccomp"

    def RestrictRealtime(self, values):
        if is_on(values):
            for policy in (1, 2, 6):
                self.rules.append(("sched_setscheduler", [(1, EQ, policy, 0)], errno.EPERM))
        return "by seccomp"

    def RestrictSUIDSGID(self, values):
        if is_on(values):
            for bit in (0o4000, 0o2000):
                places = {"chmod": 1, "fchmod": 1, "fchmodat": 2, "mkdir": 1, "mkdirat": 2, "mknod": 1, "mknodat": 2, "creat": 1}
                for name, place in places.items():
                    self.rules.append((name, [(place, MASKED_EQ, bit, bit)], errno.EPERM))
                for name, place in {"open": 1, "openat": 2}.items():
                    create = (place, MASKED_EQ, os.O_CREAT, os.O_CREAT)
                    self.rules.append((name, [create, (place + 1, MASKED_EQ, bit, bit)], errno.EPERM))
        return "by seccomp"

    def SystemCallArchitectures(self, values):
        if values[-1] != "native":
            raise Broken("this trial knows native alone")
        return "a call of another architecture kills"

    def SystemCallFilter(self, values):
        self.groups = values
        return f"{len(self.allowed())} system calls"

    def SystemCallErrorNumber(self, values):
        self.error = getattr(errno, values[-1])
        return values[-1]

    def allowed(self):
        """systemd's way: the first line says whether it is a list of what may or of what may not be called."""
        names = calls_of("@default")
        for line in self.groups:
            for word in line.lstrip("~").split():
                calls = calls_of(word) if word.startswith("@") else {word}
                names = names - calls if line.startswith("~") else names | calls
        return names

    def check(self):
        """Nothing in the unit is unknown here."""
        for section, directives in self.unit.sections.items():
            for name in directives:
                if not name[:1].isupper() or not hasattr(self, name):
                    raise Broken(f"[{section}] {name} is not known here: say in {pathlib.Path(__file__).name} how it is tried")

    def apply(self):
        """Goes through the unit, and tells what becomes of each directive."""
        for section, directives in self.unit.sections.items():
            for name, values in directives.items():
                try:
                    told = f"applied: {getattr(self, name)(values)}"
                except NotHere as reason:
                    told = f"cannot be tried here: {reason}"
                print(f"  {name}={' '.join(values)[:60]}  {told}")

    def restrict(self):
        """In the process that is to become the server."""
        try:
            self.set_everything()
        except Exception as error:
            os.write(2, f"BROKEN: before it became the server: {error!r}\n".encode())
            raise

    def set_everything(self):
        os.setsid()
        signal.alarm(30)
        for step in self.before:
            step()
        called(libc.unshare(CLONE_NEWNS), "a mount namespace")
        mount(None, "/", None, MS_REC | MS_PRIVATE)
        # As `make install` has it.
        mount(f"{self.folder}/prefix", "/usr/local", None, MS_BIND)
        mount(f"{self.folder}/etc", "/etc/attune", None, MS_BIND)
        if self.proc:
            self.mounts.append((80, self.private_proc))
        for _, step in sorted(self.mounts, key=lambda entry: entry[0]):
            step()
        if self.has_users:
            self.map_users()
        called(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS")
        for number in self.bounding or []:
            libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
        if is_on(self.unit.service.get("DynamicUser", ["no"])):
            os.setgroups([self.uid])
            os.setresgid(self.uid, self.uid, self.uid)
            os.setresuid(self.uid, self.uid, self.uid)
        os.chdir("/")
        for step in self.after:
            step()
        signal.alarm(0)
        for load in self.filters:
            load()

    def prepare_filters(self):
        """Made before the process is alone: what may be called is read by then. The list of what may be called comes last."""
        seccomp = ctypes.CDLL(ctypes.util.find_library("seccomp"), use_errno=True)
        seccomp.seccomp_init.restype = ctypes.c_void_p
        seccomp.seccomp_init.argtypes = [ctypes.c_uint32]
        seccomp.seccomp_rule_add_array.argtypes = [
            ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p]
        seccomp.seccomp_load.argtypes = [ctypes.c_void_p]
        seccomp.seccomp_attr_set.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32]

        class Comparison(ctypes.Structure):
            _fields_ = [("argument", ctypes.c_uint), ("kind", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]

        def rule(context, action, name, comparisons):
            number = seccomp.seccomp_syscall_resolve_name(name.encode())
            if number < 0:
                return
            array = (Comparison * max(1, len(comparisons)))(*(Comparison(*each) for each in comparisons))
            failed = seccomp.seccomp_rule_add_array(context, action, number, len(comparisons), array)
            if failed:
                raise Broken(f"seccomp: {name}: {os.strerror(-failed)}")

        def filtered(default, fill):
            context = seccomp.seccomp_init(default)
            seccomp.seccomp_attr_set(context, 2, KILL)
            fill(context)

            def load():
                failed = seccomp.seccomp_load(context)
                if failed:
                    raise Broken(f"seccomp: {os.strerror(-failed)}")

            return load

        def deny(context):
            for name in sorted(self.denied):
                rule(context, refuse(errno.EPERM), name, [])

        def restrict(context):
            for name, comparisons, number in self.rules:
                rule(context, refuse(number), name, comparisons)

        self.filters = [filtered(ALLOW, deny), filtered(ALLOW, restrict)]
        if self.groups:
            self.filters.append(filtered(
                refuse(self.error), lambda context: [rule(context, ALLOW, name, []) for name in sorted(self.allowed())]))


def installed(attune, folder):
    """`make install`, and what the unit's first lines say of configuration."""
    library = folder / "prefix/lib/attune"
    library.mkdir(parents=True)
    (folder / "prefix/bin").mkdir()
    (folder / "etc").mkdir()
    (folder / "dev").mkdir()
    shutil.copy(attune, library)
    for resources in attune.parent.glob("attune_*.resources"):
        shutil.copytree(resources, library / resources.name)
    (folder / "prefix/bin/attune").symlink_to("../lib/attune/attune")
    shutil.copy(ROOT / "config/attune.yaml", folder / "etc/attune.yaml")
    shutil.copy(ROOT / "config/lights.yaml", folder / "etc/commands.yaml")
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.name == "attune" else 0o644)


def loopback():
    """A network of its own, in which the unit's ports are free."""
    called(libc.unshare(CLONE_NEWNET), "a network namespace")
    import fcntl
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 1))


def ask(address, session, wanted):
    """Whether a session is answered with an intent."""
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family) as connection:
        connection.settimeout(30)
        connection.connect(address)
        connection.sendall(session)
        connection.shutdown(socket.SHUT_WR)
        intents = []
        with connection.makefile("rb") as stream:
            while line := stream.readline():
                event = json.loads(line)
                data = event.get("data") or {}
                data.update(json.loads(stream.read(event.get("data_length") or 0) or "{}"))
                if event["type"] == "intent":
                    intents.append(data["name"])
    return wanted in intents


def text(words):
    return json.dumps({"type": "recognize", "data": {"text": words}}).encode() + b"\n"


def held(is_held, what):
    print(f"  {'ok' if is_held else 'BROKEN'}: {what}", flush=True)
    if not is_held:
        raise Broken(what)


def status(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def use(process, unit, folder, sound):
    """Everything that the unit's service is for."""
    addresses = []
    start = shlex.split(unit.last("ExecStart"))
    while len(addresses) < start.count("--listen"):
        line = process.stdout.readline().decode().strip()
        held(bool(line), line or f"it ended before it listened, status {process.wait()}")
        if not line.startswith("listening on "):
            continue
        where = line.removeprefix("listening on ")
        if where.startswith("unix://"):
            addresses.append(f"/proc/{process.pid}/root{where.removeprefix('unix://')}")
        else:
            addresses.append(("127.0.0.1", int(where.rsplit(":", 1)[1])))
    state = status(process.pid)
    held(state["NoNewPrivs"] == "1" and state["Seccomp"] == "2", "no new privileges, and system calls are filtered")
    held(int(state["CapBnd"], 16) == 0 and int(state["CapEff"], 16) == 0, "no capability is left")
    held("0" not in state["Uid"].split(), f"it is not root: {state['Uid'].split()[0]}")
    for address in addresses:
        held(ask(address, text("turn on the kitchen lights"), "setLight"), f"a text over {address}")
        held(ask(address, sound, "setLight"), f"a sound over {address}")
    if "--metrics" in start:
        where = start[start.index("--metrics") + 1]
        with urllib.request.urlopen(f"http://{where}/readyz", timeout=10) as answer:
            held(answer.status == 200, f"it says that it is ready at {where}")
        with urllib.request.urlopen(f"http://{where}/metrics", timeout=10) as answer:
            held(b"process_resident_memory_bytes" in answer.read(), "it measures itself")
    commands = folder / "etc/commands.yaml"
    commands.write_text(commands.read_text().replace("\nintents:\n", f"\nintents:\n{NEW_COMMAND}"))
    reload = unit.last("ExecReload").replace("$MAINPID", str(process.pid))
    subprocess.run(shlex.split(reload), check=True)
    end = time.monotonic() + 10
    while not (is_new := ask(addresses[0], text("good morning computer"), "sayHello")) and time.monotonic() < end:
        time.sleep(0.2)
    held(is_new, "new commands are loaded")
    process.send_signal(signal.SIGTERM)
    seconds = int(unit.last("TimeoutStopSec"))
    try:
        code = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        code = None
    held(code == 0, f"it ends with {code}, within {seconds} s")


def limits():
    """The limits of config/attune.yaml."""
    lines = (ROOT / "config/attune.yaml").read_text().partition("\nlimits:\n")[2].splitlines()
    pairs = [line.split("#")[0].split(":") for line in lines if ":" in line.split("#")[0]]
    return {name.strip(): float(value) for name, value in pairs}


def memory_needed(processors=16):
    """What all that may connect can make the server need, in bytes: everybody speaks at once, and nobody reads."""
    limit = limits()
    client = STREAM + CONNECTION + limit["unread"] / 1e6
    shared = limit.get("memory", 1 << 27) / 1e6
    return (PROCESS + processors * WORKER + shared + limit["clients"] * client) * 1e6


def missing():
    """Why nothing can be tried; None where it can."""
    if os.geteuid() != 0:
        return "this needs root"
    if not shutil.which("systemd-analyze"):
        return "there is no systemd-analyze"
    if not ctypes.util.find_library("seccomp"):
        return "there is no libseccomp"
    if subprocess.run(["unshare", "--mount", "--net", "true"], capture_output=True).returncode:
        return "no namespaces can be made here"
    return None


def main(arguments):
    attune = pathlib.Path(arguments[0]).resolve()
    unit = Unit(arguments[1] if len(arguments) > 1 else ROOT / "config/systemd/attune.service")
    most, needed = size(unit.last("MemoryMax")), memory_needed()
    held(most >= needed, f"MemoryMax is {most / 1e6:.0f} MB; what may connect needs {needed / 1e6:.0f} MB")
    Trial(unit, None).check()
    if reason := missing():
        print(f"nothing else is tried: {reason}")
        return SKIPPED
    sound = subprocess.run([attune, "send", "--print-events", CLIP], check=True, capture_output=True).stdout
    made = [path for path in map(pathlib.Path, ["/etc/attune", "/run/attune"]) if not path.exists()]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="attune-unit-", dir="/run"))
    trial = Trial(unit, folder)
    try:
        installed(attune, folder)
        for path in made:
            path.mkdir()
        trial.apply()
        trial.prepare_filters()
        loopback()
        start = shlex.split(unit.last("ExecStart"))
        process = subprocess.Popen(start, stdout=subprocess.PIPE, preexec_fn=trial.restrict, env={"PATH": "/usr/bin:/bin"})
        try:
            use(process, unit, folder, sound)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            process.stdout.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for path in made + trial.cgroups:
            if path.exists():
                path.rmdir()
    exposure = [line for line in analyze("security", "--offline=true", str(arguments[1] if len(arguments) > 1 else
                ROOT / "config/systemd/attune.service")).splitlines() if "exposure" in line]
    print(*exposure, sep="\n")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        sys.exit(main(sys.argv[1:]))
    except Broken as broken:
        sys.exit(f"BROKEN: {broken}")
