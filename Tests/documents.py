#!/usr/bin/env python3
"""Every command and option of quadless is in its manual page and in the completions for bash, zsh and fish.

usage: documents.py QUADLESS

The documents are made by Sources/Packaging/documents.py from the command's description in JSON; what must be in them
is read here from the texts of `--help`. The pages must be clean to groff and to the shells, where those are installed.
Then a document at a time is broken, which must be seen.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMMANDS = {"convert", "check", "render", "compile", "lint"}


def output(*arguments, **others):
    return subprocess.run(arguments, check=True, capture_output=True, text=True, **others).stdout


class Help:
    """What the text of one command's --help lists: for each spelling of an option, the values that it may have."""

    def __init__(self, program, command):
        text = output(program, command, "--help", env={**os.environ, "COLUMNS": "80"})
        self.options = {}
        # An option starts a line by two blanks and a dash; what it does stands further right, on this line or the next.
        for match in re.finditer(r"^  (-.*(?:\n {10,}.*)*)", text, re.M):
            entry = match[1]
            spellings = re.split(r" <|  |\n", entry)[0].split(", ")
            values = re.search(r"\(values: ([^;)]*)", re.sub(r"\s+", " ", entry))
            for spelling in spellings:
                self.options[spelling] = values[1].split(", ") if values else []


def commands_in_help(program):
    listed = output(program, "--help").split("Other commands")[1].split("USAGE")[0]
    return {"convert"} | set(re.findall(r"^  ([a-z]+) ", listed, re.M))


# What each document holds: for each command, the spellings of its options.

def manual(text):
    found = {}
    for section in re.split(r"^\.SH ", text, flags=re.M):
        name = re.match(r'"QUADLESS ([A-Z]+)"', section)
        if name:
            tags = re.findall(r"^\.TP\n(.*)", section, re.M)
            found[name[1].lower()] = {word.replace("\\-", "-") for tag in tags for word in re.findall(r"\\fB(.*?)\\fR", tag)}
    return found


def bash_words(path, *words):
    """What bash offers for the last of some words."""
    script = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _quadless; printf "%s\\n" "${COMPREPLY[@]}"'
    return output("bash", "-c", script, "bash", path, "quadless", *words, cwd=os.path.dirname(path)).split()


def bash(path):
    commands = COMMANDS.intersection(bash_words(path, ""))
    return {name: set(bash_words(path, name, "-")) for name in commands}


def zsh(text):
    functions = re.findall(r"^_quadless_([a-z]+)\(\) \{\n(.*?)^\}", text, re.M | re.S)
    described = set(re.findall(r"^      '([a-z]+):", text, re.M))
    return {name: set(re.findall(r"^    '\*(-[^\[]*)\[", body, re.M)) for name, body in functions if name in described}


def fish(text):
    found = {name: set() for name in re.findall(r"-n __fish_use_subcommand -a ([a-z]+) ", text)}
    for condition, rest in re.findall(r"^complete -c quadless -n '(.*?)' (.*)", text, re.M):
        name = "convert" if condition.startswith("not ") else condition.split()[-1]
        names = re.match(r"((-[lso] \S+ ?)+)", rest)[1]
        found.setdefault(name, set()).update(
            ("--" if kind == "l" else "-") + option for kind, option in re.findall(r"-([lso]) (\S+)", names))
    return found


def faults(folder, helps):
    """What is wrong with the documents in a folder."""
    def text(name):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return file.read()

    bash_path = os.path.join(folder, "quadless.bash")
    documents = {"quadless.1": manual(text("quadless.1")), "quadless.bash": bash(bash_path),
                 "_quadless": zsh(text("_quadless")), "quadless.fish": fish(text("quadless.fish"))}
    found = []
    for document, commands in documents.items():
        for command, help in helps.items():
            if command not in commands:
                found.append(f"{document}: the command '{command}' is missing")
                continue
            missing = sorted(help.options.keys() - commands[command])
            extra = sorted(commands[command] - help.options.keys())
            found += [f"{document}: '{name}' of '{command}' is missing" for name in missing]
            found += [f"{document}: '{command}' takes no '{name}'" for name in extra]
    for command, help in helps.items():
        for option, values in help.options.items():
            if values and set(bash_words(bash_path, command, option, "")) != set(values):
                found.append(f"quadless.bash: the values of '{option}' of '{command}' are not those of the help")
    return found


def syntax_faults(folder):
    """What groff and the shells say against the documents, and which of them are not here to say it."""
    checks = {"groff": ["groff", "-man", "-ww", "-z", "quadless.1"], "bash": ["bash", "-n", "quadless.bash"],
              "zsh": ["zsh", "-n", "_quadless"], "fish": ["fish", "-n", "quadless.fish"]}
    found, absent = [], []
    for tool, command in checks.items():
        if shutil.which(tool) is None:
            absent.append(tool)
            continue
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode != 0 or done.stderr:
            found.append(f"{tool}: {done.stderr.strip() or done.returncode}")
    return found, absent


def unseen_faults(folder, helps):
    """Which documents may lose an option, or a command, and nobody notices."""
    unseen = []
    for document in ("quadless.1", "quadless.bash", "_quadless", "quadless.fish"):
        for word in ("print-sites-json", "lint"):
            with tempfile.TemporaryDirectory() as copy:
                shutil.copytree(folder, copy, dirs_exist_ok=True)
                path = os.path.join(copy, document)
                with open(path, encoding="utf-8") as file:
                    text = file.read()
                for spelling in (word, word.replace("-", "\\-"), word.upper()):
                    text = text.replace(spelling, spelling[:-1])
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
                if not any(fault.startswith(document + ":") for fault in faults(copy, helps)):
                    unseen.append(f"{document} without '{word}' passes")
    return unseen


def main():
    program = os.path.abspath(sys.argv[1])
    commands = commands_in_help(program)
    if commands != COMMANDS:
        sys.exit(f"documents.py: the commands are {', '.join(sorted(commands))}: is this test up to date?")
    helps = {command: Help(program, command) for command in sorted(commands)}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, os.path.join(ROOT, "Sources/Packaging/documents.py"), program, folder], check=True)
        errors, absent = syntax_faults(folder)
        errors += faults(folder, helps) or unseen_faults(folder, helps)
    if errors:
        sys.exit("documents.py: " + "\ndocuments.py: ".join(errors))
    count = sum(len(help.options) for help in helps.values())
    skipped = f"; not installed, so not asked: {', '.join(absent)}" if absent else ""
    print(f"documents.py: {len(helps)} commands, {count} options, in the manual page and three completions{skipped}")


if __name__ == "__main__":
    main()
