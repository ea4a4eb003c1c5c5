#!/usr/bin/env python3
"""Permutations of the shaders in this folder: generate.py OUTPUT [COUNT=20000] [--quadless COMMAND]

Each is one of four shaders with a set of its feature macros and counts, all different, the same in every run. Writes
into the folder OUTPUT: `list`, a conversion a line, for `quadless --batch`; `quadless.ninja` and `glslang.ninja`, the
same set for ninja through `quadless` and through glslang's own command, outputs in spv/quadless and spv/glslang, with a
target for each thousand, `part0` and on.
"""
import argparse
import pathlib
import shlex

FEATURES = {
    "material": "PARALLAX DETAIL TINT CUTOUT SURFACE_MAP NORMAL_MAP BUMP DIRT SMOOTHED REFLECTION FOG TONEMAP GAMMA",
    "terrain": "TRIPLANAR EROSION BUMP ROCK SNOW CONTOURS GRID FLAT WET FOG TONEMAP GAMMA",
    "interface": "EXACT_EDGE WAVE ROTATE CIRCLE RING NOISE BORDER SHADOW GLYPH IMAGE HATCH PAPER PREMULTIPLIED",
    "water": "SWELL CHOP RIPPLES WAVE_MAP FOAM CAUSTICS LIMITED REFLECTION REFRACTION SHORE FOG TONEMAP GAMMA",
}
SPREAD = 0x9E3779B1  # odd: multiplying by it permutes the numbers below a power of two


def permutations(count):
    """`count` pairs of a shader and its macros."""
    names = list(FEATURES)
    for index in range(count):
        name = names[index % len(names)]
        flags = FEATURES[name].split()
        # Two bits more for the number of lights, or of octaves.
        bits = len(flags) + 2
        number = index // len(names)
        if number >= 1 << bits:
            raise SystemExit(f"{name} has only {1 << bits} permutations")
        chosen = number * SPREAD % (1 << bits)
        macros = [flag for place, flag in enumerate(flags) if chosen >> place & 1]
        extra = 1 + (chosen >> len(flags))
        yield name, macros + [f"LIGHTS={extra}", f"OCTAVES={extra + 1}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("count", type=int, nargs="?", default=20000)
    parser.add_argument("--quadless", default="quadless")
    arguments = parser.parse_args()
    here = pathlib.Path(__file__).resolve().parent
    output = arguments.output
    for name in ("quadless", "glslang"):
        (output / "spv" / name).mkdir(parents=True, exist_ok=True)
    include = shlex.quote(str(here / "include"))
    quoted = shlex.quote(arguments.quadless).replace("$", "$$")
    ninja = {
        "quadless": f"{quoted} $in -o $out -MD -I{include} $macros",
        "glslang": f"glslangValidator --quiet -V $in -o $out --depfile $out.d -I{include} $macros",
    }
    files = {
        name: [f"rule shader\n  command = {command}\n  depfile = $out.d\n  deps = gcc\n  restat = 1\n"]
        for name, command in ninja.items()
    }
    lines = []
    parts = {name: [] for name in ninja}
    for index, (shader, macros) in enumerate(permutations(arguments.count)):
        source = here / f"{shader}.frag"
        flags = " ".join(f"-D{macro}" for macro in macros)
        target = f"{shader}-{index:05}.spv"
        lines.append(f"{shlex.quote(str(source))} -o spv/batch/{target} -I{include} {flags}\n")
        path = str(source).replace("$", "$$").replace(" ", "$ ").replace(":", "$:")
        for name, texts in files.items():
            texts.append(f"build spv/{name}/{target}: shader {path}\n  macros = {flags}\n")
            parts[name].append(f"spv/{name}/{target}")
    (output / "spv" / "batch").mkdir(exist_ok=True)
    (output / "list").write_text("".join(lines))
    for name, texts in files.items():
        for number in range(0, len(parts[name]), 1000):
            texts.append(f"build part{number // 1000}: phony {' '.join(parts[name][number:number + 1000])}\n")
        (output / f"{name}.ninja").write_text("".join(texts))


main()
