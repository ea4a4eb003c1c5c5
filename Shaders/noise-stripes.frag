#version 300 es
// Marble stripes: a sine bent by value noise from an integer hash.
// fwidth of the phase, fractal noise included, damps the stripes where they
// become finer than the pixel.
precision highp float;
precision highp int;

uniform float frequency;
uniform float turbulence;

in vec2 uv;
out vec4 fragColor;

uint hash(uvec2 cell)
{
    uint h = cell.x * 0x9e3779b1u ^ cell.y * 0x85ebca77u;
    h ^= h >> 15u;
    h *= 0x2c1b3c6du;
    h ^= h >> 12u;
    h *= 0x297a2d39u;
    return h ^ (h >> 15u);
}

float lattice(ivec2 cell)
{
    return float(hash(uvec2(cell)) >> 8u) * (1.0 / 16777216.0);
}

float valueNoise(vec2 p)
{
    ivec2 cell = ivec2(floor(p));
    vec2  t    = fract(p);
    t = t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
    float bottom = mix(lattice(cell), lattice(cell + ivec2(1, 0)), t.x);
    float top    = mix(lattice(cell + ivec2(0, 1)), lattice(cell + ivec2(1, 1)), t.x);
    return mix(bottom, top, t.y);
}

float fbm(vec2 p)
{
    float sum = 0.0;
    float amplitude = 0.5;
    for (int i = 0; i < 6; i++) {
        sum += amplitude * valueNoise(p);
        p = mat2(1.6, 1.2, -1.2, 1.6) * p + 17.0;
        amplitude *= 0.5;
    }
    return sum;
}

void main()
{
    vec2  p      = uv * 6.0;
    float phase  = frequency * p.x + turbulence * fbm(p);
    float width  = fwidth(phase);
    float fade   = 1.0 - smoothstep(1.0, 3.1415927, width);
    float stripe = 0.5 + 0.5 * fade * sin(phase);
    fragColor = vec4(mix(vec3(0.25, 0.2, 0.2), vec3(0.93, 0.9, 0.86), stripe), 1.0);
}
