#!/usr/bin/env python3
"""Converted shaders in a real browser: they compile, link with their own vertex shaders, and draw what they drew.

usage: browser.py [--quadless PATH] [--pictures FOLDER] [--least N] [PAIRS.tsv]

Chromium, headless, draws every shader of Tests/Browser (or of a list: fragment shader, vertex shader, WebGL's
version) as it was and converted. Where neither picture changes by much within a pixel, the two must agree to 12 of
255 at 99 % of the pixels at least. Exit status 1 where one does not, or where fewer than N shaders could be drawn.
"""
import argparse
import base64
import glob
import html
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOLERANCE = 12
CHROMIUM = [
    "chromium", "--headless=new", "--no-sandbox", "--disable-gpu-sandbox", "--disable-dev-shm-usage",
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    "--no-first-run", "--disable-extensions", "--virtual-time-budget=600000", "--timeout=900000",
]


def own_pairs():
    for version in (1, 2):
        folder = os.path.join(HERE, "Browser", f"webgl{version}")
        for path in sorted(glob.glob(os.path.join(folder, "*.frag"))):
            yield path, os.path.join(folder, "surface.vert"), version


def listed_pairs(path):
    for line in open(path, encoding="utf-8"):
        fragment, vertex, version = line.rstrip("\n").split("\t")[:3]
        yield fragment, vertex, int(version)


def text(path):
    return open(path, encoding="utf-8", errors="replace").read()


def converted(program, pairs, folder):
    """The cases to draw, and the pairs that were not converted."""
    cases, failures = [], []
    for number, (fragment, vertex, version) in enumerate(pairs):
        output = os.path.join(folder, f"{number}.frag")
        done = subprocess.run([program, fragment, "--emit", "glsl", "-o", output, "-w"], capture_output=True, text=True)
        if done.returncode:
            failures.append((fragment, done.stderr.strip().split("\n")[0]))
            continue
        cases.append({
            "name": fragment, "version": version, "vertex": text(vertex), "original": text(fragment),
            "converted": text(output), "tolerance": TOLERANCE,
        })
    return cases, failures


def drawn(cases, folder):
    """What the page says of the cases."""
    page = os.path.join(folder, "page.html")
    script = json.dumps(cases).replace("</", "<\\/")
    with open(page, "w", encoding="utf-8") as file:
        file.write(text(os.path.join(HERE, "Browser", "page.html")).replace("/*CASES*/ []", script))
    command = CHROMIUM + [f"--user-data-dir={folder}/profile", "--dump-dom", "file://" + page]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=1800).stdout
    found = re.search(r'<pre id="result">(.*?)</pre>', dom, re.S)
    if not found or not found.group(1):
        sys.exit("browser.py: Chromium did not run the page to its end:\n" + dom[:500])
    return json.loads(html.unescape(found.group(1)))


def save_pictures(results, folder):
    os.makedirs(folder, exist_ok=True)
    for result in results:
        for which in ("before", "after"):
            if which in result:
                name = os.path.basename(os.path.dirname(result["name"])) + "-" + os.path.basename(result["name"])
                with open(os.path.join(folder, f"{name}-{which}.png"), "wb") as file:
                    file.write(base64.b64decode(result[which].split(",")[1]))


def main():
    parser = argparse.ArgumentParser(description="Draws converted shaders in headless Chromium.")
    parser.add_argument("pairs", nargs="?")
    parser.add_argument("--quadless", default=os.path.join(HERE, "..", ".build", "release", "quadless"))
    parser.add_argument("--pictures")
    parser.add_argument("--least", type=int, default=30)
    arguments = parser.parse_args()
    pairs = list(listed_pairs(arguments.pairs) if arguments.pairs else own_pairs())
    with tempfile.TemporaryDirectory() as folder:
        cases, failures = converted(arguments.quadless, pairs, folder)
        results = []
        # A page at a time holds only so many contexts and textures.
        for start in range(0, len(cases), 40):
            results += drawn(cases[start:start + 40], folder)
    if arguments.pictures:
        save_pictures(results, arguments.pictures)
    changed = {case["name"] for case in cases if case["converted"] != case["original"]}
    good, unfit = 0, 0
    for result in results:
        name = result["name"]
        if "unfit" in result:
            unfit += 1
            print(f"{name}: left out, the original: {result['unfit'].strip()}")
        elif "error" in result:
            failures.append((name, result["error"]))
        elif result["drawn"] == 0 and arguments.pairs:
            unfit += 1
            print(f"{name}: left out, the original draws nothing with our values")
        elif result["drawn"] == 0 or result["shades"] < 8 and not arguments.pairs:
            failures.append((name, "the original draws nothing to compare"))
        elif result["off"] > 0.01 * result["smooth"]:
            failures.append((name, f"{result['off']} of {result['smooth']} smooth pixels are off, the worst by {result['worst']}"))
        else:
            good += 1
            print(f"{name}: {result['smooth']} of {result['drawn']} pixels compared, {result['off']} off"
                  f", worst {result['worst']}" + ("" if name in changed else " (nothing to convert)"))
    for name, reason in failures:
        print(f"{name}: FAILED: {reason}")
    print(f"browser: {len(pairs)} shaders, {good} drawn alike ({len(changed)} converted), {len(failures)} failed, "
          f"{unfit} left out")
    sys.exit(1 if failures or good < arguments.least else 0)


if __name__ == "__main__":
    main()
