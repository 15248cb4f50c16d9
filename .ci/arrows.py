"""Compares the arrows of Package.swift with the imports of the files: the manifest is the diagram, so it has to be true.

    python3 .ci/arrows.py [PACKAGE...]

A target depends on what its files import, and on nothing else; and it stands below whatever it depends on. Exits with 1,
and a line for each thing that is wrong.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

IMPORT = re.compile(
    r"^(?:@\w+(?:\(\w+\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)", re.MULTILINE)
# What comes with Swift, and is declared nowhere.
TOOLCHAIN = {"Dispatch", "Foundation", "FoundationEssentials", "FoundationXML", "Glibc", "Swift", "Synchronization", "Testing"}


class Package:
    """A manifest as SwiftPM understands it."""

    def __init__(self, root: pathlib.Path):
        swift = os.environ.get("SWIFT", "swift")
        text = subprocess.run(
            [swift, "package", "--package-path", str(root), "dump-package"], check=True, stdout=subprocess.PIPE).stdout
        manifest = json.loads(text)
        self.root = root
        self.targets = {target["name"]: target for target in manifest["targets"]}
        self.products = {product["name"]: set(product["targets"]) for product in manifest["products"]}
        self.local = {}
        for dependency in manifest["dependencies"]:
            for place in dependency.get("fileSystem", []):
                self.local[place["identity"]] = place["path"]
                self.local[place.get("nameForTargetDependencyResolutionOnly") or place["identity"]] = place["path"]

    def folder(self, target: dict) -> pathlib.Path:
        """Where the files of a target are."""
        default = ("Tests/" if target["type"] == "test" else "Sources/") + target["name"]
        return self.root / (target.get("path") or default)

    def imports(self, target: dict) -> set[str]:
        """The modules that the Swift files of a target import."""
        files = sorted(self.folder(target).rglob("*.swift"))
        return {name for file in files for name in IMPORT.findall(file.read_text(encoding="utf-8"))}


def arrows(package: Package, target: dict, others: dict[str, Package]) -> dict[str, set[str]]:
    """The dependencies of a target by name, each with the modules that it brings."""
    found = {}
    for dependency in target["dependencies"]:
        (kind, values), = dependency.items()
        name, origin = values[0], values[1] if kind == "product" else None
        path = package.local.get(origin) if origin else None
        found[name] = {name}
        if path:
            others.setdefault(path, Package(pathlib.Path(path)))
            found[name] = others[path].products[name]
    return found


def problems(package: Package) -> list[str]:
    """What is wrong with a manifest, a line each."""
    lines, above, others = [], set(), {}
    for name, target in package.targets.items():
        declared = arrows(package, target, others)
        if list(package.folder(target).rglob("*.swift")):
            imported = package.imports(target) - TOOLCHAIN - {name}
            brought = set().union(*declared.values())
            lines += [f"{name} imports {module}, which it does not depend on" for module in sorted(imported - brought)]
            for dependency, modules in sorted(declared.items()):
                # A test may run a program without importing it.
                runs = package.targets.get(dependency, {}).get("type") == "executable" and target["type"] == "test"
                if not modules & imported and not runs:
                    lines.append(f"{name} depends on {dependency}, which no file of it imports")
        below = sorted(dependency for dependency in declared if dependency in package.targets and dependency not in above)
        lines += [f"{name} depends on {dependency}, which does not stand above it" for dependency in below]
        above.add(name)
    return [f"{package.root}/Package.swift: {line}" for line in lines]


def main() -> int:
    roots = sys.argv[1:] or ["."]
    wrong = [line for root in roots for line in problems(Package(pathlib.Path(root)))]
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
