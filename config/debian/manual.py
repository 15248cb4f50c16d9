#!/usr/bin/env python3
"""Writes attune's manual pages: attune(1), and one for each of its commands.

usage: manual.py ATTUNE FOLDER DATE

ATTUNE is the executable, which says by --experimental-dump-help what --help says; DATE stands in the pages' footers, as 2026-11-27.
"""

import json
import pathlib
import subprocess
import sys

SHIPPED = "/usr/share/attune"
# What only a page of a manual has.
FILES = {
    "attune": [(f"{SHIPPED}/*.yaml", "Command files to copy, and every key of the server's configuration file.")],
    "attune serve": [
        ("/etc/attune/attune.yaml", "The configuration of the systemd service, attune.service."),
        ("/etc/attune/commands.yaml", "The commands of that service."),
    ],
}
EXIT_STATUS = "Exit status: "
# A copyable minus, and characters that a terminal would otherwise be shown in a typographer's shape.
ESCAPED = {"\\": "\\e", "-": "\\-", "~": "\\(ti", "^": "\\(ha", "`": "\\(ga", "'": "\\(aq"}


def escaped(text: str) -> str:
    return "".join(ESCAPED.get(character, character) for character in text)


def paragraph(text: str) -> str:
    """Text of a page. A line never begins with a full stop, which would be a request."""
    return "\n".join(("\\&" if line.startswith(".") else "") + escaped(line) for line in text.splitlines())


def bold(text: str) -> str:
    return f"\\fB{escaped(text)}\\fR"


def italic(text: str) -> str:
    return f"\\fI{escaped(text)}\\fR"


def page_name(command: str) -> str:
    return command.replace(" ", "-")


def cross_reference(command: str) -> str:
    return f"{bold(page_name(command))}(1)"


def option_name(name: dict) -> str:
    return ("-" if name["kind"] != "long" else "--") + name["name"]


class Page:
    """One command's page. `path` are the names of the command and of those that it belongs to."""

    def __init__(self, command: dict, path: list[str], version: str, date: str):
        self.command = command
        self.name = " ".join(path)
        self.version, self.date = version, date
        self.arguments = [each for each in command.get("arguments", []) if each["shouldDisplay"]]
        self.commands = [
            each for each in command.get("subcommands", []) if each["shouldDisplay"] and each["commandName"] != "help"]
        self.lines: list[str] = []

    def text(self) -> str:
        self.lines = [
            f'.TH {page_name(self.name).upper()} 1 {self.date} "attune {self.version}" "User Commands"', ".nh", ".ad l"]
        discussion = self.command.get("discussion", "").split("\n\n")
        abstract = self.command["abstract"]
        self.section("NAME", [f"{escaped(page_name(self.name))} \\- {escaped(abstract[0].lower() + abstract[1:].rstrip('.'))}"])
        self.section("SYNOPSIS", [self.synopsis()])
        self.section("DESCRIPTION", self.paragraphs([abstract, *(each for each in discussion if not each.startswith(EXIT_STATUS))]))
        self.options()
        if self.commands:
            self.section("COMMANDS", [
                line for each in self.commands
                for line in [".TP", cross_reference(f"{self.name} {each['commandName']}"), paragraph(each["abstract"])]])
        for each in discussion:
            if each.startswith(EXIT_STATUS):
                self.section("EXIT STATUS", self.paragraphs([each.removeprefix(EXIT_STATUS)]))
        if files := FILES.get(self.name):
            self.section("FILES", [line for path, what in files for line in [".TP", italic(path), paragraph(what)]])
        return "\n".join(self.lines) + "\n"

    def section(self, title: str, lines: list[str]):
        self.lines += [f".SH {title}", *lines]

    def paragraphs(self, texts: list[str]) -> list[str]:
        return [line for each in texts if each for line in [".PP", paragraph(each)]][1:]

    def synopsis(self) -> str:
        """What has to be given, by name; the rest are options."""
        parts = [bold(self.name)]
        positionals = [each for each in self.arguments if each["kind"] == "positional"]
        named = [each for each in self.arguments if each["kind"] != "positional"]
        parts += [self.usage(each) for each in named if not each["isOptional"]]
        parts += [f"[{italic('options')}]"]
        parts += [self.usage(each) for each in positionals]
        if self.commands:
            parts += [italic("command"), f"[{italic('arguments')}]"]
        return " ".join(parts)

    def usage(self, argument: dict) -> str:
        """An argument as it is given: its name, if it has one, and its value, if it has one."""
        text = italic(argument["valueName"])
        if argument["kind"] != "positional":
            text = f"{bold(option_name(argument['preferredName']))} {text}"
        if argument["isRepeating"]:
            text += " ..."
        return f"[{text}]" if argument["isOptional"] else text

    def options(self):
        """The arguments, under the titles that --help gives them."""
        sections: dict[str, list[str]] = {}
        for argument in self.arguments:
            title = "ARGUMENTS" if argument["kind"] == "positional" else (argument.get("sectionTitle") or "options").upper()
            sections.setdefault(title, []).extend([".TP", self.heading(argument), paragraph(self.meaning(argument))])
        order = ["ARGUMENTS", *(title for title in sections if title not in ["ARGUMENTS", "OPTIONS"]), "OPTIONS"]
        for title in order:
            if title in sections:
                self.section(title, sections[title])

    def heading(self, argument: dict) -> str:
        if argument["kind"] == "positional":
            return italic(argument["valueName"])
        names = ", ".join(bold(option_name(name)) for name in argument["names"])
        return names if argument["kind"] == "flag" else f"{names} {italic(argument['valueName'])}"

    def meaning(self, argument: dict) -> str:
        """What an argument means, its values and its default."""
        facts = []
        if values := argument.get("allValues"):
            facts.append("values: " + ", ".join(values))
        if (default := argument.get("defaultValue")) is not None:
            facts.append(f"default: {default}")
        return " ".join(filter(None, [argument.get("abstract", ""), f"({'; '.join(facts)})" if facts else ""]))


def pages(command: dict, path: list[str], version: str, date: str):
    """The page of a command, and of all that belong to it."""
    page = Page(command, path, version, date)
    yield page
    for each in page.commands:
        yield from pages(each, [*path, each["commandName"]], version, date)


def main(attune: str, folder: str, date: str):
    def says(option: str) -> str:
        return subprocess.run([attune, option], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout

    root = json.loads(says("--experimental-dump-help"))["command"]
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    all_pages = list(pages(root, [root["commandName"]], says("--version").strip(), date))
    names = [page.name for page in all_pages]
    for page in all_pages:
        others = names[1:] if page.name == names[0] else [names[0]]
        text = page.text() + ".SH SEE ALSO\n" + ",\n".join(cross_reference(each) for each in others) + "\n"
        (pathlib.Path(folder) / f"{page_name(page.name)}.1").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
