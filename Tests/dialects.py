#!/usr/bin/env python3
"""Converts fragment shaders of old and ES dialects and judges what comes out, dialect by dialect.

usage: dialects.py [options] FOLDER | LIST.tsv

A list has a shader a line: path, dialect, include directories (separated by blanks), tags; only the path is needed.
Dialects are 110 to 150, 330compat and the like, es100, es300, shadertoy, and none for a text without #version. The
judge is glslangValidator by the plain rules of GLSL and ESSL: it says which shaders count, whether the output compiles
again, what its interface is, and whether an output of ES 100 keeps to that version's Appendix A.
"""
import argparse
import collections
import concurrent.futures
import itertools
import os
import re
import subprocess
import sys
import tempfile

from corpus import (
    SUFFIXES, Shader, first_error, print_list, read_corpus, read_text, repository_count, run)

ORDER = ("110", "120", "none", "130", "140", "150", "es100", "es300", "shadertoy")
FAULTS = ("dialect", "compile", "interface", "extension", "Appendix A")  # the last three beside compiling again
SHADERTOY_HEADER = """#version 300 es
precision highp float; precision highp int;
precision highp sampler2D; precision highp samplerCube; precision highp sampler3D;
uniform vec3 iResolution, iChannelResolution[4];
uniform float iTime, iTimeDelta, iFrameRate, iSampleRate, iChannelTime[4];
uniform int iFrame;
uniform vec4 iMouse, iDate;
"""
SHADERTOY_FOOTER = """
out vec4 wrapperColour;
void main() { vec4 colour = vec4(0.0); mainImage(colour, gl_FragCoord.xy); wrapperColour = colour; }
"""
# ESSL 1.00, Appendix A, as switches of glslang's resource file.
APPENDIX_A = ("nonInductiveForLoops", "whileLoops", "doWhileLoops", "generalUniformIndexing",
              "generalAttributeMatrixVectorIndexing", "generalVaryingIndexing", "generalSamplerIndexing",
              "generalVariableIndexing", "generalConstantMatrixVectorIndexing")
EXTENSION = re.compile(r"(?m)^[ \t]*#[ \t]*extension[ \t]+(\w+)[ \t]*:[ \t]*(enable|require|warn)[^\n]*")
DERIVATIVE = re.compile(r"\b(dFdx|dFdy|fwidth)(Fine|Coarse)?\s*\(")


def without_comments(text):
    """The text with its comments blanked, line numbers kept."""
    return re.sub(r"/\*.*?\*/|//[^\n]*", lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.S)


def dialect_of(text):
    code = without_comments(text.lstrip("\ufeff"))
    version = re.search(r"(?m)^[ \t]*#[ \t]*version[ \t]+(\d+)[ \t]*(\w*)", code)
    if version is None:
        is_shadertoy = re.search(r"\bmainImage\s*\(", code) and not re.search(r"\bvoid\s+main\s*\(", code)
        return "shadertoy" if is_shadertoy else "none"
    number, profile = version.groups()
    if profile == "es" or number == "100":
        return "es" + number
    return number + {"compatibility": "compat"}.get(profile, "")


class Reading:
    """A way to read a text: what is put around it, and the options of glslangValidator."""

    def __init__(self, name, header="", footer="", options=()):
        self.name, self.header, self.footer, self.options = name, header, footer, list(options)

    def run(self, text, includes, folder, *options):
        """Has glslangValidator read the text."""
        with tempfile.NamedTemporaryFile("w", suffix=".frag", dir=folder, encoding="utf-8", newline="") as file:
            file.write(self.header + text + self.footer)
            file.flush()
            status, output = run(
                ["glslangValidator", *self.options, *options, "-S", "frag", *includes, file.name])
            return status, output.replace(file.name, "")


