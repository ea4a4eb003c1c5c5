#!/usr/bin/env python3
"""Runs every shader of a corpus in the harness and prints how many run, and how many sites pass.

usage: check_corpus.py [options] FOLDER | LIST.tsv

A list has a shader a line: path, environment, version, include directories (separated by blanks); only the path is
needed. Shaders that `quadless` does not convert do not count. A shader without a site is drawn instead of checked.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import subprocess
import tempfile

from corpus import read_corpus


class Outcome:
    """What came of one shader."""

    def __init__(self, shader):
        self.shader = shader
        self.kind = ""  # unconverted, ran, not run, timeout, crash
        self.message = ""
        self.sites = []


def run(command, limit):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=limit)


def judge(shader, options):
    outcome = Outcome(shader)
    size = ["--size", options.size, "--iteration-limit", str(options.iteration_limit), "--allow-outside-files"]
    try:
        converted = run(
            [options.quadless, shader.path, "-o", "/dev/null", "--emit", "spv", "-w", "--allow-outside-files",
             *shader.includes], options.limit)
        if converted.returncode != 0:
            outcome.kind, outcome.message = "unconverted", converted.stderr.strip()[:200]
            return outcome
        check = run(
            [options.harness, "check", "--json", "-j", "1", *size, shader.path, *shader.includes], options.limit)
        if check.returncode < 0:
            outcome.kind, outcome.message = "crash", f"signal {-check.returncode}"
            return outcome
        report = json.loads(check.stdout) if check.stdout.strip() else {"shaders": [], "failures": []}
        if report["failures"] or not report["shaders"]:
            outcome.kind, outcome.message = "not run", json.dumps(report["failures"])[:300] + check.stderr.strip()[:200]
            return outcome
        outcome.kind = "ran"
        outcome.sites = report["shaders"][0]["sites"]
        if not outcome.sites:
            with tempfile.TemporaryDirectory() as folder:
                picture = os.path.join(folder, "picture.png")
                drawn = run([options.harness, "render", shader.path, "-o", picture, *size, *shader.includes], options.limit)
                if drawn.returncode != 0:
                    outcome.kind = "crash" if drawn.returncode < 0 else "not run"
                    outcome.message = drawn.stderr.strip()[:300]
    except subprocess.TimeoutExpired:
        outcome.kind, outcome.message = "timeout", f"more than {options.limit} s"
    return outcome


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("--quadless", default=".build/release/quadless")
    parser.add_argument("--harness", default=".build/release/quadless-harness")
    parser.add_argument("--every", type=int, default=1, help="take every so-manieth shader")
    parser.add_argument("--size", default="48x48")
    parser.add_argument("--iteration-limit", type=int, default=65535)
    parser.add_argument("--limit", type=float, default=120, help="seconds a command may take")
    parser.add_argument("-j", type=int, default=os.cpu_count())
    options = parser.parse_args()
    shaders = read_corpus(options.source, options.every)
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        outcomes = list(pool.map(lambda shader: judge(shader, options), shaders))
    kinds = collections.Counter(outcome.kind for outcome in outcomes)
    verdicts = collections.Counter(site["verdict"] for outcome in outcomes for site in outcome.sites)
    for outcome in outcomes:
        if outcome.kind not in ("ran", "unconverted"):
            print(f"{outcome.kind}: {outcome.shader.path}: {outcome.message}")
        for site in outcome.sites:
            if site["verdict"] in ("failed", "unproven"):
                worst = site["analytic"]["worst"] if site.get("analytic") else None
                print(f"{site['verdict']}: {outcome.shader.path}:{site['line']} {site['name']}: {site['pixels']} worst {worst}")
    converted = len(outcomes) - kinds["unconverted"]
    print(f"{converted} converted of {len(outcomes)}; {kinds['ran']} ran ({percent(kinds['ran'], converted)}), "
          f"not run {kinds['not run']}, too slow {kinds['timeout']}, crashed {kinds['crash']}")
    referenced = verdicts["passed"] + verdicts["failed"]
    print(f"sites: {dict(verdicts)}; of those with a reference {percent(verdicts['passed'], referenced)} pass")


def percent(part, whole):
    return f"{100 * part / whole:.2f} %" if whole else "none"


if __name__ == "__main__":
    main()
