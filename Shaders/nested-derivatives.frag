#version 450
// Derivatives of derivatives: the mean curvature of a wavy height.
// Quad differences make second derivatives useless, since the first are
// constant over a quad; analytic ones give the true value.
layout(push_constant) uniform Constants {
    float time;
    float amplitude;
} pc;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    float height = pc.amplitude * sin(12.0 * uv.x + pc.time) * cos(9.0 * uv.y);

    float hx  = dFdx(height);
    float hy  = dFdy(height);
    float hxx = dFdx(hx);
    float hxy = dFdy(hx);
    float hyy = dFdy(hy);

    float area = 1.0 + hx * hx + hy * hy;
    float mean = ((1.0 + hy * hy) * hxx - 2.0 * hx * hy * hxy + (1.0 + hx * hx) * hyy)
               / (2.0 * pow(area, 1.5));
    float w = fwidth(dFdx(height));
    fragColor = vec4(0.5 + mean, 0.5 + height, 0.5 - mean + w, 1.0);
}
