#!/usr/bin/env python3
"""Writes the manual page and the shells' completions from what the command says of its own options.

usage: documents.py QUADLESS FOLDER

The command describes its arguments as JSON (`--experimental-dump-help` of swift-argument-parser), so that nothing
here can fall behind it.
"""
import datetime
import json
import os
import re
import subprocess
import sys


class Command:
    """A subcommand as the program describes it."""

    def __init__(self, program, name):
        dump = subprocess.run([program, name, "--experimental-dump-help"], check=True, capture_output=True)
        description = json.loads(dump.stdout)["command"]
        self.name = name
        self.abstract = description["abstract"]
        self.discussion = description.get("discussion", "")
        shown = [argument for argument in description["arguments"] if argument["shouldDisplay"]]
        self.operands = [argument for argument in shown if argument["kind"] == "positional"]
        self.options = [Option(argument) for argument in shown if argument["kind"] != "positional"]


class Option:
    """An option or a flag: its spellings, its value and what it does."""

    def __init__(self, argument):
        prefixes = {"short": "-", "long": "--", "longWithSingleDash": "-"}
        self.names = [prefixes[name["kind"]] + name["name"] for name in argument.get("names", [])]
        self.value = argument.get("valueName") if argument["kind"] == "option" else None
        self.abstract = argument.get("abstract", "")
        if argument.get("defaultValue") and "(default" not in self.abstract:
            self.abstract += f" (default: {argument['defaultValue']})"
        self.values = argument.get("allValueStrings") or argument.get("allValues") or []
        self.completes_files = "file" in argument.get("completionKind", {})
        self.completes_directories = "directory" in argument.get("completionKind", {})
        self.section = argument.get("sectionTitle") or "Options"


def subcommands(program):
    """The names of the subcommands: those that the help names and that describe themselves."""
    text = subprocess.run([program, "--help"], check=True, capture_output=True, text=True).stdout
    found = ["convert"]
    for name in re.findall(r"^  ([a-z]+)  +[A-Z]", text, re.M):
        dump = subprocess.run([program, name, "--experimental-dump-help"], capture_output=True)
        if dump.returncode == 0 and json.loads(dump.stdout)["command"]["commandName"] == name:
            found.append(name)
    return list(dict.fromkeys(found))


# Manual page

def roff(text):
    """Text that roff prints as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    text = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text)
    lines = text.split("\n")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in lines)


def manual(commands, version):
    lines = [
        f'.TH QUADLESS 1 "{datetime.date.today():%B %Y}" "Quadless {version}" "User Commands"', ".SH NAME",
        "quadless \\- make GLSL fragment shaders independent of the 2x2 pixel quad", ".SH SYNOPSIS",
    ]
    for command in commands:
        operands = " ".join(
            f"\\fI{roff(o['valueName'])}\\fR" + ("..." if o["isRepeating"] else "") for o in command.operands)
        name = "[convert]" if command.name == "convert" else command.name
        lines += [f".B quadless {name}", f"[\\fIoptions\\fR] {operands}", ".br"]
    lines += [".SH DESCRIPTION", roff(
        "Replaces every screen-space derivative of a fragment shader (dFdx, dFdy, fwidth, and the hidden ones inside "
        "texture()) by an exact analytic derivative, computed beside the value, and writes the shader as SPIR-V or "
        "as GLSL in the version and with the names and the interface of the original.")]
    for command in commands:
        lines += [f'.SH "QUADLESS {command.name.upper()}"', roff(command.abstract)]
        if command.discussion:
            # The page has the other commands below.
            discussion = command.discussion.split("\n\nOther commands")[0]
            lines += [".PP", roff(discussion)]
        section = None
        for option in command.options:
            if option.section != section:
                section = option.section
                lines.append(f'.SS "{roff(section)}"')
            names = ", ".join(f"\\fB{roff(name)}\\fR" for name in option.names)
            value = f" \\fI{roff(option.value)}\\fR" if option.value else ""
            lines += [".TP", names + value, roff(option.abstract)]
    lines += [
        ".SH EXIT STATUS", "0 done, 1 bad input, 2 wrong usage.", ".SH EXAMPLES", ".nf",
        roff("quadless shader.frag -o out.frag\nquadless shader.frag --print-sites\nquadless check shader.frag"),
        ".fi",
    ]
    return "\n".join(lines) + "\n"


# Completions

def bash(commands):
    cases = []
    for command in commands:
        words = " ".join(name for option in command.options for name in option.names)
        values = "".join(
            f"        {'|'.join(option.names)}) COMPREPLY=($(compgen -W '{' '.join(option.values)}' -- \"$word\")); return ;;\n"
            for option in command.options if option.values)
        values += "".join(
            f"        {'|'.join(option.names)}) COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n"
            for option in command.options if option.completes_directories)
        files = "|".join(name for option in command.options
                         if option.value and not option.values and not option.completes_directories
                         for name in option.names)
        if files:
            values += f"        {files}) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n"
        cases.append(
            f"    {command.name})\n      case \"$previous\" in\n{values}      esac\n      options='{words}' ;;\n")
    names = " ".join(command.name for command in commands)
    return f"""# bash completion for quadless
