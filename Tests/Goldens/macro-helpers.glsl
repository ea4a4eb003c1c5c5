#version 450

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec2 _162 = uv * gl_FragCoord.w;
    float _167 = 1.0 / gl_FragCoord.w;
    vec2 p = (uv * 2.0) - vec2(1.0);
    vec2 p_dx = ((dFdx(_162) - (uv * dFdx(gl_FragCoord.w))) * _167) * 2.0;
    vec2 p_dy = ((dFdy(_162) - (uv * dFdy(gl_FragCoord.w))) * _167) * 2.0;
    float _22 = length(p);
    bool _82 = _22 == 0.0;
    vec2 _88 = p * ((abs(_22) < 1.1754944e-38) ? 0.0 : (1.0 / _22));
    float disc = _22 - 0.6;
    float disc_dx = _82 ? length(p_dx) : dot(_88, p_dx);
    float disc_dy = _82 ? length(p_dy) : dot(_88, p_dy);
    float _27 = length(p);
    bool _97 = _27 == 0.0;
    vec2 _102 = p * ((abs(_27) < 1.1754944e-38) ? 0.0 : (1.0 / _27));
    float _119 = (p.y * p.y) + (p.x * p.x);
    float _123 = (abs(_119) < 1.1754944e-38) ? 0.0 : (1.0 / _119);
    float _40 = 5.0 * atan(p.y, p.x);
    float _136 = -(0.1 * ((-sin(_40)) * 5.0));
    float star = (_27 - 0.4) - (0.1 * cos(_40));
    float star_dx = fma(_136, _123 * ((p.x * p_dx.y) - (p.y * p_dx.x)), _97 ? length(p_dx) : dot(_102, p_dx));
    float star_dy = fma(_136, _123 * ((p.x * p_dy.y) - (p.y * p_dy.x)), _97 ? length(p_dy) : dot(_102, p_dy));
    float _145 = abs(disc_dx) + abs(disc_dy);
    float a = clamp(0.5 - (disc / max((_145 <= 3.4028235e+38) ? _145 : 0.0, 1e-06)), 0.0, 1.0);
    float _153 = abs(star_dx) + abs(star_dy);
    float b = clamp(0.5 - (star / max((_153 <= 3.4028235e+38) ? _153 : 0.0, 1e-06)), 0.0, 1.0);
    fragColor = vec4(a, a * (1.0 - b), 0.2, 1.0);
}

