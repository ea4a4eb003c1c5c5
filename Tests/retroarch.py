#!/usr/bin/env python3
"""Writes the fragment stages of RetroArch's shaders, which hold both stages in one file, as shaders of their own.

usage: retroarch.py FOLDER OUTPUT

Of a .slang file it is what precedes the first `#pragma stage` and what follows `#pragma stage fragment`, includes put in
their places as RetroArch does; of a .glsl file the whole, with FRAGMENT defined. A stage that was written before, word
for word, is not written again.
"""
import os
import re
import sys

from corpus import read_text

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
STAGE = re.compile(r"^\s*#\s*pragma\s+stage\s+(\w+)")
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
    print(f"{len(known)} fragment stages, {failures} files with includes that are missing")


if __name__ == "__main__":
    main()
