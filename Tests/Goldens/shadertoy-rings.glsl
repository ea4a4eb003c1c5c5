mat2 turn(float angle)
{
    return mat2(vec2(cos(angle), sin(angle)), vec2(-sin(angle), cos(angle)));
}

float ring(vec2 p, float radius, vec2 p_dx, vec2 p_dy)
{
    float _46 = length(p);
    bool _158 = _46 == 0.0;
    vec2 _164 = p * ((abs(_46) < 1.1754944e-38) ? 0.0 : (1.0 / _46));
    float _167 = _158 ? length(p_dx) : dot(_164, p_dx);
    float _170 = _158 ? length(p_dy) : dot(_164, p_dy);
    float _48 = _46 - radius;
    bool _171 = _48 == 0.0;
    float _172 = sign(_48);
    float d = abs(_48);
    float d_dx = _171 ? abs(_167) : (_172 * _167);
    float d_dy = _171 ? abs(_170) : (_172 * _170);
    float _185 = abs(d_dx) + abs(d_dy);
    return 1.0 - smoothstep(0.0, 1.5 * ((_185 <= 3.4028235e+38) ? _185 : 0.0), d);
}

void mainImage_d(inout vec4 fragColor, vec2 fragCoord, vec2 fragCoord_dx, vec2 fragCoord_dy)
{
    vec2 _74 = vec2(iResolution.y);
    bvec2 _197 = lessThan(abs(_74), vec2(1.1754944e-38));
    vec2 _199 = vec2(1.0) / _74;
    vec2 _202 = vec2(_197.x ? vec2(0.0).x : _199.x, _197.y ? vec2(0.0).y : _199.y) * 2.0;
    vec2 uv = ((fragCoord * 2.0) - iResolution.xy) / _74;
    vec2 uv_dx = _202 * fragCoord_dx;
    vec2 uv_dy = _202 * fragCoord_dy;
    float param = 0.2 * iTime;
    mat2 _91 = turn(param) * 0.5;
    vec2 _209 = _91 * uv_dx;
    vec2 _210 = _91 * uv_dy;
    bvec2 _214 = lessThanEqual(abs(_209), vec2(3.4028235e+38));
    bvec2 _218 = lessThanEqual(abs(_210), vec2(3.4028235e+38));
    vec3 colour = textureGrad(iChannel0, _91 * uv, vec2(_214.x ? _209.x : vec2(0.0).x, _214.y ? _209.y : vec2(0.0).y), vec2(_218.x ? _210.x : vec2(0.0).x, _218.y ? _210.y : vec2(0.0).y)).xyz * 0.3;
    for (int i = 0; i < 3; i++)
    {
        float param_1 = 0.4;
        mat2 _114 = turn(param_1) * 1.7;
        uv = _114 * uv;
        uv_dx = _114 * uv_dx;
        uv_dy = _114 * uv_dy;
        vec2 param_2 = fract(uv) - vec2(0.5);
        vec2 param_dx = uv_dx;
        vec2 param_dy = uv_dy;
        float param_3 = 0.35;
        colour[i] += ring(param_2, param_3, param_dx, param_dy);
    }
    fragColor = vec4(colour, 1.0);
}

void mainImage(out vec4 fragColor, in vec2 fragCoord)
{
    vec2 param_1 = fragCoord;
    vec2 param_dx = vec4(1.0, 0.0, 0.0, 0.0).xy;
    vec2 param_dy = vec4(0.0, 1.0, 0.0, 0.0).xy;
    vec4 param;
    mainImage_d(param, param_1, param_dx, param_dy);
    fragColor = param;
}
