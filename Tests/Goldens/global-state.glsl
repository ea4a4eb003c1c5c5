#version 450

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;
vec2 turtle;
float heading;
float closest;
int strokes;
float closest_dx = 0.0;
float closest_dy = 0.0;
vec2 uv_dx;
vec2 uv_dy;

void draw(float size)
{
    vec2 stroke = vec2(cos(heading), sin(heading)) * size;
    vec2 pa = uv - turtle;
    vec2 pa_dx = uv_dx;
    vec2 pa_dy = uv_dy;
    float _52 = dot(stroke, stroke);
    float _53 = dot(pa, stroke) / _52;
    float _148 = (1.0 < _53) ? 0.0 : ((_53 < 0.0) ? 0.0 : ((abs(_52) < 1.1754944e-38) ? 0.0 : (1.0 / _52)));
    float t = clamp(_53, 0.0, 1.0);
    float t_dx = _148 * dot(pa_dx, stroke);
    float t_dy = _148 * dot(pa_dy, stroke);
    float _56 = closest;
    vec2 _61 = pa - (stroke * t);
    vec2 _157 = -stroke;
    vec2 _159 = pa_dx + (_157 * t_dx);
    vec2 _161 = pa_dy + (_157 * t_dy);
    float _62 = length(_61);
    bool _162 = _62 == 0.0;
    vec2 _167 = _61 * ((abs(_62) < 1.1754944e-38) ? 0.0 : (1.0 / _62));
    bool _174 = _62 < _56;
    closest = min(_56, _62);
    closest_dx = _174 ? (_162 ? length(_159) : dot(_167, _159)) : closest_dx;
    closest_dy = _174 ? (_162 ? length(_161) : dot(_167, _161)) : closest_dy;
    turtle += stroke;
    strokes++;
}

void turn(float angle)
{
    heading += radians(angle);
}

void main()
{
    vec2 _196 = uv * gl_FragCoord.w;
    float _201 = 1.0 / gl_FragCoord.w;
    uv_dx = (dFdx(_196) - (uv * dFdx(gl_FragCoord.w))) * _201;
    uv_dy = (dFdy(_196) - (uv * dFdy(gl_FragCoord.w))) * _201;
    turtle = vec2(0.5, 0.0);
    heading = 1.5707963;
    closest = 1000.0;
    closest_dx = 0.0;
    closest_dy = 0.0;
    strokes = 0;
    float size = 0.3;
    while (strokes < 9)
    {
        float param = size;
        draw(param);
        float param_1 = ((strokes & 1) == 0) ? 35.0 : (-50.0);
        turn(param_1);
        size *= 0.82;
    }
    float d = closest - 0.012;
    float d_dx = closest_dx;
    float d_dy = closest_dy;
    float _185 = abs(d_dx) + abs(d_dy);
    float ink = clamp(0.5 - (d / ((_185 <= 3.4028235e+38) ? _185 : 0.0)), 0.0, 1.0);
    fragColor = vec4(mix(vec3(0.96), vec3(0.1, 0.35, 0.15), vec3(ink)), 1.0);
}

