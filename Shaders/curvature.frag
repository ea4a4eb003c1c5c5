#version 450
// Curvature shading of an implicit surface without normals from the mesh: the screen's own derivatives of the height
// and of its slopes. Creases are darkened where the mean curvature is negative, ridges are lightened.
layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

layout(set = 0, binding = 0) uniform Params {
    float relief;
    float contrast;
};

float height(vec2 p)
{
    float h = 0.0;
    float scale = 1.0;
    for (int i = 0; i < 3; i++) {
        h += scale * sin(p.x * 3.0 + 1.7 * float(i)) * cos(p.y * 2.6 - 0.9 * float(i));
        p = mat2(1.6, 1.2, -1.2, 1.6) * p;
        scale *= 0.45;
    }
    return h;
}

// Slopes per pixel; the second derivatives are taken of what this returns.
vec2 slope(float h)
{
    return vec2(dFdx(h), dFdy(h));
}

void main()
{
    float h = relief * height(4.0 * uv);
    vec2 first = slope(h);
    vec2 alongX = slope(first.x);
    vec2 alongY = slope(first.y);

    float area = 1.0 + dot(first, first);
    float mean = ((1.0 + first.y * first.y) * alongX.x - 2.0 * first.x * first.y * alongX.y
                + (1.0 + first.x * first.x) * alongY.y) / (2.0 * area * sqrt(area));
    float gauss = (alongX.x * alongY.y - alongX.y * alongY.x) / (area * area);

    float cavity = clamp(0.5 + contrast * 400.0 * mean, 0.0, 1.0);
    float light = dot(normalize(vec3(-first * 20.0, 1.0)), normalize(vec3(0.4, 0.6, 0.8)));
    fragColor = vec4(vec3(light) * mix(vec3(0.35, 0.3, 0.4), vec3(1.0, 0.95, 0.85), cavity), gauss);
}