def readings(dialect, text):
    """The ways to read a text of a dialect, likeliest first."""
    if dialect == "none":
        # What has no version is 110 on the desktop and 100 on the web.
        return [Reading("110", options=["-d"]), Reading("es100", header="#version 100\n")]
    if dialect != "shadertoy":
        return [Reading(dialect)]
    code = without_comments(text)
    kinds = [("sampler2D", "samplerCube", "sampler3D") if f"iChannel{channel}" in code else ("sampler2D",)
             for channel in range(4)]
    choices = sorted(itertools.product(*kinds), key=lambda choice: 4 - choice.count("sampler2D"))
    return [
        Reading("es300", SHADERTOY_HEADER + "".join(
            f"uniform {kind} iChannel{channel};\n" for channel, kind in enumerate(choice)), SHADERTOY_FOOTER)
        for choice in choices]


class Case:
    """A shader and everything found out about it."""

    def __init__(self, shader):
        self.shader = shader
        self.path = shader.path
        self.text = read_text(shader.path)
        self.dialect = shader.environment or dialect_of(self.text)
        self.accepted_by = []  # readings
        self.rejection = ""
        self.refusal = ""  # why it was not converted, or with what a crash ended
        self.converted = self.unchanged = self.compiles = False
        self.faults = []  # of the output: (kind, what)
        self.notes = []  # of the output, not held against it

    @property
    def is_good(self):
        return self.compiles and not self.faults


def accept(case, folder):
    """Finds the readings under which the text is a whole program's fragment shader: linked, with no body missing."""
    for reading in readings(case.dialect, case.text):
        status, output = reading.run(case.text, case.shader.includes, folder, "-l")
        if status == 0:
            case.accepted_by.append(reading)
            if case.dialect == "shadertoy":
                return
        case.rejection = case.rejection or first_error(output)


def convert(case, number, options, folder):
    """Converts the shader and has the output judged."""
    suffix = os.path.splitext(case.path)[1]
    path = os.path.join(folder, f"{number}{suffix if suffix in SUFFIXES[:3] else '.frag'}")
    status, output = run([options.quadless, "-w", "--allow-outside-files", *options.flag, *case.shader.includes, case.path, "-o", path])
    if status != 0:
        crash = "" if status == 1 else f"ended with status {status}: "
        case.refusal = crash + first_error(output).removeprefix(case.path).lstrip(":")
        return
    case.converted = True
    judge(case, read_text(path), folder, options.limits)


def judge(case, text, folder, limits):
    case.unchanged = text == case.text
    dialect = dialect_of(text)
    allowed = {case.dialect}
    allowed |= {reading.name for reading in case.accepted_by} if case.dialect == "none" else set()
    if dialect not in allowed:
        case.faults.append(("dialect", f"{dialect} instead of {case.dialect}"))
        return
    # A text that says its version has one reading.
    ways = case.accepted_by if dialect == case.dialect else [Reading(dialect)]
    results = [(way, *way.run(text, case.shader.includes, folder, "-l")) for way in ways]
    good = [way for way, status, _ in results if status == 0]
    if not good:
        case.faults.append(("compile", first_error(results[0][2])))
        return
    case.compiles = True
    if len(good) < len(case.accepted_by):
        case.notes.append("no longer both 110 and ES 100, only " + good[0].name)
    way = good[0]
    original = next(reading for reading in case.accepted_by if reading.name == way.name)
    judge_interface(case, text, original, way, folder)
    if not case.unchanged:
        judge_extensions(case, text, way, folder)
    if way.name == "es100":
        judge_appendix_a(case, text, original, way, folder, limits)
    if DERIVATIVE.search(without_comments(text)) and knows_only_its_place(case, original, folder):
        case.notes.append("knows nothing but its place, yet has a derivative instruction left")


def knows_only_its_place(case, reading, folder):
    """Whether all that varies is gl_FragCoord, so that no derivative instruction needs to be left."""
    return case.dialect == "shadertoy" or not (
        re.search(r"\bgl_(Color|SecondaryColor|TexCoord|FogFragCoord|PointCoord)\b", case.text)
        or interface(case.text, case.shader.includes, reading, folder, r"varying|in"))


