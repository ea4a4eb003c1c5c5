#version 300 es
precision highp float;
precision mediump int;

uniform vec3 lightDirection;
uniform vec3 color;

out vec4 fragColor;

void main()
{
    mediump vec2 _111 = gl_PointCoord;
    vec2 hp_copy_111 = _111;
    vec2 p = (gl_PointCoord * 2.0) - vec2(1.0);
    vec2 p_dx = dFdx(hp_copy_111) * 2.0;
    vec2 p_dy = dFdy(hp_copy_111) * 2.0;
    float _22 = length(p);
    bool _88 = _22 == 0.0;
    vec2 _94 = p * ((abs(_22) < 1.1754944e-38) ? 0.0 : (1.0 / _22));
    float radius = _22;
    float radius_dx = _88 ? length(p_dx) : dot(_94, p_dx);
    float radius_dy = _88 ? length(p_dy) : dot(_94, p_dy);
    float _107 = abs(radius_dx) + abs(radius_dy);
    float width = (_107 <= 3.4028235e+38) ? _107 : 0.0;
    float alpha = 1.0 - smoothstep(1.0 - width, 1.0, radius);
    if (alpha == 0.0)
    {
        discard;
    }
    vec3 normal = vec3(p.x, -p.y, sqrt(max(1.0 - (radius * radius), 0.0)));
    float light = 0.2 + (0.8 * max(dot(normal, lightDirection), 0.0));
    fragColor = vec4(color * light, alpha);
}

