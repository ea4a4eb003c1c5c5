#version 450
// Gradient noise whose number of octaves is a specialization constant, so the
// loop's length is fixed only when the pipeline is built.
// fwidth of the sum draws its zero line one pixel wide.
layout(constant_id = 0) const int   octaves    = 4;
layout(constant_id = 1) const float lacunarity = 2.0;
layout(constant_id = 2) const bool  showZero   = true;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

vec2 gradient(ivec2 cell)
{
    uint h = uint(cell.x) * 0x9e3779b9u + uint(cell.y) * 0x7f4a7c15u;
    h = (h ^ (h >> 16)) * 0x45d9f3bu;
    h ^= h >> 16;
    float angle = float(h & 0xffffu) * (6.2831853 / 65536.0);
    return vec2(cos(angle), sin(angle));
}

float gradientNoise(vec2 p)
{
    ivec2 i = ivec2(floor(p));
    vec2  f = fract(p);
    vec2  u = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
    float a = dot(gradient(i), f);
    float b = dot(gradient(i + ivec2(1, 0)), f - vec2(1.0, 0.0));
    float c = dot(gradient(i + ivec2(0, 1)), f - vec2(0.0, 1.0));
    float d = dot(gradient(i + ivec2(1, 1)), f - vec2(1.0, 1.0));
    return mix(mix(a, b, u.x), mix(c, d, u.x), u.y);
}

void main()
{
    vec2  p = uv * 5.0;
    float sum = 0.0, amplitude = 1.0;
    for (int i = 0; i < octaves; ++i, p *= lacunarity, amplitude /= lacunarity)
        sum += amplitude * gradientNoise(p);

    vec3 color = vec3(0.5 + 0.4 * sum);
    if (showZero) {
        float line = 1.0 - smoothstep(0.0, 1.5 * fwidth(sum), abs(sum));
        color = mix(color, vec3(0.9, 0.2, 0.1), line);
    }
    fragColor = vec4(color, 1.0);
}
