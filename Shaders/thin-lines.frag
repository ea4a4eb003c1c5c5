#version 450
// Curves thinner than a pixel without supersampling.
// The line is never drawn narrower than a pixel; instead its opacity falls in
// proportion, which keeps the amount of ink right.
layout(push_constant) uniform Constants {
    float time;
    float lineWidth;
} pc;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

const int curves = 12;

float lineCoverage(float f, float width)
{
    float slope  = max(length(vec2(dFdx(f), dFdy(f))), 1e-8);
    float pixels = abs(f) / slope;
    float wanted = width / slope;
    float drawn  = max(wanted, 1.0);
    float shape  = clamp(0.5 * drawn + 0.5 - pixels, 0.0, 1.0);
    return shape * min(wanted, 1.0);
}

void main()
{
    float ink = 0.0;
    for (int i = 0; i < curves; ++i) {
        float t = float(i) / float(curves);
        float y = 0.5 + 0.4 * sin(6.0 * uv.x + 5.0 * t + pc.time) * (t + 0.1);
        ink = max(ink, lineCoverage(uv.y - y, pc.lineWidth));
    }
    fragColor = vec4(vec3(1.0 - ink), 1.0);
}
