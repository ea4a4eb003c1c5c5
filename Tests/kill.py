#!/usr/bin/env python3
"""Kills a batch conversion at random moments: kill.py QUADLESS [ROUNDS=200] [SEED=1]

After each kill -9 every output that is there must hold the bytes of an undisturbed run, and the next run must complete
the set. Half of the rounds start from nothing, half over a finished set of another version, whose outputs may then
stay, as wholes.
"""
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
COUNT = 200


def outputs(folder):
    return {path.name: path.read_bytes() for path in (folder / "spv" / "batch").glob("*.spv")}


def clear(folder):
    for path in (folder / "spv" / "batch").iterdir():
        path.unlink()


def start(quadless, folder, *options):
    command = [quadless, "--batch", "list", "-w", "-j", "2", *options]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, start_new_session=True)


def finished(quadless, folder, *options):
    """The outputs of a run that nothing disturbs."""
    process = start(quadless, folder, *options)
    errors = process.communicate()[1]
    if process.returncode != 0:
        sys.exit(f"kill.py: a run fails: {errors.decode()[:1000]}")
    return outputs(folder)


def main():
    quadless = os.path.realpath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    print(f"kill.py: seed {seed}")
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        generator = HERE / "Permutations" / "generate.py"
        subprocess.run([sys.executable, generator, folder, str(COUNT), "--quadless", quadless], check=True)
        older = finished(quadless, folder, "-O")
        clear(folder)
        began = time.monotonic()
        right = finished(quadless, folder)
        duration = time.monotonic() - began
        if len(right) != COUNT or all(older[file] == right[file] for file in right):
            sys.exit("kill.py: the two versions are no test")
        killed, partway = 0, 0
        for number in range(rounds):
            clear(folder)
            allowed = [right]
            if number % 2:
                allowed.append(older)
                for file, data in older.items():
                    (folder / "spv" / "batch" / file).write_bytes(data)
            process = start(quadless, folder)
            time.sleep(chance.uniform(0, duration))
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            killed += process.returncode == -signal.SIGKILL
            found = outputs(folder)
            for file, data in found.items():
                if all(data != version.get(file) for version in allowed):
                    sys.exit(f"kill.py: round {number}: {file} is neither whole nor right")
            partway += 0 < sum(found.get(file) == data for file, data in right.items()) < COUNT
            if finished(quadless, folder) != right:
                sys.exit(f"kill.py: round {number}: the next run does not complete the set")
    if partway < rounds // 4:
        sys.exit(f"kill.py: only {partway} of {rounds} runs died in the middle")
    print(f"kill.py: {rounds} runs, {killed} killed, {partway} with some outputs written: all whole, all completed")


if __name__ == "__main__":
    main()
