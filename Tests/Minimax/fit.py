#!/usr/bin/env python3
"""Fits the polynomials of Sources/Lowering/Math: prints coefficients, lowest degree first, as hexadecimal floats.

Coefficients are rounded to their format one after another, lowest degree first, and those that follow are fitted
again, so that they take up the rounding's error. Needs numpy and mpmath.
"""
import mpmath as mp
import numpy as np

mp.mp.dps = 40


def minimax(points, target, weight, exponents):
    """Coefficients of target ~ sum c_k points^k that minimize the maximum of |weight * error|.

    Least squares, each point's share multiplied by its error time after time (Lawson, 1961).
    """
    scale = np.max(np.abs(points))
    basis = np.stack([(points / scale) ** k for k in exponents], axis=1) * weight[:, None]
    share = np.full(len(points), 1 / len(points))
    best, least = None, np.inf
    for _ in range(400):
        root = np.sqrt(share)
        solution = np.linalg.lstsq(basis * root[:, None], target * weight * root, rcond=None)[0]
        error = np.abs(target * weight - basis @ solution)
        if error.max() < least:
            best, least = solution, error.max()
        share = share * error
        share /= share.sum()
    return best / scale ** np.array(exponents, float)


def fit(name, function, weight, low, high, degree, double=False):
    points = low + (high - low) * (1 - np.cos(np.pi * np.arange(801) / 800)) / 2
    points = points[np.abs(points) > 1e-7 * max(abs(low), abs(high))]
    target = np.array([float(function(mp.mpf(float(p)))) for p in points])
    weights = np.array([float(weight(mp.mpf(float(p)))) for p in points])
    kept, rest = [], target.copy()
    round_to = np.float64 if double else np.float32
    for k in range(degree + 1):
        coefficients = minimax(points, rest, weights, list(range(k, degree + 1)))
        kept.append(float(round_to(coefficients[0])))
        rest = rest - kept[-1] * points**k
    print(f"{name} (error 2^{np.log2(np.max(np.abs(weights * rest))):.1f})")
    for c in kept:
        print(f"  {c.hex()}")


def root(function):
    """The function of u = r squared."""
    return lambda u: function(mp.sqrt(u))


half_turn = float(mp.pi / 2) + 0.05
eighth = float(mp.pi / 4) + 0.05
ln2 = mp.log(2)
# sin r = r (1 + u S(u)), cos r = 1 + u C(u), tan r = r (1 + u T(u)); u = r r.
fit("sin", root(lambda r: (mp.sin(r) / r - 1) / r**2), root(lambda r: r**3 / mp.sin(r)), 0, half_turn**2, 3)
fit("cos", root(lambda r: (mp.cos(r) - 1) / r**2), root(lambda r: r**2), 0, half_turn**2, 4)
fit("tan", root(lambda r: (mp.tan(r) / r - 1) / r**2), root(lambda r: r**3 / mp.tan(r)), 0, eighth**2, 6)
# exp r = 1 + r + r r E(r); 2^r = 1 + r X(r).
fit("exp", lambda r: (mp.exp(r) - 1 - r) / r**2, lambda r: r**2 / mp.exp(r), -0.3478, 0.3478, 4)
fit("exp2", lambda r: (mp.mpf(2) ** r - 1) / r, lambda r: r / mp.mpf(2) ** r, -0.5001, 0.5001, 5)
# log(1 + f) = f + f f L(f); log2(1 + f) = f / ln 2 + f f G(f).
low, high = float(mp.sqrt(0.5) - 1), float(mp.sqrt(2) - 1)
fit("log", lambda f: (mp.log(1 + f) - f) / f**2, lambda f: f**2 / mp.log(1 + f), low, high, 7)
fit("log2", lambda f: (mp.log(1 + f) - f) / f**2 / ln2, lambda f: f**2 / mp.log(1 + f) * ln2, low, high, 7)
# log2((1 + s) / (1 - s)) = s W(s s), in double.
s = float((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1))
fit("log2 of pow", root(lambda r: 2 * mp.atanh(r) / r / ln2), root(lambda r: r / (2 * mp.atanh(r)) * ln2),
    0, s**2, 4, True)
# x + x u P(u) each; u = x x.
fit("asin", root(lambda x: (mp.asin(x) / x - 1) / x**2), root(lambda x: x**3 / mp.asin(x)), 0, 0.25, 4)
fit("atan", root(lambda x: (mp.atan(x) / x - 1) / x**2), root(lambda x: x**3 / mp.atan(x)), 0, 1, 7)
fit("sinh", root(lambda x: (mp.sinh(x) / x - 1) / x**2), root(lambda x: x**3 / mp.sinh(x)), 0, 1, 3)
fit("tanh", root(lambda x: (mp.tanh(x) / x - 1) / x**2), root(lambda x: x**3 / mp.tanh(x)), 0, 0.39, 4)
