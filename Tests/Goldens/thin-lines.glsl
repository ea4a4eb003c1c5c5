#version 450

layout(push_constant) uniform Constants
{
    float time;
    float lineWidth;
} pc;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

float lineCoverage(float f, float width, float f_dx, float f_dy)
{
    float slope = max(length(vec2((abs(f_dx) <= 3.4028235e+38) ? f_dx : 0.0, (abs(f_dy) <= 3.4028235e+38) ? f_dy : 0.0)), 1e-08);
    float pixels = abs(f) / slope;
    float wanted = width / slope;
    float drawn = max(wanted, 1.0);
    float shape = clamp(((0.5 * drawn) + 0.5) - pixels, 0.0, 1.0);
    return shape * min(wanted, 1.0);
}

void main()
{
    vec2 _163 = uv * gl_FragCoord.w;
    float _168 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_163) - (uv * dFdx(gl_FragCoord.w))) * _168;
    vec2 uv_dy = (dFdy(_163) - (uv * dFdy(gl_FragCoord.w))) * _168;
    float ink = 0.0;
    for (int i = 0; i < 12; i++)
    {
        float t = float(i) / 12.0;
        float _92 = ((6.0 * uv.x) + (5.0 * t)) + pc.time;
        float _97 = t + 0.1;
        float _133 = _97 * (0.4 * (cos(_92) * 6.0));
        float y = 0.5 + ((0.4 * sin(_92)) * _97);
        float y_dx = _133 * uv_dx.x;
        float y_dy = _133 * uv_dy.x;
        float param = uv.y - y;
        float param_dx = uv_dx.y - y_dx;
        float param_dy = uv_dy.y - y_dy;
        float param_1 = pc.lineWidth;
        ink = max(ink, lineCoverage(param, param_1, param_dx, param_dy));
    }
    fragColor = vec4(vec3(1.0 - ink), 1.0);
}

