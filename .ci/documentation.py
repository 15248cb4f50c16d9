"""Makes pages of the comments of modules that are built, as `make documentation` does.

    python3 .ci/documentation.py OUTPUT MODULE...

The modules are those of .build/release; nothing is compiled. Whatever DocC warns of is a mistake: a parameter without a
word, a link to what is not there. OUTPUT/MODULE is a site, which a web server of files shows.
"""

import os
import pathlib
import shutil
import subprocess
import sys

BUILD = pathlib.Path(".build")
TARGET = f"{os.uname().machine}-unknown-linux-gnu"


def module_maps() -> list[str]:
    """The modules of C that those of Swift import."""
    patterns = [
        (pathlib.Path("Sources"), "*/module.modulemap"), (pathlib.Path("Sources"), "*/include/module.modulemap"),
        (BUILD / "release", "*.build/module.modulemap"), (BUILD / "checkouts", "*/Sources/*/include/module.modulemap"),
    ]
    files = [path for folder, pattern in patterns for path in sorted(folder.glob(pattern))]
    return [word for path in files for word in ("-Xcc", f"-fmodule-map-file={path}")]


def main():
    output, modules = pathlib.Path(sys.argv[1]), sys.argv[2:]
    swift = shutil.which(os.environ.get("SWIFT", "swift"))
    docc = pathlib.Path(swift).resolve().with_name("docc")
    maps = module_maps()
    for module in modules:
        symbols = output / "symbols" / module
        symbols.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [swift, "symbolgraph-extract", "-module-name", module, "-target", TARGET, "-minimum-access-level", "public",
             "-I", BUILD / "release/Modules", *maps, "-output-dir", symbols], check=True)
        subprocess.run(
            [docc, "convert", f"Sources/{module}/{module}.docc", "--additional-symbol-graph-dir", symbols,
             "--fallback-display-name", module, "--fallback-bundle-identifier", f"attune.{module}",
             "--output-path", output / module, "--warnings-as-errors"], check=True)
        print(output / module)


if __name__ == "__main__":
    main()