def interface(text, includes, reading, folder, kinds=r"uniform|varying|in|out"):
    """The declarations of the interface by name: storage, type and rank; after preprocessing."""
    _, code = reading.run(text, includes, folder, "-E")
    code = re.sub(r"(?m)^[ \t]*#.*$", "", code)
    found = {}
    # Only what is outside of braces and parentheses: neither parameters nor locals count.
    code = re.sub(r"\([^(){};]*\)", "()", code)
    code = re.sub(r"\b(?:lowp|mediump|highp|smooth|precise|invariant)\b|\blayout\s*\(\)", " ", code)
    blocks = re.sub(r"\{[^{}]*\}", "{}", outermost(code))
    pattern = rf"(?:^|[;{{}}])\s*((?:(?:flat|centroid|noperspective|const)\s+)*)({kinds})\s+([^;{{}}()]*?)\s*(?=;|\{{)"
    for match in re.finditer(pattern, blocks):
        # To a fragment shader, varying and in are one.
        storage = " ".join(sorted(match[1].split()) + [match[2].replace("varying", "in")])
        words = match[3].split(None, 1)
        while words and words[0] in ("flat", "centroid", "noperspective"):
            storage, words = words[0] + " " + storage, words[1].split(None, 1)
        if len(words) < 2:
            found[words[0] if words else ""] = f"{storage} block"
            continue
        kind, names = words[0], re.sub(r"\[[^\]]*\]", "[]", words[1])
        if names.startswith("[]"):
            kind, names = kind + "[]", names[2:]
        for name in names.split(","):
            name = "".join(name.split("=")[0].split())
            base = name.replace("[]", "")
            found[base] = f"{storage} {kind}" + "[]" * name.count("[]")
    return found


def outermost(code):
    """The text outside of all braces, with {} where some was."""
    parts, depth = [], 0
    for part in re.split(r"([{}])", code):
        if part == "{":
            parts += ["{}"] if depth == 0 else []
            depth += 1
        elif part == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(part)
    return "".join(parts)


def live_uniforms(text, includes, reading, folder):
    """The uniforms in use, as the linked program's reflection names them, without members and elements."""
    _, output = reading.run(text, includes, folder, "-l", "-q")
    section = re.search(r"Uniform reflection:\n(.*?)\n\n", output + "\n\n", re.S)
    return set(re.findall(r"(?m)^(\w+)[^:\n]*: offset -1", section[1])) if section else set()


def judge_interface(case, text, original, way, folder):
    before = interface(case.text, case.shader.includes, original, folder)
    after = interface(text, case.shader.includes, way, folder)
    for name, declaration in after.items():
        if name not in before:
            case.faults.append(("interface", f"new: {declaration} {name}"))
        elif before[name] != declaration:
            case.faults.append(("interface", f"{name}: {before[name]} became {declaration}"))
    used = live_uniforms(case.text, case.shader.includes, original, folder)
    for name in sorted(used & set(before) - set(after)):
        case.faults.append(("interface", f"lost: {before[name]} {name}"))
    lost = [name for name in before if name not in after and re.search(r"\bin\b", before[name])]
    if lost:
        case.notes.append("inputs no longer declared: " + " ".join(sorted(lost)))


def judge_extensions(case, text, way, folder):
    """An extension line is needed where the text does not compile without it, and cleanly."""
    had = {match[1] for match in EXTENSION.finditer(without_comments(case.text))}
    for match in EXTENSION.finditer(without_comments(text)):
        without = text[:match.start()] + text[match.end():]
        status, output = way.run(without, case.shader.includes, folder)
        if status == 0 and "WARNING" not in output:
            if match[1] in had:
                case.notes.append(f"extension line of the original no longer needed: {match[1]}")
            else:
                case.faults.append(("extension", f"needless new line for {match[1]}"))


def judge_appendix_a(case, text, original, way, folder, limits):
    status, output = way.run(text, case.shader.includes, folder, limits)
    if status != 0 and original.run(case.text, case.shader.includes, folder, limits)[0] != 0:
        case.notes.append("is beyond Appendix A, like its original")
    elif status != 0:
        case.faults.append(("Appendix A", first_error(output)))


def write_limits(folder):
    """glslang's resource file with every freedom beyond Appendix A taken away."""
    path = os.path.join(folder, "appendix-a.conf")
    defaults = subprocess.run(["glslangValidator", "-c"], capture_output=True, text=True, check=True).stdout
    with open(path, "w", encoding="utf-8") as file:
        file.write(re.sub(rf"(?m)^({'|'.join(APPENDIX_A)}) 1$", r"\1 0", defaults))
    return path


