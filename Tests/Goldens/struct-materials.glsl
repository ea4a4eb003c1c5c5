#version 450

struct Layer
{
    vec4 color;
    vec2 offset;
    int sides;
    float radius;
};

struct Coverage
{
    float distance;
    float amount;
};

struct Stack
{
    Coverage entries[3];
    int used;
};

layout(set = 0, binding = 0, std140) uniform Layers
{
    Layer layers[3];
} paint;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

float polygonDistance(vec2 p, int sides, float radius, vec2 p_dx, vec2 p_dy, out float polygonDistance_dx, out float polygonDistance_dy)
{
    float sector = 6.2831855 / float(sides);
    float _222 = (p.x * p.x) + (p.y * p.y);
    float _227 = (abs(_222) < 1.1754944e-38) ? 0.0 : (1.0 / _222);
    float angle = atan(p.x, p.y);
    float angle_dx = _227 * ((p.y * p_dx.x) - (p.x * p_dx.y));
    float angle_dy = _227 * ((p.y * p_dy.x) - (p.x * p_dy.y));
    float folded = angle - (sector * floor((angle / sector) + 0.5));
    float folded_dx = angle_dx;
    float folded_dy = angle_dy;
    float _54 = length(p);
    bool _244 = _54 == 0.0;
    vec2 _249 = p * ((abs(_54) < 1.1754944e-38) ? 0.0 : (1.0 / _54));
    float _56 = cos(folded);
    float _260 = _54 * (-sin(folded));
    polygonDistance_dx = fma(_260, folded_dx, _56 * (_244 ? length(p_dx) : dot(_249, p_dx)));
    polygonDistance_dy = fma(_260, folded_dy, _56 * (_244 ? length(p_dy) : dot(_249, p_dy)));
    return (_54 * _56) - radius;
}

Coverage cover(Layer layer, vec2 p, vec2 p_dx, vec2 p_dy)
{
    vec2 param = p - layer.offset;
    vec2 param_dx = p_dx;
    vec2 param_dy = p_dy;
    int param_1 = layer.sides;
    float param_2 = layer.radius;
    float polygonDistance_dx;
    float polygonDistance_dy;
    float _79 = polygonDistance(param, param_1, param_2, param_dx, param_dy, polygonDistance_dx, polygonDistance_dy);
    Coverage result;
    Coverage result_dx;
    Coverage result_dy;
    result.distance = _79;
    result_dx.distance = polygonDistance_dx;
    result_dy.distance = polygonDistance_dy;
    float _286 = abs(result_dx.distance) + abs(result_dy.distance);
    float w = (_286 <= 3.4028235e+38) ? _286 : 0.0;
    result.amount = clamp(0.5 - (result.distance / w), 0.0, 1.0);
    return result;
}

void main()
{
    vec2 _297 = uv * gl_FragCoord.w;
    float _302 = 1.0 / gl_FragCoord.w;
    vec2 p = (uv * 2.0) - vec2(1.0);
    vec2 p_dx = ((dFdx(_297) - (uv * dFdx(gl_FragCoord.w))) * _302) * 2.0;
    vec2 p_dy = ((dFdy(_297) - (uv * dFdy(gl_FragCoord.w))) * _302) * 2.0;
    Stack stack;
    stack.used = 0;
    Layer param;
    for (int i = 0; i < 3; i++)
    {
        if (paint.layers[i].radius <= 0.0)
        {
            continue;
        }
        int _134 = stack.used;
        stack.used = _134 + 1;
        param.color = paint.layers[i].color;
        param.offset = paint.layers[i].offset;
        param.sides = paint.layers[i].sides;
        param.radius = paint.layers[i].radius;
        vec2 param_1 = p;
        vec2 param_dx = p_dx;
        vec2 param_dy = p_dy;
        stack.entries[_134] = cover(param, param_1, param_dx, param_dy);
    }
    vec3 color = vec3(1.0);
    for (int i_1 = 0; i_1 < stack.used; i_1++)
    {
        Coverage entry = stack.entries[i_1];
        vec4 tint = paint.layers[i_1].color;
        color = mix(color, tint.xyz, vec3(tint.w * entry.amount));
    }
    fragColor = vec4(color, 1.0);
}

