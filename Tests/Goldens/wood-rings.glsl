#version 300 es
precision highp float;
precision mediump int;

uniform float ringCount;

in vec3 objectPosition;
out vec4 fragColor;

float sawIntegral(float x)
{
    float f = fract(x);
    return 0.5 * (floor(x) + (f * f));
}

float filteredSaw(float x, float width)
{
    float w = max(width, 0.001);
    float param = x + (0.5 * w);
    float param_1 = x - (0.5 * w);
    return (sawIntegral(param) - sawIntegral(param_1)) / w;
}

void main()
{
    vec3 _264 = objectPosition * gl_FragCoord.w;
    float _269 = 1.0 / gl_FragCoord.w;
    vec3 p = objectPosition;
    vec3 p_dx = (dFdx(_264) - (objectPosition * dFdx(gl_FragCoord.w))) * _269;
    vec3 p_dy = (dFdy(_264) - (objectPosition * dFdy(gl_FragCoord.w))) * _269;
    float _63 = p.y;
    float _159 = p_dx.y;
    float _161 = p_dy.y;
    float _64 = 4.0 * _63;
    float _163 = cos(_64) * 4.0;
    float _68 = p.y;
    float _69 = 3.0 * _68;
    float _166 = (-sin(_69)) * 3.0;
    vec3 _74 = p;
    vec3 _173 = p_dx;
    vec3 _174 = p_dy;
    vec2 _76 = _74.xz + (vec2(sin(_64), cos(_69)) * 0.05);
    vec2 _178 = vec2(0.05) * vec2(_163 * _159, _166 * _159) + _173.xz;
    vec2 _179 = vec2(0.05) * vec2(_163 * _161, _166 * _161) + _174.xz;
    p.x = _76.x;
    p_dx.x = _178.x;
    p_dy.x = _179.x;
    p.z = _76.y;
    p_dx.z = _178.y;
    p_dy.z = _179.y;
    float _86 = length(p.xz);
    bool _194 = _86 == 0.0;
    vec2 _200 = p.xz * ((abs(_86) < 1.1754944e-38) ? 0.0 : (1.0 / _86));
    float _217 = (p.z * p.z) + (p.x * p.x);
    float _221 = (abs(_217) < 1.1754944e-38) ? 0.0 : (1.0 / _217);
    float _94 = 5.0 * atan(p.z, p.x);
    float _232 = 0.02 * (cos(_94) * 5.0);
    float radius = _86 + (0.02 * sin(_94));
    float radius_dx = _232 * (_221 * ((p.x * p_dx.z) - (p.z * p_dx.x))) + (_194 ? length(p_dx.xz) : dot(_200, p_dx.xz));
    float radius_dy = _232 * (_221 * ((p.x * p_dy.z) - (p.z * p_dy.x))) + (_194 ? length(p_dy.xz) : dot(_200, p_dy.xz));
    float ring = ringCount * radius;
    float ring_dx = ringCount * radius_dx;
    float ring_dy = ringCount * radius_dy;
    float _247 = abs(ring_dx) + abs(ring_dy);
    float param = ring;
    float param_1 = (_247 <= 3.4028235e+38) ? _247 : 0.0;
    float value = filteredSaw(param, param_1);
    float grain = sin((140.0 * p.x) + (3.0 * sin(20.0 * p.y)));
    float _255 = abs(140.0 * p_dx.x) + abs(140.0 * p_dy.x);
    grain *= (1.0 - smoothstep(0.5, 3.0, (_255 <= 3.4028235e+38) ? _255 : 0.0));
    fragColor = vec4(mix(vec3(0.72, 0.5, 0.28), vec3(0.45, 0.27, 0.12), vec3(value)) + vec3(0.02 * grain), 1.0);
}

