#!/usr/bin/env python3
"""Draws shaders of a corpus before and after with Vulkan drivers, and prints what differs on each.

usage: driver_corpus.py [options] FOLDER | LIST.tsv

A list is as check_corpus.py takes it. Of the shaders that `quadless` converts and that have a site, a random choice is
drawn. What differs on one driver is shown beside what the others say of it.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import random

from check_corpus import run
from corpus import read_corpus

DRIVERS = {
    "lavapipe": ["--device", "llvmpipe"],
    "swiftshader": ["--device", "SwiftShader", "--driver-icd", "/usr/lib/chromium/vk_swiftshader_icd.json"],
}


class Drawing:
    """What came of one shader on one driver."""

    def __init__(self, kind, message="", check=None):
        self.kind = kind  # passed, failed, not drawn, not checked, timeout, crash
        self.message = message
        self.check = check or {"sites": [], "outputs": []}

    @property
    def differences(self):
        """The sites and outputs that differ, by line and name."""
        sites = [f"{site['line']} {site['name']}" for site in self.check["sites"] if site["verdict"] == "differs"]
        return sites + [output["name"] for output in self.check["outputs"] if is_wrong(output)]


def is_wrong(output):
    return output["fedBy"] == "none" and output["different"] > 0 and output.get("differentExactly", 1) > 0


def has_sites(shader, options):
    """Whether the shader is converted and has a site that is not kept."""
    try:
        listed = run([options.quadless, shader.path, "-o", "/dev/null", "--emit", "spv", "-w", "--print-sites-json",
                      "--allow-outside-files", *shader.includes], options.limit)
        return listed.returncode == 0 and any(
            site["outcome"] != "kept" for site in json.loads(listed.stdout or listed.stderr or "{}").get("sites", []))
    except Exception:
        return False


def kind_of(failure):
    if failure["isUnsupported"]:
        return "not drawn"
    if failure["error"].startswith("the driver "):
        return "crash"
    return "timeout" if "(--timeout)" in failure["error"] else "not checked"


def read_report(report):
    """What came of each shader of a report, by path."""
    drawings = {failure["path"]: Drawing(kind_of(failure), failure["error"][:300]) for failure in report["failures"]}
    for check in report["shaders"]:
        wrong = any(site["verdict"] == "differs" for site in check["sites"]) or any(map(is_wrong, check["outputs"]))
        drawings[check["path"]] = Drawing("failed" if wrong else "passed", check=check)
    return drawings


def draw_batch(shaders, driver, options):
    """Draws several shaders with one command, which outlives a driver's crashes."""
    command = [options.harness, "check", "--driver", "vulkan", *DRIVERS[driver], "--json", "--size", options.size,
               "--timed-frames", str(options.timed_frames), "--timeout", str(options.limit), "--allow-outside-files",
               *shaders[0].includes, "--", *[shader.path for shader in shaders]]
    drawn = run(command, 2 * options.limit * len(shaders))
    drawings = read_report(json.loads(drawn.stdout))
    return [drawings[shader.path] for shader in shaders]


def batches(shaders, size):
    """Groups of neighbours with the same include directories."""
    groups = []
    for shader in shaders:
        if groups and len(groups[-1]) < size and groups[-1][0].includes == shader.includes:
            groups[-1].append(shader)
        else:
            groups.append([shader])
    return groups


def choose(options):
    """Shaders in a random order until so many have sites."""
    shaders = read_corpus(options.source, 1)
    random.Random(options.seed).shuffle(shaders)
    chosen, at = [], 0
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        while at < len(shaders) and len(chosen) < options.count:
            part = shaders[at:at + 50]
            at += 50
            chosen += [shader for shader, fits in zip(part, pool.map(lambda s: has_sites(s, options), part)) if fits]
    return chosen[:options.count]


def tell(driver, drawings):
    kinds = collections.Counter(drawing.kind for drawing in drawings)
    verdicts = collections.Counter(site["verdict"] for drawing in drawings for site in drawing.check["sites"])
    pairs = collections.Counter()
    for drawing in drawings:
        for site in drawing.check["sites"]:
            pairs.update(site["pairs"])
    compared = pairs["agreeing"] + pairs["differing"]
    free = [output for drawing in drawings for output in drawing.check["outputs"] if output["fedBy"] == "none"]
    times = sorted(drawing.check["time"]["transformed"] / drawing.check["time"]["original"] for drawing in drawings
                   if drawing.check.get("time") and drawing.check["time"]["original"] > 0)
    print(f"{driver}: {dict(kinds)}; sites {dict(verdicts)}; differences in quads {dict(pairs)}, "
          f"compared {compared / max(1, pairs['executed']):.1%}; "
          f"outputs that no site feeds {len(free)}, wrong {sum(map(is_wrong, free))}, "
          f"reordered {sum(output['different'] > 0 and not is_wrong(output) for output in free)}"
          + (f"; time over the original's, median {times[len(times) // 2]:.2f}" if times else ""))


def show(shader, found):
    """Prints what did not pass, beside what the other drivers say."""
    for driver, drawing in found.items():
        if drawing.kind != "passed":
            others = ", ".join(f"{other} {found[other].kind}" for other in found if other != driver)
            what = "; ".join(drawing.differences) or drawing.message
            print(f"{driver}: {drawing.kind}: {shader.path}: {what} ({others})", flush=True)


def store(path, drivers, shaders, drawings):
    """Writes all that was found so far."""
    with open(path, "w", encoding="utf-8") as file:
        json.dump({driver: [{"path": shader.path, "kind": drawing.kind, "message": drawing.message, **drawing.check}
                            for shader, drawing in zip(shaders, drawings[driver])] for driver in drivers}, file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("--quadless", default=".build/release/quadless")
    parser.add_argument("--harness", default=".build/release/quadless-harness")
    parser.add_argument("--drivers", default=",".join(DRIVERS))
    parser.add_argument("--count", type=int, default=1 << 30, help="how many shaders with sites to take")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", default="128x128")
    parser.add_argument("--timed-frames", type=int, default=0)
    parser.add_argument("--batch", type=int, default=16, help="how many shaders a command draws")
    parser.add_argument("--limit", type=float, default=120, help="seconds a shader may take")
    parser.add_argument("--json", help="a file for all that was found")
    parser.add_argument("-j", type=int, default=os.cpu_count())
    options = parser.parse_args()
    shaders = choose(options)
    drivers = options.drivers.split(",")
    print(f"{len(shaders)} shaders, seed {options.seed}", flush=True)
    drawings = {driver: [] for driver in drivers}
    groups = batches(shaders, options.batch)
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        drawn = pool.map(
            lambda group: {driver: draw_batch(group, driver, options) for driver in drivers}, groups)
        for group, found in zip(groups, drawn):
            for position, shader in enumerate(group):
                show(shader, {driver: found[driver][position] for driver in drivers})
            for driver in drivers:
                drawings[driver] += found[driver]
            if options.json:
                store(options.json, drivers, [shader for group in groups for shader in group], drawings)
    for driver in drivers:
        tell(driver, drawings[driver])


if __name__ == "__main__":
    main()
