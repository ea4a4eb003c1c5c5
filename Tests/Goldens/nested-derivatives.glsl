#version 450

layout(push_constant) uniform Constants
{
    float time;
    float amplitude;
} pc;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec2 _147 = uv * gl_FragCoord.w;
    float _152 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_147) - (uv * dFdx(gl_FragCoord.w))) * _152;
    vec2 uv_dy = (dFdy(_147) - (uv * dFdy(gl_FragCoord.w))) * _152;
    float _31 = (12.0 * uv.x) + pc.time;
    float _33 = pc.amplitude * sin(_31);
    float _38 = 9.0 * uv.y;
    float _39 = cos(_38);
    float _122 = _39 * (pc.amplitude * (cos(_31) * 12.0));
    float _123 = _33 * ((-sin(_38)) * 9.0);
    float height = _33 * _39;
    float height_dx = fma(_123, uv_dx.y, _122 * uv_dx.x);
    float height_dy = fma(_123, uv_dy.y, _122 * uv_dy.x);
    float hx = (abs(height_dx) <= 3.4028235e+38) ? height_dx : 0.0;
    float hy = (abs(height_dy) <= 3.4028235e+38) ? height_dy : 0.0;
    float hxx = dFdx(hx);
    float hxy = dFdy(hx);
    float hyy = dFdy(hy);
    float area = (1.0 + (hx * hx)) + (hy * hy);
    float mean = ((((1.0 + (hy * hy)) * hxx) - (((2.0 * hx) * hy) * hxy)) + ((1.0 + (hx * hx)) * hyy)) / (2.0 * pow(area, 1.5));
    float w = fwidth((abs(height_dx) <= 3.4028235e+38) ? height_dx : 0.0);
    fragColor = vec4(0.5 + mean, 0.5 + height, (0.5 - mean) + w, 1.0);
}

