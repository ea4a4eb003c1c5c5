#!/usr/bin/env python3
"""Writes the functions of shaders for other stages and compiles them there: function_corpus.py QUADLESS LIST [COUNT]

LIST names a shader a line; what stands behind a third tab are options for it. Of each shader up to six functions, main
last, are taken out by `quadless --function` and compiled by glslangValidator in a compute, a ray generation, a
closest-hit and a fragment shader. Prints how many did, and every one that was refused or did not compile.
"""
import collections
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

RAY = "#extension GL_EXT_ray_tracing : require\n"
STAGES = {
    "comp": "layout(local_size_x = 8) in;\n",
    "rgen": RAY,
    "rchit": RAY,
    "frag": "",
}
FUNCTIONS = 6


def run(command):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=120)


def compiled(text, stage, folder):
    """The errors of a file included in a stage."""
    extensions = re.findall(r"GL_\w+", next((l for l in text.split("\n") if l.startswith("// Written in")), ""))
    shader = os.path.join(folder, "shader." + stage)
    with open(shader, "w") as file:
        file.write("#version 460\n")
        file.writelines(f"#extension {name} : enable\n" for name in extensions)
        file.write(STAGES[stage] + text + "\nvoid main() {}\n")
    is_vulkan = stage in ("rgen", "rchit") or re.search(r"\b(set|binding) =|push_constant|buffer_reference", text)
    # Relaxed rules, for loose uniforms.
    target = ["-V", "-R", "--target-env", "vulkan1.2"] if is_vulkan else ["-G"]
    automatic = ["--auto-map-bindings", "--auto-map-locations"]
    result = run(["glslangValidator", *target, *automatic, "-o", os.path.join(folder, "out.spv"), shader])
    errors = [line for line in result.stdout.split("\n") if line.startswith("ERROR")]
    return errors[0] if errors else "failed" if result.returncode else ""


def check(quadless, line):
    columns = line.rstrip("\n").split("\t")
    path, options = columns[0], columns[3].split() if len(columns) > 3 else []
    command = [quadless, path, "--emit", "glsl", *options]
    listed = re.search(r"it defines (.*)", run([*command, "--function", "no_such_function"]).stderr)
    if not listed:
        return [("unreadable", path, "", "")]
    outcomes = []
    for name in listed.group(1).split(", ")[-FUNCTIONS:]:
        result = run([*command, "--function", name])
        if result.returncode:
            kind = "refused" if result.returncode == 1 else "crashed"
            outcomes.append((kind, path, name, result.stderr.strip().split("\n")[-1]))
            continue
        with tempfile.TemporaryDirectory() as folder:
            errors = {stage: compiled(result.stdout, stage, folder) for stage in STAGES}
        failed = [f"{stage}: {error}" for stage, error in errors.items() if error]
        is_fragment = "'discard' stays" in result.stderr and not errors["frag"]
        kind = "for fragment shaders only" if is_fragment else "does not compile" if failed else "compiles"
        outcomes.append((kind, path, name, "" if is_fragment else "; ".join(failed)))
    return outcomes


def main():
    quadless, listing = sys.argv[1:3]
    with open(listing) as file:
        lines = [line for line in file if line.strip()]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else len(lines)
    lines = lines[:: max(1, len(lines) // count)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = [outcome for found in pool.map(lambda line: check(quadless, line), lines) for outcome in found]
    for kind, path, name, why in sorted(outcomes):
        if why:
            print(f"{kind}: {path}: {name}: {why}")
    print(len(lines), "shaders;", dict(collections.Counter(outcome[0] for outcome in outcomes)))


if __name__ == "__main__":
    main()
