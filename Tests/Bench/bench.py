#!/usr/bin/env python3
"""Time, growth, added work and native code, as ratios: `bench.py BUILD_FOLDER SHADERS...` prints one table and writes
it as JSON (--json). Each ratio is to a rival measured in the same run, so that the JSON files of other days and machines
can be compared (--compare): there stands nothing but ratios and what was measured with."""
import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile

# Leaves no compiled copies beside the sources.
sys.dont_write_bytecode = True
import shading

HERE = os.path.dirname(os.path.abspath(__file__))
SWIFTSHADER = "/usr/lib/chromium/vk_swiftshader_icd.json"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", help="the folder of the release build")
    parser.add_argument("shaders", nargs="+", help="folders of shaders, or lists of their paths (.tsv), to convert")
    parser.add_argument("--noises", default="../shared/bench", help="the folder of noise_sin.frag and its kin")
    parser.add_argument("--json", help="the file to write")
    parser.add_argument("--compare", help="a file written before, to print the changes since")
    arguments = parser.parse_args()
    before = read(arguments.compare) if arguments.compare else None
    build = os.path.abspath(arguments.build)
    noises = [path for path in (os.path.join(arguments.noises, f"{name}.frag")
                                for name in ("noise_sin", "noise_int", "noise_int_by_hand")) if os.path.exists(path)]
    if not noises:
        print(f"no shaders in {arguments.noises}: noise is not measured", file=sys.stderr)

    figures = program([f"{build}/bench", *arguments.shaders])
    figures += operations(build, arguments.noises)
    if noises:
        figures += program([f"{build}/shading-bench", *noises])
        figures += swiftshader(build, noises)
    clang = find_clang()
    if clang:
        scalars = [path for path in noises if "by_hand" not in path] + [os.path.join(HERE, "nested_sines.frag")]
        for path in scalars:
            figures += shading.of_shader(build, clang, path)
        figures += shading.of_ray_caster(build, clang)
    else:
        print("no clang: nothing is measured beside C", file=sys.stderr)

    print_table(figures, before["figures"] if before else [])
    version = first_line(["git", "-C", HERE, "describe", "--always", "--dirty"])
    report = {"quadless": version, "machine": machine(clang), "figures": figures}
    if before and before["machine"] != report["machine"]:
        print("\nbefore it was another machine:", json.dumps(before["machine"]))
    if arguments.json:
        with open(arguments.json + ".new", "w") as file:
            json.dump(report, file, indent=1)
            file.write("\n")
        os.replace(arguments.json + ".new", arguments.json)


def read(path):
    try:
        with open(path) as file:
            report = json.load(file)
            report["machine"], report["figures"]
            return report
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"{path}: error: no report of a benchmark: {error}")


def program(command, environment=None, folder=None):
    """The figures that a program prints, a line of JSON each."""
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=folder,
                            env={**os.environ, **(environment or {})})
    return [json.loads(line) for line in result.stdout.splitlines()]


def operations(build, noises):
    """Executed float operations of a noise shader after -O, beside those of its primal."""
    noise, count = os.path.join(noises, "noise_sin.frag"), os.path.join(noises, "dynamic_ops.py")
    if not (os.path.exists(noise) and os.path.exists(count)):
        return []
    with tempfile.TemporaryDirectory() as folder:
        plain, primal, converted = (f"{folder}/{name}.spv" for name in ("plain", "primal", "converted"))
        subprocess.run(["glslangValidator", "-V", noise, "-o", plain], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["spirv-opt", "-O", plain, "-o", primal], check=True)
        subprocess.run([f"{build}/quadless", "-O", "-w", noise, "-o", converted], check=True)
        text = subprocess.run([sys.executable, count, primal, converted], check=True, stdout=subprocess.PIPE,
                              text=True).stdout
    floats, sines = ([int(number) for number in re.findall(rf"\b{name}=(\d+)", text)] for name in ("float", "sincos"))
    group = "executed operations, noise_sin"
    # The three derivative instructions are no work of the primal.
    return [figure(group, "float operations", "its primal", floats[1] / (floats[0] - 3), 1.7),
            figure(group, "sines and cosines", "its primal", sines[1] / sines[0], 1)]


def swiftshader(build, noises):
    if not os.path.exists(SWIFTSHADER):
        print(f"no {SWIFTSHADER}: SwiftShader is not measured", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as folder:
        # One thread, as of the others; more of them would spin while they wait.
        with open(f"{folder}/SwiftShader.ini", "w") as file:
            file.write("[Processor]\nThreadCount=1\n")
        paths = [os.path.abspath(path) for path in noises]
        return program([f"{build}/shading-bench", "--driver", "SwiftShader", *paths],
                       {"VK_ICD_FILENAMES": SWIFTSHADER, "VK_DRIVER_FILES": SWIFTSHADER}, folder)


def figure(group, subject, rival, ratio, limit=None):
    return {"group": group, "subject": subject, "rival": rival, "ratio": ratio, **({"limit": limit} if limit else {})}


def find_clang():
    """Clang on the path, or the Swift toolchain's own."""
    swift = shutil.which("swift")
    beside = os.path.join(os.path.dirname(os.path.realpath(swift)), "clang") if swift else None
    return shutil.which("clang") or (beside if beside and os.path.exists(beside) else None)


def machine(clang):
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    versions = {"glslang": ["glslangValidator", "--version"], "clang": [clang, "--version"] if clang else None}
    for package in ("mesa-vulkan-drivers", "chromium-common", "llvm-19-dev"):
        versions[package] = ["dpkg-query", "-W", "-f", "${Version}", package]
    return {"processor": model.group(1) if model else platform.machine(), "cores": os.cpu_count(),
            "system": platform.machine(),
            "versions": {name: first_line(command) for name, command in versions.items() if command}}


def first_line(command):
    try:
        text = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    except OSError:
        return ""
    return text.splitlines()[0] if text else ""


def exceeds(figure):
    # As it is printed: 0.604 is at most 0.60.
    return "limit" in figure and round(figure["ratio"], 2) > figure["limit"]


def print_table(figures, before):
    known = {(old["group"], old["subject"], old["rival"]): old["ratio"] for old in before}
    rows = []
    for new in figures:
        old = known.pop((new["group"], new["subject"], new["rival"]), None)
        change = "" if not before else "new" if old is None else f"{(new['ratio'] / old - 1) * 100:+.0f} %"
        limit = f"{new['limit']:.2f}{' EXCEEDED' if exceeds(new) else ''}" if "limit" in new else ""
        rows.append((new["group"], new["subject"], new["rival"], f"{new['ratio']:.2f}", limit, change))
    header = ("", "measured", "over", "ratio", "at most", "change" if before else "")
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(1, 6)]
    group = None
    for row in [header, *rows]:
        if row[0] != group and row is not header:
            print(f"\n{row[0]}")
        group = row[0]
        cells = [row[1].ljust(widths[0]), row[2].ljust(widths[1]), row[3].rjust(widths[2]), row[4].ljust(widths[3]),
                 row[5].rjust(widths[4])]
        print(("  " + "  ".join(cells)).rstrip())
    for group, subject, rival in known:
        print(f"no longer measured: {group}: {subject} over {rival}")


if __name__ == "__main__":
    main()
