#version 310 es
// Loops left and resumed in every way: continue, break out of nested loops and
// a return from within. The fwidth after them depends on values that were
// gathered along paths differing from pixel to pixel.
precision highp float;
precision highp int;

uniform int   count;
uniform float radius;

in vec2 uv;
out vec4 fragColor;

// Union of discs on a spiral, skipping each third.
float spiral(vec2 p)
{
    float best = 1e3;
    for (int i = 0; i < count; ++i) {
        if (i % 3 == 2)
            continue;
        float t = float(i) * 0.61803399;
        vec2  c = 0.08 * sqrt(float(i)) * vec2(cos(6.2831853 * t), sin(6.2831853 * t));
        best = min(best, length(p - c) - radius);
        if (best < -0.9 * radius)
            return best;
    }
    return best;
}

// The first pair of waves whose product exceeds a threshold.
float firstCrossing(vec2 p)
{
    float product = 0.0;
    bool  found   = false;
    for (int i = 1; i < 5 && !found; ++i) {
        int j = 0;
        while (true) {
            if (++j > 4)
                break;
            if (j == i)
                continue;
            product = sin(float(i) * p.x * 4.0) * cos(float(j) * p.y * 4.0);
            found = product > 0.6;
            if (found)
                break;
        }
    }
    return product;
}

void main()
{
    vec2  p = uv * 2.0 - 1.0;
    float d = spiral(p);
    float w = fwidth(d);
    float c = firstCrossing(p);
    float v = fwidth(c) + 1e-4;

    float dots  = clamp(0.5 - d / w, 0.0, 1.0);
    float waves = smoothstep(0.6 - v, 0.6 + v, c);
    fragColor = vec4(dots, 0.5 * waves, 0.3, 1.0);
}
