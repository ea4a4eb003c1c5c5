#!/usr/bin/env python3
"""Draws shaders of a corpus before and after with Vulkan drivers, and prints what differs on each.

usage: driver_corpus.py [options] FOLDER | LIST.tsv

A list is as check_corpus.py takes it. Of the shaders that `quadless` converts and that have a site, a random choice is
drawn, a process each. What differs on one driver is shown beside what the others say of it.
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


def draw(shader, driver, options):
    command = [options.harness, "check", "--driver", "vulkan", *DRIVERS[driver], "--json", "--size", options.size,
               "--timed-frames", str(options.timed_frames), "--allow-outside-files", shader.path, *shader.includes]
    try:
        drawn = run(command, options.limit)
    except Exception:
        return Drawing("timeout", f"more than {options.limit} s")
    if drawn.returncode < 0 or drawn.returncode > 1:
        return Drawing("crash", f"status {drawn.returncode}: {drawn.stderr.strip()[-300:]}")
    try:
        report = json.loads(drawn.stdout)
    except ValueError:
        return Drawing("crash", drawn.stderr.strip()[-300:])
    if report["failures"]:
        failure = report["failures"][0]
        return Drawing("not drawn" if failure["isUnsupported"] else "not checked", failure["error"][:300])
    check = report["shaders"][0]
    wrong = any(site["verdict"] == "differs" for site in check["sites"]) or any(map(is_wrong, check["outputs"]))
    return Drawing("failed" if wrong else "passed", check=check)


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
    free = [output for drawing in drawings for output in drawing.check["outputs"] if output["fedBy"] == "none"]
    times = sorted(drawing.check["time"]["transformed"] / drawing.check["time"]["original"] for drawing in drawings
                   if drawing.check.get("time") and drawing.check["time"]["original"] > 0)
    print(f"{driver}: {dict(kinds)}; sites {dict(verdicts)}; differences in quads {dict(pairs)}; "
          f"outputs that no site feeds {len(free)}, wrong {sum(map(is_wrong, free))}, "
          f"reordered {sum(output['different'] > 0 and not is_wrong(output) for output in free)}"
          + (f"; time over the original's, median {times[len(times) // 2]:.2f}" if times else ""))


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
    parser.add_argument("--limit", type=float, default=120, help="seconds a command may take")
    parser.add_argument("--json", help="a file for all that was found")
    parser.add_argument("-j", type=int, default=os.cpu_count())
    options = parser.parse_args()
    shaders = choose(options)
    drivers = options.drivers.split(",")
    print(f"{len(shaders)} shaders, seed {options.seed}")
    drawings = {driver: [] for driver in drivers}
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        drawn = pool.map(lambda shader: {driver: draw(shader, driver, options) for driver in drivers}, shaders)
        for shader, found in zip(shaders, drawn):
            for driver, drawing in found.items():
                drawings[driver].append(drawing)
                if drawing.kind != "passed":
                    others = ", ".join(f"{other} {found[other].kind}" for other in drivers if other != driver)
                    what = "; ".join(drawing.differences) or drawing.message
                    print(f"{driver}: {drawing.kind}: {shader.path}: {what} ({others})", flush=True)
            if options.json:
                store(options.json, drivers, shaders, drawings)
    for driver in drivers:
        tell(driver, drawings[driver])


if __name__ == "__main__":
    main()
