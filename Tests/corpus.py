#!/usr/bin/env python3
"""Converts every fragment shader of a corpus and prints what came of it.

usage: corpus.py [options] FOLDER | LIST.tsv

A list has a shader a line: path, environment, version, include directories (separated by blanks), tags; only the
path is needed. Every check is made by a program that is not ours: glslangValidator says which shaders count,
spirv-val whether a module is valid, glslangValidator again whether the GLSL written compiles.
"""
import argparse
import collections
import concurrent.futures
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

SUFFIXES = (".frag", ".fs", ".glsl", ".fsh", ".frg")
OPENGL = ["-G", "--auto-map-locations", "--auto-map-bindings"]
VULKANS = ("vulkan1.0", "vulkan1.1", "vulkan1.2", "vulkan1.3")


class Shader:
    """A shader of the corpus and everything found out about it."""

    def __init__(self, path, environment="", include_directories=(), tags=()):
        self.path = path
        self.environment = environment
        self.include_directories = list(include_directories)
        self.tags = [tag for tag in tags if "=" not in tag]
        self.accepted = False
        self.crashed = False
        self.error = ""
        self.report = None  # of --print-sites-json
        self.module = self.text = None  # paths of the outputs
        self.invalid = ""
        self.invalid_before = False
        self.recompile_error = ""
        self.excuse = ""
        self.changed_without_site = False

    @property
    def includes(self):
        return [f"-I{directory}" for directory in self.include_directories]


def read_corpus(source, every):
    if os.path.isdir(source):
        paths = sorted(
            os.path.join(folder, name)
            for folder, _, names in os.walk(source) for name in names if name.endswith(SUFFIXES))
        shaders = [Shader(path) for path in paths]
    else:
        shaders = []
        for line in open(source, encoding="utf-8"):
            fields = line.rstrip("\n").split("\t") + [""] * 5
            if fields[0]:
                shaders.append(Shader(fields[0], fields[1], fields[3].split(), fields[4].split()))
    return shaders[::every]


