#version 450
layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 o;
layout(push_constant) uniform PC { vec4 u0; } pc;  // x: time, y: scale, z: frequency of the stripes, w: 1/resolution

// Warps a point again and again: every sine is active, and an argument of the next.
float warped(vec2 p)
{
    for (int i = 0; i < 8; i++) p += vec2(sin(p.y * 1.7 + 0.3), sin(p.x * 1.3 + 1.1));
    return sin(p.x + sin(p.y));
}

void main()
{
    float v = warped(uv * pc.u0.y + pc.u0.x) * pc.u0.z;
    float w = fwidth(v);
    float t = abs(fract(v) - 0.5);
    o = vec4(smoothstep(0.25 - w, 0.25 + w, t), v, dFdx(v), dFdy(v));
}
