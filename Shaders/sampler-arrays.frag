#version 450
// An array of sampled images indexed by a uniform value, and a cube array.
// Lookup after lookup takes an implicit level of detail; the index and the
// layer have no part in it.
layout(set = 0, binding = 0) uniform sampler2D pages[4];
layout(set = 0, binding = 4) uniform samplerCubeArray probes;

layout(push_constant) uniform Draw {
    int page;
    int probe;
} draw;

layout(location = 0) in vec2 uv;
layout(location = 1) in vec3 reflected;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec4 base = texture(pages[draw.page & 3], uv);
    for (int i = 0; i < 4; ++i)
        base += 0.05 * texture(pages[i], uv * float(i + 1));
    vec4 shine = texture(probes, vec4(normalize(reflected), float(draw.probe)));
    fragColor = vec4(mix(base.rgb, shine.rgb, 0.2), 1.0);
}
