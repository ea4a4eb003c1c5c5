#version 300 es
// A Julia set cut into bands of its smooth escape level.
// fwidth of the level anti-aliases the bands; the do-while loop and its
// compound exit condition are the point of the example.
precision highp float;

uniform vec2 seed;

in vec2 uv;
out vec4 fragColor;

const int maxSteps = 200;

void main()
{
    vec2  z = (uv - 0.5) * 3.0;
    float modulus2;
    int   steps = 0;
    do {
        z = vec2(z.x * z.x - z.y * z.y, 2.0 * z.x * z.y) + seed;
        modulus2 = dot(z, z);
    } while (++steps < maxSteps && modulus2 < 1e4);

    if (steps == maxSteps) {
        fragColor = vec4(0.02, 0.02, 0.05, 1.0);
        return;
    }

    float level = float(steps) - log2(log(modulus2));
    float width = max(fwidth(level), 1e-4);
    float wave  = abs(fract(level) * 2.0 - 1.0);
    float band  = smoothstep(0.5 - width, 0.5 + width, wave);
    band = mix(band, 0.5, smoothstep(0.5, 1.5, width));
    fragColor = vec4(mix(vec3(0.1, 0.2, 0.4), vec3(1.0, 0.8, 0.4), band), 1.0);
}
