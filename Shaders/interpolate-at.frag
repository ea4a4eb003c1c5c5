// A varying evaluated at places other than the pixel centre.
// The interpolateAt functions shift the point of evaluation; the derivative of
// the result is that of the varying itself as long as the offset is constant.
#version 450 core

in vec2 uv;
in vec3 tint;
layout(location = 0) out vec4 fragColor;

float rings(vec2 p)
{
    return sin(60.0 * length(p - 0.5));
}

void main()
{
    vec2 shifted = interpolateAtOffset(uv, vec2(0.25, -0.25));
    vec2 inside  = interpolateAtCentroid(uv);
    vec3 sampled = interpolateAtSample(tint, gl_SampleID);

    float a = rings(shifted);
    float b = rings(inside);
    float w = fwidth(a);

    float edge = smoothstep(-w, w, a);
    fragColor = vec4(sampled * edge, 1.0) * (0.75 + 0.25 * b);
}
