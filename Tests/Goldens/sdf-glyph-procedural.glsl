#version 300 es
precision highp float;
precision mediump int;

uniform float weight;
uniform float slant;

in vec2 uv;
out vec4 fragColor;

float sdSegment(vec2 p, vec2 a, vec2 b, vec2 p_dx, vec2 p_dy, out float sdSegment_dx, out float sdSegment_dy)
{
    vec2 pa = p - a;
    vec2 pa_dx = p_dx;
    vec2 pa_dy = p_dy;
    vec2 ba = b - a;
    float _35 = dot(ba, ba);
    float _36 = dot(pa, ba) / _35;
    float _170 = (1.0 < _36) ? 0.0 : ((_36 < 0.0) ? 0.0 : ((abs(_35) < 1.1754944e-38) ? 0.0 : (1.0 / _35)));
    float t = clamp(_36, 0.0, 1.0);
    float t_dx = _170 * dot(pa_dx, ba);
    float t_dy = _170 * dot(pa_dy, ba);
    vec2 _44 = pa - (ba * t);
    vec2 _177 = -ba;
    vec2 _179 = pa_dx + (_177 * t_dx);
    vec2 _181 = pa_dy + (_177 * t_dy);
    float _45 = length(_44);
    bool _182 = _45 == 0.0;
    vec2 _187 = _44 * ((abs(_45) < 1.1754944e-38) ? 0.0 : (1.0 / _45));
    sdSegment_dx = _182 ? length(_179) : dot(_187, _179);
    sdSegment_dy = _182 ? length(_181) : dot(_187, _181);
    return _45;
}

float sdLetterQ(vec2 p, vec2 p_dx, vec2 p_dy, out float sdLetterQ_dx, out float sdLetterQ_dy)
{
    vec2 _52 = p * vec2(1.1, 1.0);
    vec2 _201 = vec2(1.1, 1.0) * p_dx;
    vec2 _202 = vec2(1.1, 1.0) * p_dy;
    float _53 = length(_52);
    bool _203 = _53 == 0.0;
    vec2 _208 = _52 * ((abs(_53) < 1.1754944e-38) ? 0.0 : (1.0 / _53));
    float _211 = _203 ? length(_201) : dot(_208, _201);
    float _214 = _203 ? length(_202) : dot(_208, _202);
    float _55 = _53 - 0.55;
    bool _215 = _55 == 0.0;
    float _216 = sign(_55);
    float ring = abs(_55);
    float ring_dx = _215 ? abs(_211) : (_216 * _211);
    float ring_dy = _215 ? abs(_214) : (_216 * _214);
    vec2 param = p;
    vec2 param_dx = p_dx;
    vec2 param_dy = p_dy;
    vec2 param_1 = vec2(0.15, -0.2);
    vec2 param_2 = vec2(0.55, -0.65);
    float sdSegment_dx;
    float sdSegment_dy;
    float _67 = sdSegment(param, param_1, param_2, param_dx, param_dy, sdSegment_dx, sdSegment_dy);
    float stroke = _67;
    float stroke_dx = sdSegment_dx;
    float stroke_dy = sdSegment_dy;
    bool _237 = stroke < ring;
    sdLetterQ_dx = _237 ? stroke_dx : ring_dx;
    sdLetterQ_dy = _237 ? stroke_dy : ring_dy;
    return min(ring, stroke) - weight;
}

void main()
{
    vec2 _262 = uv * gl_FragCoord.w;
    float _267 = 1.0 / gl_FragCoord.w;
    vec2 p = (uv * 2.0) - vec2(1.0);
    vec2 p_dx = ((dFdx(_262) - (uv * dFdx(gl_FragCoord.w))) * _267) * 2.0;
    vec2 p_dy = ((dFdy(_262) - (uv * dFdy(gl_FragCoord.w))) * _267) * 2.0;
    float _140 = -slant;
    p.x -= (slant * p.y);
    p_dx.x = _140 * p_dx.y + p_dx.x;
    p_dy.x = _140 * p_dy.y + p_dy.x;
    vec2 param = p;
    vec2 param_dx = p_dx;
    vec2 param_dy = p_dy;
    float sdLetterQ_dx;
    float sdLetterQ_dy;
    float _100 = sdLetterQ(param, param_dx, param_dy, sdLetterQ_dx, sdLetterQ_dy);
    float d = _100;
    float d_dx = sdLetterQ_dx;
    float d_dy = sdLetterQ_dy;
    float slope = length(vec2((abs(d_dx) <= 3.4028235e+38) ? d_dx : 0.0, (abs(d_dy) <= 3.4028235e+38) ? d_dy : 0.0));
    float ink = clamp(0.5 - (d / slope), 0.0, 1.0);
    fragColor = vec4(vec3(1.0 - ink), 1.0);
}

