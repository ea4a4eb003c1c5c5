#version 450
// A polyline read from a storage buffer, drawn by its distance field.
// The nearest segment is found in a loop; fwidth of the least distance gives
// the line a soft edge and the dashes along it are softened likewise.
layout(std430, set = 0, binding = 0) readonly buffer Points {
    int  count;
    vec2 points[];
} line;

layout(push_constant) uniform Style {
    vec4  color;
    float width;
    float dash;
} style;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    float nearest = 1e6;
    float along   = 0.0;
    float before  = 0.0;
    for (int i = 0; i + 1 < line.count; ++i) {
        vec2  a  = line.points[i];
        vec2  ab = line.points[i + 1] - a;
        float t  = clamp(dot(uv - a, ab) / dot(ab, ab), 0.0, 1.0);
        float d  = distance(uv, a + t * ab);
        float l  = length(ab);
        if (d < nearest) {
            nearest = d;
            along   = before + t * l;
        }
        before += l;
    }

    float w = fwidth(nearest);
    float ink = clamp(0.5 - (nearest - style.width) / w, 0.0, 1.0);

    float phase = along / style.dash;
    float v     = max(fwidth(phase), 1e-4);
    ink *= clamp(0.5 + (0.3 - abs(fract(phase) - 0.5)) / v, 0.0, 1.0);
    fragColor = vec4(style.color.rgb, style.color.a * ink);
}
