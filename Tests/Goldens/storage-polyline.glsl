#version 450

layout(set = 0, binding = 0, std430) readonly buffer Points
{
    int count;
    vec2 points[];
} line;

layout(push_constant) uniform Style
{
    vec4 color;
    float width;
    float dash;
} style;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec2 _226 = uv * gl_FragCoord.w;
    float _231 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_226) - (uv * dFdx(gl_FragCoord.w))) * _231;
    vec2 uv_dy = (dFdy(_226) - (uv * dFdy(gl_FragCoord.w))) * _231;
    float nearest = 1000000.0;
    float nearest_dx = 0.0;
    float nearest_dy = 0.0;
    float along = 0.0;
    float along_dx = 0.0;
    float along_dy = 0.0;
    float before = 0.0;
    for (int i = 0; (i + 1) < line.count; i++)
    {
        vec2 a = line.points[i];
        vec2 ab = line.points[i + 1] - a;
        float _59 = dot(ab, ab);
        float _60 = dot(uv - a, ab) / _59;
        float _165 = (1.0 < _60) ? 0.0 : ((_60 < 0.0) ? 0.0 : ((abs(_59) < 1.1754944e-38) ? 0.0 : (1.0 / _59)));
        float t = clamp(_60, 0.0, 1.0);
        float t_dx = _165 * dot(uv_dx, ab);
        float t_dy = _165 * dot(uv_dy, ab);
        vec2 _69 = a + (ab * t);
        float _70 = distance(uv, _69);
        bool _174 = _70 == 0.0;
        vec2 _180 = (uv - _69) * ((abs(_70) < 1.1754944e-38) ? 0.0 : (1.0 / _70));
        vec2 _181 = uv_dx - (ab * t_dx);
        vec2 _185 = uv_dy - (ab * t_dy);
        float d = _70;
        float d_dx = _174 ? length(_181) : dot(_180, _181);
        float d_dy = _174 ? length(_185) : dot(_180, _185);
        float l = length(ab);
        if (d < nearest)
        {
            nearest = d;
            nearest_dx = d_dx;
            nearest_dy = d_dy;
            along = before + (t * l);
            along_dx = l * t_dx;
            along_dy = l * t_dy;
        }
        before += l;
    }
    float _201 = abs(nearest_dx) + abs(nearest_dy);
    float w = (_201 <= 3.4028235e+38) ? _201 : 0.0;
    float ink = clamp(0.5 - ((nearest - style.width) / w), 0.0, 1.0);
    float _209 = (abs(style.dash) < 1.1754944e-38) ? 0.0 : (1.0 / style.dash);
    float phase = along / style.dash;
    float phase_dx = _209 * along_dx;
    float phase_dy = _209 * along_dy;
    float _218 = abs(phase_dx) + abs(phase_dy);
    float v = max((_218 <= 3.4028235e+38) ? _218 : 0.0, 0.0001);
    ink *= clamp(0.5 + ((0.3 - abs(fract(phase) - 0.5)) / v), 0.0, 1.0);
    fragColor = vec4(style.color.xyz, style.color.w * ink);
}