def run(command, timeout=120):
    """Runs a command; returns its exit status (negative: signal or time-out) and what it printed."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return -1000, f"no end after {timeout} s"
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def first_error(output):
    lines = [line for line in output.splitlines() if "ERROR" in line or "error" in line]
    return (lines or output.splitlines() or [""])[0]


def environment_flags(environment):
    return ["-V", "--target-env", environment] if environment.startswith("vulkan") else OPENGL


def read_text(path):
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        return file.read()


def compile_with_glslang(path, environment, includes, module):
    """Compiles to SPIR-V; glslang takes ES 300 for that only under the name of 310."""
    text = read_text(path)
    renamed = re.sub(r"(?m)^(\s*#\s*version\s+)300(\s+es)", r"\g<1>310\2", text, count=1)
    source = path
    if renamed != text:
        # Beside the original, so that its includes are found: hence -I.
        source = module + ".frag"
        with open(source, "w", encoding="utf-8", newline="") as file:
            file.write(renamed)
        includes = includes + [f"-I{os.path.dirname(path) or '.'}"]
    return run(["glslangValidator", *environment_flags(environment), "-S", "frag", *includes, source, "-o", module])


def accept(shader, folder, cache):
    """Whether glslang takes the shader under the rules of any environment."""
    text = read_text(shader.path)
    key = hashlib.sha256((text + "\0".join(shader.includes) + shader.path).encode("utf-8", "replace")).hexdigest()
    if key not in cache:
        listed = ["opengl"] if shader.environment.startswith("opengl") else []
        module = os.path.join(folder, key + ".spv")
        cache[key] = any(
            compile_with_glslang(shader.path, environment, shader.includes, module)[0] == 0
            for environment in dict.fromkeys(listed + [*VULKANS, "opengl"]))
    shader.accepted = cache[key]


def batches(shaders, size):
    """Groups of shaders of the same options whose file names differ, so that one process can write them all."""
    groups = collections.OrderedDict()
    for shader in shaders:
        key = tuple(shader.includes)
        name = os.path.basename(shader.path)
        group = groups.setdefault(key, [])
        place = next((b for b in group[-8:] if len(b) < size and name not in b), None)
        if place is None:
            place = {}
            group.append(place)
        place[name] = shader
    return [list(batch.values()) for group in groups.values() for batch in group]


def convert(quadless, shaders, kind, folder, flags):
    """Converts a batch; a crash is found by converting one by one."""
    command = [quadless, "-w", "-j1", "--allow-outside-files", "--print-sites-json", "--emit", kind,
               "--output-directory", folder, *flags, *shaders[0].includes, "--", *[shader.path for shader in shaders]]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60 + 10 * len(shaders))
        status = done.returncode
    except subprocess.TimeoutExpired:
        status = -1000
    reports = {}
    if status in (0, 1):
        reports = {report["input"]: report for report in map(json.loads, done.stdout.decode().splitlines())}
    # After a crash, of which the command makes an error, the rest has no report.
    if len(reports) < len(shaders):
        if len(shaders) > 1:
            for number, shader in enumerate(shaders):
                convert(quadless, [shader], kind, os.path.join(folder, str(number)), flags)
        else:
            shaders[0].crashed = True
            shaders[0].error = "no end" if status == -1000 else f"ended with status {status}"
        return
    for shader in shaders:
        report = reports[shader.path]
        name = os.path.basename(shader.path)
        if not report["converted"] and kind == "spv":
            shader.error = report["error"].splitlines()[0]
        elif not report["converted"]:
            # The module was written; its GLSL may be beyond SPIRV-Cross, which is found out below.
            shader.recompile_error = report["error"]
        elif kind == "spv":
            shader.report = report
            shader.module = os.path.join(folder, name + ".spv")
        else:
            known = name.endswith((".frag", ".glsl", ".fs"))
            shader.text = os.path.join(folder, name if known else name + ".frag")


def is_es300(path):
    return re.match(r"#version 300 es\b", read_text(path).lstrip("\ufeff").lstrip()) is not None


def recompile(path, environment, scratch):
    """Compiles GLSL that was written, as its users do; ES 300 has no SPIR-V."""
    if is_es300(path):
        return run(["glslangValidator", "-S", "frag", path])
    return run(["glslangValidator", *environment_flags(environment), "-S", "frag", path, "-o", scratch])


def normalized(message):
    """An error without its place and the names that only one of two writers gives."""
    return re.sub(r"_?\d+", "N", re.sub(r"^.*?:\d+:", "", message))


def validate(module, environment):
    return run(["spirv-val", "--relax-block-layout", "--target-env", environment, module])


def check(shader, folder, number, optimizes):
    """Has the outputs of a shader judged by others."""
    environment = shader.report["environment"]
    scratch = os.path.join(folder, f"{number}.scratch.spv")
    status, output = validate(shader.module, environment)
    if status != 0:
        shader.invalid = first_error(output)
        if compile_with_glslang(shader.path, environment, shader.includes, scratch)[0] == 0:
            shader.invalid_before = validate(scratch, environment)[0] != 0
    if not shader.report["sites"] and not optimizes:
        check_unchanged(shader, environment, scratch)
    if shader.text is not None:
        status, output = recompile(shader.text, environment, scratch)
        if status != 0:
            shader.recompile_error = first_error(output)
    if shader.recompile_error:
        shader.excuse = plain_spirv_cross(shader, environment, scratch)


def check_unchanged(shader, environment, scratch):
    status, _ = compile_with_glslang(shader.path, environment, shader.includes, scratch)
    if status != 0 or open(scratch, "rb").read() != open(shader.module, "rb").read():
        shader.changed_without_site = True


def plain_spirv_cross(shader, environment, scratch):
    """How SPIRV-Cross alone fares with the original: the error where it fails as well, else nothing."""
    if compile_with_glslang(shader.path, environment, shader.includes, scratch)[0] != 0:
        return ""
    version = re.search(r"(?m)^\s*#\s*version\s+(\d+)(\s+es)?", read_text(shader.path))
    plain = scratch + ".frag"
    command = ["spirv-cross", scratch, "--output", plain, "--version", version.group(1)]
    command += ["--es"] if version.group(2) else ["--no-es"]
    command += ["--vulkan-semantics"] if environment.startswith("vulkan") else []
    status, output = run(command)
    if status == 0:
        status, output = recompile(plain, environment, scratch)
    if status == 0:
        return ""
    # Where SPIRV-Cross itself gives up, our message quotes its own.
    same = normalized(first_error(output)) == normalized(shader.recompile_error) or (
        shader.text is None and bool(output))
    return ("the same: " if same else "another: ") + first_error(output)


def percent(part, whole):
    return f"{part} of {whole}" + (f" ({100 * part / whole:.2f} %)" if whole else "")


def print_sites(shaders):
    table = collections.OrderedDict((kind, collections.Counter()) for kind in ("dx", "dy", "width", "sample", "queryLod"))
    cuts = collections.Counter()
    for shader in shaders:
        for site in shader.report["sites"]:
            outcome = site["outcome"] if site["outcome"] != "kept" else site["reason"]
            table[site["kind"]][outcome] += 1
            if outcome == "cut":
                cuts[site["operation"]] += 1
    columns = ["tangent", "zero", "gradients", "cut", "quadChannel", "queryLod", "noGradientForm", "excluded"]
    print(f"\n{'site':9}" + "".join(f"{column:>15}" for column in columns))
    for kind, counts in table.items():
        print(f"{kind:9}" + "".join(f"{counts[column]:15}" for column in columns))
    print("cut by: " + (", ".join(f"{name} {count}" for name, count in cuts.most_common()) or "nothing"))
    derivatives = table["dx"] + table["dy"] + table["width"]
    uncut = sum(derivatives.values()) - derivatives["cut"]
    rewritten = derivatives["tangent"] + derivatives["zero"]
    samples = table["sample"]
    rewritten_samples = samples["gradients"] + samples["zero"]
    print("derivative sites whose operand is not cut, rewritten: " + percent(rewritten, uncut))
    uncut_samples = sum(samples.values()) - samples["cut"]
    print("samples with implicit LOD, rewritten: " + percent(rewritten_samples, sum(samples.values()))
          + ", of those whose coordinate is not cut: " + percent(rewritten_samples, uncut_samples))
    return (not uncut or rewritten >= 0.95 * uncut) and (
        not samples or rewritten_samples >= 0.95 * sum(samples.values()))


def print_list(title, shaders, describe):
    if shaders:
        print(f"\n{title}:")
        for shader in shaders:
            print(f"  {shader.path}: {describe(shader)}")


def print_table(shaders, repositories):
    accepted = [shader for shader in shaders if shader.accepted]
    done = [shader for shader in accepted if shader.report and not shader.crashed]
    plain = [shader for shader in done if not shader.report["sites"]]
    changed = [shader for shader in plain if shader.changed_without_site]
    invalid = [shader for shader in done if shader.invalid]
    inherited = [shader for shader in invalid if shader.invalid_before]
    failed = [shader for shader in done if shader.recompile_error]
    excused = [shader for shader in failed if shader.excuse.startswith("the same")]
    crashed = [shader for shader in accepted if shader.crashed]
    refused = [shader for shader in accepted if shader not in set(done) and not shader.crashed]
    print(f"shaders: {len(shaders)} from {repositories} repositories, glslang accepts {len(accepted)}")
    print("converted:                  " + percent(len(done), len(accepted)))
    print("crashed or hung:            " + str(len(crashed)))
    print("modules valid:              " + percent(len(done) - len(invalid), len(done))
          + f", {len(inherited)} of the others are not valid as glslang makes them, before Quadless")
    print("GLSL compiles again:        " + percent(len(done) - len(failed), len(done))
          + f", {len(excused)} of the others fail alike after SPIRV-Cross alone")
    print("without a site, unchanged:  " + percent(len(plain) - len(changed), len(plain)))
    tags = collections.Counter(tag for shader in accepted for tag in shader.tags)
    if tags:
        print("tags: " + ", ".join(f"{tag} {count}" for tag, count in sorted(tags.items())))
    enough = print_sites(done)
    print_list("crashed or hung", crashed, lambda shader: shader.error)
    print_list("not converted", refused, lambda shader: shader.error)
    print_list("not valid", [shader for shader in invalid if not shader.invalid_before], lambda shader: shader.invalid)
    print_list("not valid before, either", inherited, lambda shader: shader.invalid)
    print_list("changed though without a site", changed, lambda shader: shader.report["environment"])
    print_list("does not compile again", [shader for shader in failed if shader not in set(excused)],
               lambda shader: shader.recompile_error + (f" (SPIRV-Cross alone: {shader.excuse})" if shader.excuse else ""))
    print_list("fails alike after SPIRV-Cross alone", excused, lambda shader: shader.recompile_error)
    return enough and not (
        crashed or refused or changed or len(invalid) > len(inherited) or len(failed) > len(excused))


def repository_count(shaders):
    """The number of different folders just below the one that all shaders have in common."""
    paths = [os.path.dirname(os.path.abspath(shader.path)) + "/" for shader in shaders]
    common = os.path.commonpath(paths) if paths else ""
    return len({path[len(common):].strip("/").split("/")[0] for path in paths})


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", help="a folder, searched recursively, or a list")
    parser.add_argument("--quadless", default=".build/release/quadless")
    parser.add_argument("--flag", action="append", default=[], help="an option for quadless, such as --flag=-O")
    parser.add_argument("--every", type=int, default=1, help="take only every n-th shader")
    parser.add_argument("--cache", help="a file that remembers which shaders glslang accepts")
    parser.add_argument("--keep", help="a folder to keep the outputs in")
    parser.add_argument("-j", type=int, default=os.cpu_count(), help="how many processes to run at a time")
    arguments = parser.parse_args()

    shaders = read_corpus(arguments.corpus, arguments.every)
    cache = {}
    if arguments.cache and os.path.exists(arguments.cache):
        cache = json.load(open(arguments.cache, encoding="utf-8"))
    with tempfile.TemporaryDirectory() as temporary, \
            concurrent.futures.ThreadPoolExecutor(arguments.j) as pool:
        folder = arguments.keep or temporary
        list(pool.map(lambda shader: accept(shader, temporary, cache), shaders))
        if arguments.cache:
            json.dump(cache, open(arguments.cache, "w", encoding="utf-8"))
        accepted = [shader for shader in shaders if shader.accepted]
        work = list(enumerate(batches(accepted, 64)))
        for kind in ("spv", "glsl"):
            list(pool.map(lambda item: convert(
                arguments.quadless, item[1], kind, os.path.join(folder, kind, str(item[0])), arguments.flag), work))
        converted = [shader for shader in accepted if shader.report and not shader.crashed]
        list(pool.map(lambda item: check(item[1], temporary, item[0], "-O" in arguments.flag), list(enumerate(converted))))
        return 0 if print_table(shaders, repository_count(shaders)) else 1


if __name__ == "__main__":
    sys.exit(main())