def read_cases(source, every):
    if os.path.isdir(source):
        return [Case(shader) for shader in read_corpus(source, every)]
    with open(source, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") + [""] * 4 for line in file if line.strip()]
    return [Case(Shader(row[0], row[1], row[2].split(), row[3].split())) for row in rows[::every]]


def print_table(cases):
    """Prints the table by dialect; returns the shares of accepted shaders that convert and compile again."""
    columns = ["read", "accepted", "converted", "unchanged", "compiles", *FAULTS[2:], "all good"]
    print(f"{'dialect':12}" + "".join(f"{column:>15}" for column in columns) + f"{'compiles':>11}")
    shares = {}
    known = [dialect for dialect in ORDER if any(case.dialect == dialect for case in cases)]
    for dialect in known + sorted({case.dialect for case in cases} - set(ORDER)) + ["all"]:
        group = [case for case in cases if dialect in (case.dialect, "all")]
        accepted = [case for case in group if case.accepted_by]
        faulty = [sum(any(fault[0] == kind for fault in case.faults) for case in accepted) for kind in FAULTS[2:]]
        numbers = [len(group), len(accepted), sum(case.converted for case in accepted),
                   sum(case.unchanged for case in accepted), sum(case.compiles for case in accepted), *faulty,
                   sum(case.is_good for case in accepted)]
        shares[dialect] = 100 * numbers[4] / len(accepted) if accepted else 100.0
        print(f"{dialect:12}" + "".join(f"{number:15}" for number in numbers) + f"{shares[dialect]:9.2f} %")
    return shares


def print_report(cases, shows_rejections):
    accepted = [case for case in cases if case.accepted_by]
    print(f"shaders: {len(cases)} from {repository_count([case.shader for case in cases])} repositories, "
          f"glslang accepts {len(accepted)}\n")
    shares = print_table(cases)
    for note, count in collections.Counter(
            note.split(":")[0] for case in accepted for note in case.notes).most_common():
        print(f"note, {count} times: {note}")
    print_list("not converted", [case for case in accepted if case.refusal],
               lambda case: f"[{case.dialect}] {case.refusal}")
    for kind in FAULTS:
        found = [case for case in accepted if any(fault[0] == kind for fault in case.faults)]
        print_list(f"faults of the output: {kind}", found, lambda case: f"[{case.dialect}] " + "; ".join(
            fault[1] for fault in case.faults if fault[0] == kind))
    print_list("noted", [case for case in accepted if shows_rejections and case.notes],
               lambda case: "; ".join(case.notes))
    print_list("not accepted by glslang", [case for case in cases if shows_rejections and not case.accepted_by],
               lambda case: f"[{case.dialect}] {case.rejection}")
    return shares


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", help="a folder, searched recursively, or a list")
    parser.add_argument("--quadless", default=".build/release/quadless")
    parser.add_argument("--flag", action="append", default=[], help="an option for quadless")
    parser.add_argument("--at-least", action="append", default=[], metavar="[DIALECT=]PERCENT",
                        help="the share that must convert and compile again, of all or of a dialect")
    parser.add_argument("--every", type=int, default=1, help="take only every n-th shader")
    parser.add_argument("--verbose", action="store_true", help="list what glslang rejects, and the notes, too")
    parser.add_argument("--keep", help="a folder to keep the outputs in")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count(), help="how many processes to run at a time")
    options = parser.parse_args()
    thresholds = [threshold.rpartition("=")[::2] for threshold in options.at_least]

    cases = read_cases(options.corpus, options.every)
    with tempfile.TemporaryDirectory() as temporary, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        folder = options.keep or temporary
        os.makedirs(folder, exist_ok=True)
        options.limits = write_limits(temporary)
        list(pool.map(lambda case: accept(case, temporary), cases))
        work = [item for item in enumerate(cases) if item[1].accepted_by]
        list(pool.map(lambda item: convert(item[1], item[0], options, folder), work))
    shares = print_report(cases, options.verbose)
    missed = [name or "all" for name, least in thresholds if shares.get(name or "all", 0) < float(least)]
    for name in missed:
        print(f"\nbelow the threshold: {name}")
    return 1 if missed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
