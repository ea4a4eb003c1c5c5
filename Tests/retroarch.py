#!/usr/bin/env python3
"""Writes the fragment stages of RetroArch's shaders, which hold both stages in one file, as shaders of their own.

usage: retroarch.py FOLDER OUTPUT

Of a .slang file it is what precedes the first `#pragma stage` and what follows `#pragma stage fragment`, includes put in
their places as RetroArch does; of a .glsl file the whole, with FRAGMENT defined. A stage that was written before, word
for word, is not written again. What `#pragma parameter` says of uniforms goes into a sidecar: with other values many
a shader has no derivative that a pixel resolves.
"""
import os
import re
import sys

from corpus import read_text, run

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
STAGE = re.compile(r"^\s*#\s*pragma\s+stage\s+(\w+)")
PARAMETER = re.compile(r'(?m)^\s*#\s*pragma\s+parameter\s+(\w+)\s+"[^"]*"\s+([-+.\deE]+)')
BLOCK = re.compile(r"\buniform\s+\w+\s*\{([^{}]*)\}")
UNIFORM = re.compile(r"\buniform\s+(?:(?:lowp|mediump|highp)\s+)?float\s+([^;{}()]+);")
MEMBER = re.compile(r"\bfloat\s+([^;{}()]+);")
VERSION = re.compile(r"(?m)^[ \t]*#[ \t]*version\b.*$")


def lines_of(path, depth=0):
    """The lines of a file, those of included files in their places."""
    if depth > 32:
        raise OSError(f"{path}: includes itself")
    for line in read_text(path).splitlines():
        included = INCLUDE.match(line)
        if included:
            yield from lines_of(os.path.join(os.path.dirname(path), included[1]), depth + 1)
        else:
            yield line


def slang_fragment(path):
    stages, kept = {None}, []
    stage = None
    for line in lines_of(path):
        pragma = STAGE.match(line)
        if pragma:
            stage = pragma[1]
            stages.add(stage)
        elif stage in (None, "fragment"):
            kept.append(line)
    return "\n".join(kept) + "\n" if "fragment" in stages else None


def glsl_fragment(path):
    text = read_text(path)
    if "FRAGMENT" not in text:
        return None
    version = VERSION.search(text)
    end = version.end() if version else 0
    return text[:end] + "\n#define FRAGMENT\n" + text[end:]


def sidecar(path, text):
    """The scene that gives the shader's uniforms the values that its parameters have by default; nothing without."""
    parameters = PARAMETER.findall(text)
    status, code = run(["glslangValidator", "-E", "-S", "frag", path]) if parameters else (1, "")
    if status != 0:
        return ""
    code = re.sub(r"(?m)^[ \t]*#.*$", "", code)
    names = MEMBER.findall(" ".join(BLOCK.findall(code))) + UNIFORM.findall(code)
    uniforms = {name.strip() for declared in names for name in declared.split(",")}
    lines = {name: f"  {name}: {float(value)}\n" for name, value in parameters if name in uniforms}
    return "uniforms:\n" + "".join(lines.values()) if lines else ""


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, output = sys.argv[1:]
    kinds = {".slang": slang_fragment, ".glsl": glsl_fragment}
    known, failures = set(), 0
    for folder, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            stem, suffix = os.path.splitext(name)
            if suffix not in kinds:
                continue
            path = os.path.join(folder, name)
            try:
                text = kinds[suffix](path)
            except OSError as error:
                print(f"{path}: {error}", file=sys.stderr)
                failures += 1
                continue
            if text is None or text in known:
                continue
            known.add(text)
            target = os.path.join(output, os.path.relpath(folder, source), stem + ".frag")
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "w", encoding="utf-8") as file:
                file.write(text)
            scene = sidecar(target, text)
            if scene:
                with open(os.path.join(os.path.dirname(target), stem + ".scene.yaml"), "w", encoding="utf-8") as file:
                    file.write(scene)
    print(f"{len(known)} fragment stages, {failures} files with includes that are missing")


if __name__ == "__main__":
    main()
