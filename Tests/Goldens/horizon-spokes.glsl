#version 450

layout(binding = 0) uniform sampler2D floorMap;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec2 _109 = uv * gl_FragCoord.w;
    float _114 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_109) - (uv * dFdx(gl_FragCoord.w))) * _114;
    vec2 uv_dy = (dFdy(_109) - (uv * dFdy(gl_FragCoord.w))) * _114;
    float _51 = (uv.x * uv.x) + (uv.y * uv.y);
    float _59 = (abs(_51) < 1.1754944e-38) ? 0.0 : (1.0 / _51);
    float angle = atan(uv.x, uv.y) / 6.2831855;
    float angle_dx = 0.15915494 * (_59 * ((uv.y * uv_dx.x) - (uv.x * uv_dx.y)));
    float angle_dy = 0.15915494 * (_59 * ((uv.y * uv_dy.x) - (uv.x * uv_dy.y)));
    float _39 = length(uv);
    bool _75 = _39 == 0.0;
    vec2 _80 = uv * ((abs(_39) < 1.1754944e-38) ? 0.0 : (1.0 / _39));
    vec2 _89 = vec2(4.0 * angle_dx, 0.5 * (_75 ? length(uv_dx) : dot(_80, uv_dx)));
    vec2 _92 = vec2(4.0 * angle_dy, 0.5 * (_75 ? length(uv_dy) : dot(_80, uv_dy)));
    fragColor = textureGrad(floorMap, vec2((4.0 * angle) + 0.0625, 0.5 * _39), mix(vec2(0.0), _89, lessThanEqual(abs(_89), vec2(3.4028235e+38))), mix(vec2(0.0), _92, lessThanEqual(abs(_92), vec2(3.4028235e+38))));
}

