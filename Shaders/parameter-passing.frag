#version 450
// Functions with in, out and inout parameters, called with arguments that do
// and do not vary over the screen. Copy-in and copy-out order matters, as in
// the call that passes two parts of one vector.
layout(set = 0, binding = 0) uniform Frame {
    float time;
    vec2  pivot;
} frame;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void rotate(inout vec2 p, float angle)
{
    float c = cos(angle), s = sin(angle);
    p = mat2(c, s, -s, c) * p;
}

void toPolar(vec2 p, out float radius, out float angle)
{
    radius = length(p);
    angle  = atan(p.y, p.x);
}

void exchange(inout float a, inout float b)
{
    float t = a;
    a = b;
    b = t;
}

float clampAndCount(inout int hits, in float x, const in float limit)
{
    if (x > limit) {
        ++hits;
        x = limit;
    }
    return x;
}

void main()
{
    vec2 fixedPoint = frame.pivot;
    rotate(fixedPoint, frame.time);

    vec2 p = uv - 0.5;
    rotate(p, 0.5 * frame.time);
    rotate(p, length(p) * 3.0);
    p += 0.1 * fixedPoint;
    exchange(p.x, p.y);

    float polar[2];
    toPolar(p, polar[0], polar[1]);

    int   hits   = 0;
    float radius = clampAndCount(hits, polar[0], 0.4);
    float constant = clampAndCount(hits, frame.time, 10.0);

    float pattern = sin(40.0 * radius) + sin(6.0 * polar[1] + constant);
    float w = fwidth(pattern);
    float ink = smoothstep(-w, w, pattern);
    fragColor = vec4(vec3(ink), 1.0) * (1.0 - 0.3 * float(hits));
}
