// Steep parallax mapping: a ray marches down a height map until it is below
// the surface. texture() is called in a loop with an early break, and its
// implicit level of detail differs from one step to the next. The final
// coordinate itself depends on sampled heights.
#version 330 core

uniform sampler2D heightMap;
uniform sampler2D colorMap;
uniform float     depthScale;

in vec2 uv;
in vec3 viewTangent;
out vec4 fragColor;

vec2 parallax(vec2 start, vec3 view)
{
    const int   steps = 24;
    const float layer = 1.0 / float(steps);

    vec2  delta    = depthScale * layer * view.xy / max(view.z, 0.1);
    vec2  current  = start;
    float rayDepth = 0.0;
    float before   = 0.0;

    for (int i = 0; i < steps; ++i) {
        float depth = 1.0 - texture(heightMap, current).r;
        if (rayDepth >= depth) {
            float after = rayDepth - depth;
            float t     = after / max(after + before, 1e-4);
            current += t * delta;
            break;
        }
        before    = depth - rayDepth;
        current  -= delta;
        rayDepth += layer;
    }
    return current;
}

void main()
{
    vec2 surface = parallax(uv, normalize(viewTangent));
    fragColor = texture(colorMap, surface);
}
