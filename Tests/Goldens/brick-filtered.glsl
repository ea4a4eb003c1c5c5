#version 450

layout(set = 0, binding = 0) uniform Wall
{
    vec3 brickColor;
    vec3 mortarColor;
    vec2 brickSize;
    vec2 mortar;
} wall;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

vec2 pulseIntegral(vec2 x, vec2 edge)
{
    return ((vec2(1.0) - edge) * floor(x)) + max(fract(x) - edge, vec2(0.0));
}

vec2 filteredPulse(vec2 x, vec2 edge, vec2 width)
{
    vec2 param = x + (width * 0.5);
    vec2 param_1 = edge;
    vec2 param_2 = x - (width * 0.5);
    vec2 param_3 = edge;
    return (pulseIntegral(param, param_1) - pulseIntegral(param_2, param_3)) / width;
}

void main()
{
    vec2 _194 = uv * gl_FragCoord.w;
    float _199 = 1.0 / gl_FragCoord.w;
    vec2 _167 = mix(vec2(1.0) / wall.brickSize, vec2(0.0), lessThan(abs(wall.brickSize), vec2(1.1754944e-38)));
    vec2 p = uv / wall.brickSize;
    vec2 p_dx = _167 * ((dFdx(_194) - (uv * dFdx(gl_FragCoord.w))) * _199);
    vec2 p_dy = _167 * ((dFdy(_194) - (uv * dFdy(gl_FragCoord.w))) * _199);
    vec2 _176 = abs(p_dx) + abs(p_dy);
    vec2 box = max(mix(vec2(0.0), _176, lessThanEqual(_176, vec2(3.4028235e+38))), vec2(0.0001));
    if (mod(floor(p.y), 2.0) >= 1.0)
    {
        p.x += 0.5;
        p_dx.x = p_dx.x;
        p_dy.x = p_dy.x;
    }
    vec2 cell = floor(p);
    vec2 param = p;
    vec2 param_1 = wall.mortar;
    vec2 param_2 = box;
    vec2 pulse = filteredPulse(param, param_1, param_2);
    float brick = pulse.x * pulse.y;
    float shade = 0.85 + (0.3 * fract(sin(dot(cell, vec2(61.3, 17.9))) * 5413.7));
    shade = mix(shade, 1.0, smoothstep(0.3, 1.0, max(box.x, box.y)));
    fragColor = vec4(mix(wall.mortarColor, wall.brickColor * shade, vec3(brick)), 1.0);
}

