#!/usr/bin/env python3
"""Packs attune for Debian, as `make package` does.

usage: pack.py TREE OUTPUT

TREE is what `make install DESTDIR=TREE PREFIX=/usr` has laid out. In OUTPUT will be attune_VERSION_ARCHITECTURE.deb,
attune-VERSION.tar.gz with the sources of the last commit, and SHA256SUMS. debhelper does the work; here it is given what it
needs: the tree, manual pages, completions, configuration, the changes, and the licences of all that was linked.
"""

import datetime
import email.utils
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEBIAN = ROOT / "config/debian"
CHECKOUTS = ROOT / ".build/checkouts"
# What is no part of debian/, but works upon it.
OWN = {"manual.py", "pack.py", "try.py"}
# What each shell reads its completions from.
COMPLETIONS = {"bash": "attune", "zsh": "_attune", "fish": "attune.fish"}


def output(*command, **options) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", **options).stdout


def put(source: pathlib.Path, target: pathlib.Path):
    """A copy of a file or a folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    (shutil.copytree if source.is_dir() else shutil.copy)(source, target)


def write(path: pathlib.Path, text: str):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def maintainer() -> str:
    return re.search(r"^Maintainer: (.*)$", (DEBIAN / "control").read_text(), re.MULTILINE)[1]


def changelog(text: str, version: str, date: datetime.datetime) -> str:
    """CHANGELOG.md as Debian writes it. What is unreleased belongs to the version that is packed."""
    entries: dict[tuple[str, datetime.datetime], list[str]] = {(version, date): []}
    for section in text.split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        name, day = re.fullmatch(r"\[(.*?)\](?: - (.*))?", title).groups()
        is_packed = name in ["Unreleased", version]
        key = (version, date) if is_packed else (name, datetime.datetime.fromisoformat(day + "T00:00:00+00:00"))
        entries.setdefault(key, []).extend(changes(body))
    return "\n".join(
        f"attune ({name}) unstable; urgency=medium\n\n" + "\n".join(items)
        + f"\n\n -- {maintainer()}  {email.utils.format_datetime(when)}\n"
        for (name, when), items in entries.items())


def changes(body: str):
    """The lines of a version's changes: a title, a sentence, or an item, which begins with a hyphen."""
    for item in re.split(r"\n(?=- |### )|\n\n", body.strip()):
        words = " ".join(item.split())
        if words.startswith("### "):
            yield f"  [ {words[4:]} ]"
        elif words:
            yield textwrap.fill(
                words.removeprefix("- "), 78, initial_indent="  * ", subsequent_indent="    ", break_on_hyphens=False)


def notices(folder: pathlib.Path):
    """What those who made the packages that are linked want to be said. The copyright file has to name each of them."""
    named = (DEBIAN / "copyright").read_text()
    for checkout in sorted(CHECKOUTS.iterdir()):
        if f"\nFiles: {checkout.name}/*" not in named:
            sys.exit(f"config/debian/copyright does not name {checkout.name}, which is linked")
        if (checkout / "NOTICE.txt").exists():
            put(checkout / "NOTICE.txt", folder / f"{checkout.name}.txt")


def unit() -> str:
    """The unit, for an executable that is Debian's: how it would be installed by hand need not be said."""
    text = (ROOT / "config/systemd/attune.service").read_text()
    return text[text.index("[Unit]"):].replace("/usr/local/bin/", "/usr/bin/")


def lay_out(tree: pathlib.Path, work: pathlib.Path, version: str, date: datetime.datetime):
    """All that debhelper takes, in a folder of its own."""
    attune = tree / "usr/lib/attune/attune"
    shutil.copytree(tree, work / "tree", symlinks=True)
    for part in DEBIAN.iterdir():
        if part.name not in OWN and part.is_file():
            put(part, work / "debian" / part.name)
    write(work / "debian/changelog", changelog((ROOT / "CHANGELOG.md").read_text(), version, date))
    write(work / "debian/source/format", "3.0 (native)\n")
    write(work / "debian/attune.service", unit())
    subprocess.run([DEBIAN / "manual.py", attune, work / "man", f"{date:%Y-%m-%d}"], check=True)
    for shell, name in COMPLETIONS.items():
        # bash sources it: it is no program, whatever its first line says.
        script = output(attune, "--generate-completion-script", shell).removeprefix("#!/bin/bash\n")
        write(work / "completions" / name, script.lstrip("\n"))
    put(ROOT / "config/attune.yaml", work / "etc/attune/attune.yaml")
    put(ROOT / "config/lights.yaml", work / "etc/attune/commands.yaml")
    for file in (ROOT / "config").glob("*.yaml"):
        put(file, work / "share/attune" / file.name)
    put(ROOT / "config/examples/understand.py", work / "examples/understand.py")
    for name in ["README.md", "NOTICE", "docs", "Package.resolved"]:
        put(ROOT / name, work / name)
    notices(work / "notices")


def main(tree: pathlib.Path, target: pathlib.Path):
    version = output(tree / "usr/lib/attune/attune", "--version").strip()
    seconds = output("git", "-C", ROOT, "log", "-1", "--format=%ct").strip()
    date = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)
    work = target / "work/attune"
    work.mkdir(parents=True)
    lay_out(tree, work, version, date)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": seconds}
    subprocess.run(
        ["dpkg-buildpackage", "--build=binary", "--no-sign", "--no-check-builddeps"], cwd=work, env=environment, check=True)
    [package] = work.parent.glob("*.deb")
    sources = f"attune-{version}.tar.gz"
    # With the commits of what it depends on, which git does not keep.
    subprocess.run(
        ["git", "-C", ROOT, "archive", f"--prefix=attune-{version}/", "--add-file=Package.resolved", f"--output={target / sources}",
         "HEAD"], check=True)
    shutil.move(package, target)
    shutil.rmtree(target / "work")
    sums = [f"{hashlib.sha256((target / name).read_bytes()).hexdigest()}  {name}\n" for name in [package.name, sources]]
    write(target / "SHA256SUMS", "".join(sums))
    for name in [package.name, sources]:
        print(f"{target / name}: {(target / name).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*(pathlib.Path(argument).resolve() for argument in sys.argv[1:]))
