#version 330 core

uniform float minorStep;
uniform int majorEvery;

in vec3 worldPosition;
out vec4 fragColor;

float gridLine(vec2 coordinate, float pixels, vec2 coordinate_dx, vec2 coordinate_dy)
{
    vec2 _143 = abs(coordinate_dx) + abs(coordinate_dy);
    bvec2 _146 = lessThanEqual(_143, vec2(3.4028235e+38));
    vec2 width = vec2(_146.x ? _143.x : vec2(0.0).x, _146.y ? _143.y : vec2(0.0).y);
    vec2 _distance = abs(fract(coordinate - vec2(0.5)) - vec2(0.5));
    vec2 line = vec2(1.0) - smoothstep(vec2(0.0), width * pixels, _distance);
    vec2 fade = vec2(1.0) - smoothstep(vec2(0.25), vec2(0.6), width);
    line *= fade;
    return max(line.x, line.y);
}

void main()
{
    vec3 _166 = worldPosition * gl_FragCoord.w;
    float _171 = 1.0 / gl_FragCoord.w;
    vec2 plane = worldPosition.xz;
    vec2 plane_dx = ((dFdx(_166) - (worldPosition * dFdx(gl_FragCoord.w))) * _171).xz;
    vec2 plane_dy = ((dFdy(_166) - (worldPosition * dFdy(gl_FragCoord.w))) * _171).xz;
    vec2 _72 = vec2(minorStep);
    bvec2 _129 = lessThan(abs(_72), vec2(1.1754944e-38));
    vec2 _131 = vec2(1.0) / _72;
    vec2 _132 = vec2(_129.x ? vec2(0.0).x : _131.x, _129.y ? vec2(0.0).y : _131.y);
    vec2 param = plane / _72;
    vec2 param_dx = _132 * plane_dx;
    vec2 param_dy = _132 * plane_dy;
    float param_1 = 1.0;
    float minor = gridLine(param, param_1, param_dx, param_dy);
    vec2 _86 = vec2(minorStep * float(majorEvery));
    bvec2 _152 = lessThan(abs(_86), vec2(1.1754944e-38));
    vec2 _153 = vec2(1.0) / _86;
    vec2 _154 = vec2(_152.x ? vec2(0.0).x : _153.x, _152.y ? vec2(0.0).y : _153.y);
    vec2 param_2 = plane / _86;
    vec2 param_dx_1 = _154 * plane_dx;
    vec2 param_dy_1 = _154 * plane_dy;
    float param_3 = 1.5;
    float major = gridLine(param_2, param_3, param_dx_1, param_dy_1);
    vec3 color = vec3(0.16);
    color = mix(color, vec3(0.35), vec3(minor));
    color = mix(color, vec3(0.7), vec3(major));
    fragColor = vec4(color, 1.0);
}

