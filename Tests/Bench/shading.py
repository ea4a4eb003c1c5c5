"""Native code of Quadless beside the same shading by hand in C: what bench.py measures with Clang."""
import os
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# What Clang may do with the C; each ratio is to the best of them.
VARIANTS = {"plain": [], "fast": ["-ffast-math", "-fveclib=libmvec"],
            "wide": ["-ffast-math", "-fveclib=libmvec", "-mprefer-vector-width=512"]}
# Of the primal's time, what the shader with the tangents of both directions may take.
LIMITS = {"noise_sin": 1.08, "noise_int": 1.27, "nested_sines": 1.85}


def figure(group, subject, rival, ratio, limit=None):
    return {"group": group, "subject": subject, "rival": rival, "ratio": ratio, **({"limit": limit} if limit else {})}


def of_shader(build, clang, path):
    """One shader, on one lane and on several, for this machine's processor."""
    name = os.path.basename(path).split(".")[0]
    with tempfile.TemporaryDirectory() as folder:
        with open(path) as file:
            text = file.read()
        for derivative in ("fwidth(v)", "dFdx(v)", "dFdy(v)"):
            text = text.replace(derivative, "pc.u0.w")
        primal = f"{folder}/primal.frag"
        with open(primal, "w") as file:
            file.write(text)
        for lanes in (1, 8, 16):
            compile_shader(build, folder, path, f"transformed_{lanes}", lanes)
        compile_shader(build, folder, primal, "primal_1", 1)
        command = [clang, "-O3", "-march=native", "-w", f"-DSHADER={name}", f"-I{folder}", f"-I{HERE}"]
        for variant, flags in VARIANTS.items():
            subprocess.run([*command, f"-DVARIANT={variant}", *flags, "-c", f"{HERE}/variants.c",
                            "-o", f"{folder}/{variant}.o"], check=True)
        with open(f"{folder}/variants.inc", "w") as file:
            file.writelines(f"VARIANT({variant})\n" for variant in VARIANTS)
        objects = [f"{folder}/{entry}" for entry in sorted(os.listdir(folder)) if entry.endswith(".o")]
        subprocess.run([*command, f"{HERE}/shading.c", *objects, "-lmvec", "-lm", "-o", f"{folder}/shading"], check=True)
        times = run(f"{folder}/shading")
    # No two implementations agree on a hash of sines.
    if name != "noise_sin" and min(times[key] for key in times if key.startswith("agreement")) < 0.99:
        raise SystemExit(f"{path}: error: the code by hand draws something else")
    return figures(name, times)


def figures(name, times):
    def best(measured):
        return min(time for key, time in times.items() if key.startswith(measured + ", "))

    lanes = min(times["transformed, 8 lanes"], times["transformed, 16 lanes"])
    duals, loop = best("duals by hand"), best("duals by hand in a loop")
    one, several = "one lane, with tangents in x and y", "lanes, with tangents in x and y"
    return [
        figure(one, name, "its primal", times["transformed"] / times["primal"], LIMITS.get(name)),
        figure(one, name, "three evaluations", times["transformed"] / times["three evaluations"], 1),
        figure(one, name, "dual numbers by hand in C", times["transformed"] / duals),
        # What the limit of the first is to be seen beside: the C library's sine is dearer than ours.
        figure(one, f"{name} by hand in C, IEEE", "its primal by hand",
               times["duals by hand, plain"] / times["primal by hand, plain"]),
        figure(one, f"{name} by hand in C, best", "its primal by hand", duals / best("primal by hand")),
        figure(several, name, "one lane", lanes / times["transformed"]),
        figure(several, name, "dual numbers by hand in C, vectorized by clang", lanes / loop),
    ]


def of_ray_caster(build, clang):
    """A marble for a ray caster in C."""
    marble = f"{HERE}/../RayCaster/marble.frag"
    with tempfile.TemporaryDirectory() as folder:
        for lanes in (1, 8):
            compile_shader(build, folder, marble, f"marble_{lanes}", lanes, "x86-64-v3")
        subprocess.run([clang, "-O3", "-march=x86-64-v3", f"-I{folder}", f"-I{HERE}/../RayCaster", f"{HERE}/marble.c",
                        f"{folder}/marble_1.o", f"{folder}/marble_8.o", "-lm", "-o", f"{folder}/marble"], check=True)
        times = run(f"{folder}/marble")
    if max(times["difference"], times["difference, 8 lanes"]) > 1e-3:
        raise SystemExit(f"{marble}: error: the code by hand draws something else")
    group, one, lanes = "marble of a ray caster", times["transformed"], times["transformed, 8 lanes"]
    return [
        figure(group, "one lane", "dual numbers by hand in C", one / times["duals"], 1.1),
        figure(group, "one lane", "the noise's gradient by hand in C", one / times["gradient"]),
        figure(group, "one lane", "the better of both, unrolled by a pragma",
               one / min(times["duals, unrolled"], times["gradient, unrolled"])),
        figure(group, "8 lanes", "the better of vectors by hand and a loop vectorized by clang",
               lanes / min(times["vectors by hand"], times["loop"]), 1.3),
    ]


def compile_shader(build, folder, path, name, lanes, processor="native"):
    optimization = ["-O"] if processor == "native" else []
    subprocess.run([f"{build}/quadless", "compile", "-w", *optimization, "--march", processor, path, "--lanes", str(lanes),
                    "--function-name", name, "-o", f"{folder}/{name}.o", "--header", f"{folder}/{name}.h"], check=True)


def run(program):
    """What a program printed, by name."""
    text = subprocess.run([program], stdout=subprocess.PIPE, text=True, check=True).stdout
    return {name: float(number) for name, number in (line.split("\t") for line in text.splitlines())}
