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
    vec2 _233 = uv * gl_FragCoord.w;
    float _235 = dFdx(gl_FragCoord.w);
    float _238 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_233) - (uv * _235)) * _238;
    float _240 = dFdy(gl_FragCoord.w);
    vec2 uv_dy = (dFdy(_233) - (uv * _240)) * _238;
    float _244 = (-_235) * _238;
    vec2 uv_dx_dx = uv_dx * (_244 * 2.0);
    float _248 = (-_240) * _238;
    vec2 uv_dx_dy = (uv_dy * _244) + (uv_dx * _248);
    vec2 uv_dy_dy = uv_dy * (_248 * 2.0);
    float _144 = uv_dx.x;
    float _145 = uv_dy.x;
    float _111 = uv_dx.x;
    float _113 = uv_dy.x;
    float _31 = (12.0 * uv.x) + pc.time;
    float _33 = pc.amplitude * sin(_31);
    float _116 = pc.amplitude * (cos(_31) * 12.0);
    float _155 = uv_dx.y;
    float _156 = uv_dy.y;
    float _117 = uv_dx.y;
    float _118 = uv_dy.y;
    float _38 = 9.0 * uv.y;
    float _39 = cos(_38);
    float _121 = (-sin(_38)) * 9.0;
    float _122 = _39 * _116;
    float _165 = _116 * ((-sin(_38)) * 9.0);
    float _166 = _39 * (pc.amplitude * (12.0 * ((-sin(_31)) * 12.0)));
    float _170 = fma(_166, _145, _165 * _156);
    float _123 = _33 * _121;
    float _171 = _121 * (pc.amplitude * (cos(_31) * 12.0));
    float _172 = _33 * (9.0 * (-(cos(_38) * 9.0)));
    float _176 = fma(_172, _156, _171 * _145);
    float height = _33 * _39;
    float height_dx = fma(_123, _117, _122 * _111);
    float height_dx_dx = ((_117 * fma(_172, _155, _171 * _144)) + (_123 * uv_dx_dx.y)) + fma(_111, fma(_166, _144, _165 * _155), _122 * uv_dx_dx.x);
    float height_dx_dy = ((_117 * _176) + (_123 * uv_dx_dy.y)) + fma(_111, _170, _122 * uv_dx_dy.x);
    float height_dy = fma(_123, _118, _122 * _113);
    float height_dy_dy = ((_118 * _176) + (_123 * uv_dy_dy.y)) + ((_113 * _170) + (_122 * uv_dy_dy.x));
    bool _134 = abs(height_dx) <= 3.4028235e+38;
    float hx = _134 ? height_dx : 0.0;
    float hx_dx = _134 ? height_dx_dx : 0.0;
    float hx_dy = _134 ? height_dx_dy : 0.0;
    bool _138 = abs(height_dy) <= 3.4028235e+38;
    float hy = _138 ? height_dy : 0.0;
    float hy_dy = _138 ? height_dy_dy : 0.0;
    float hxx = (abs(hx_dx) <= 3.4028235e+38) ? hx_dx : 0.0;
    float hxy = (abs(hx_dy) <= 3.4028235e+38) ? hx_dy : 0.0;
    float hyy = (abs(hy_dy) <= 3.4028235e+38) ? hy_dy : 0.0;
    float area = (1.0 + (hx * hx)) + (hy * hy);
    float mean = ((((1.0 + (hy * hy)) * hxx) - (((2.0 * hx) * hy) * hxy)) + ((1.0 + (hx * hx)) * hyy)) / (2.0 * pow(area, 1.5));
    bool _140 = abs(height_dx) <= 3.4028235e+38;
    float _225 = abs(_140 ? height_dx_dx : 0.0) + abs(_140 ? height_dx_dy : 0.0);
    float w = (_225 <= 3.4028235e+38) ? _225 : 0.0;
    fragColor = vec4(0.5 + mean, 0.5 + height, (0.5 - mean) + w, 1.0);
}

