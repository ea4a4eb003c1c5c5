#version 450
// Layers of paint kept as an array of structs in a uniform block, copied to a
// local array of other structs and composed in order.
// Each layer's edge is softened by fwidth of its own distance.
const int layerCount = 3;

struct Layer {
    vec4  color;
    vec2  offset;
    int   sides;
    float radius;
};

struct Coverage {
    float distance;
    float amount;
};

struct Stack {
    Coverage entries[layerCount];
    int      used;
};

layout(std140, set = 0, binding = 0) uniform Layers {
    Layer layers[layerCount];
} paint;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

float polygonDistance(vec2 p, int sides, float radius)
{
    float sector = 6.2831853 / float(sides);
    float angle  = atan(p.x, p.y);
    float folded = angle - sector * floor(angle / sector + 0.5);
    return length(p) * cos(folded) - radius;
}

Coverage cover(Layer layer, vec2 p)
{
    Coverage result;
    result.distance = polygonDistance(p - layer.offset, layer.sides, layer.radius);
    float w = fwidth(result.distance);
    result.amount = clamp(0.5 - result.distance / w, 0.0, 1.0);
    return result;
}

void main()
{
    vec2  p = uv * 2.0 - 1.0;
    Stack stack;
    stack.used = 0;
    for (int i = 0; i < layerCount; ++i) {
        if (paint.layers[i].radius <= 0.0)
            continue;
        stack.entries[stack.used++] = cover(paint.layers[i], p);
    }

    vec3 color = vec3(1.0);
    for (int i = 0; i < stack.used; ++i) {
        Coverage entry = stack.entries[i];
        vec4 tint = paint.layers[i].color;
        color = mix(color, tint.rgb, tint.a * entry.amount);
    }
    fragColor = vec4(color, 1.0);
}