_quadless() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" command=convert options=
  case "${{COMP_WORDS[1]}}" in {names.replace(' ', '|')}) (( COMP_CWORD > 1 )) && command="${{COMP_WORDS[1]}}" ;; esac
  case "$command" in
{''.join(cases)}  esac
  if [[ "$word" == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
    (( COMP_CWORD == 1 )) && COMPREPLY+=($(compgen -W '{names}' -- "$word"))
  fi
}}
complete -o filenames -F _quadless quadless
"""


def zsh(commands):
    def quoted(text):
        return text.replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")

    functions = []
    for command in commands:
        specs = []
        for option in command.options:
            action = ""
            if option.value:
                what = (f"({' '.join(option.values)})" if option.values
                        else "_files -/" if option.completes_directories else "_files")
                action = f":{quoted(option.value)}:{what}"
            for name in option.names:
                specs.append(f"    '*{name}[{quoted(option.abstract)}]{action}'")
        functions.append(f"_quadless_{command.name}() {{\n  _arguments -s \\\n"
                         + " \\\n".join(specs + ["    '*:shader:_files'"]) + "\n}\n")
    names = " ".join(command.name for command in commands)
    described = "\n".join(f"      '{command.name}:{quoted(command.abstract)}'" for command in commands)
    return f"""#compdef quadless
{''.join(functions)}
_quadless() {{
  local -a subcommands
  if (( CURRENT == 2 )) && [[ "$words[2]" != -* ]]; then
    subcommands=(
{described}
    )
    _describe subcommand subcommands
  fi
  case "$words[2]" in
    {names.replace(' ', '|')}) local name=$words[2]; shift words; (( CURRENT-- )); _quadless_$name ;;
    *) _quadless_convert ;;
  esac
}}
_quadless "$@"
"""


def fish(commands):
    def quoted(text):
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    others = " ".join(command.name for command in commands if command.name != "convert")
    lines = ["# fish completion for quadless"]
    for command in commands:
        lines.append(f"complete -c quadless -n __fish_use_subcommand -a {command.name} -d {quoted(command.abstract)}")
        seen = (f"not __fish_seen_subcommand_from {others}" if command.name == "convert"
                else f"__fish_seen_subcommand_from {command.name}")
        for option in command.options:
            line = f"complete -c quadless -n {quoted(seen)}"
            for name in option.names:
                kind = "-l" if name.startswith("--") else "-s" if len(name) == 2 else "-o"
                line += f" {kind} {name.lstrip('-')}"
            if option.value:
                line += " -r"
                if option.values:
                    line += f" -f -a {quoted(' '.join(option.values))}"
            lines.append(line + f" -d {quoted(option.abstract)}")
    return "\n".join(lines) + "\n"


def main():
    program, folder = sys.argv[1:]
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.split()[1]
    commands = [Command(program, name) for name in subcommands(program)]
    os.makedirs(folder, exist_ok=True)
    for name, text in [("quadless.1", manual(commands, version)), ("quadless.bash", bash(commands)),
                       ("_quadless", zsh(commands)), ("quadless.fish", fish(commands))]:
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
