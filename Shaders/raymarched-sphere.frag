// A sphere and a floor found by sphere tracing, textured inside the loop as
// soon as the ray hits. Neighbouring pixels stop at different steps, so the
// implicit level of detail of texture() is taken in divergent control flow.
#version 410 core

uniform float     time;
uniform vec2      resolution;
uniform sampler2D albedo;

in vec2 uv;
out vec4 fragColor;

const int   maxSteps = 64;
const float epsilon  = 1e-3;

float sceneDistance(vec3 p)
{
    float sphere = length(p - vec3(0.0, 0.2 * sin(time), 0.0)) - 1.0;
    float ground = p.y + 1.2;
    return min(sphere, ground);
}

vec3 sceneNormal(vec3 p)
{
    const vec2 h = vec2(epsilon, 0.0);
    return normalize(vec3(
        sceneDistance(p + h.xyy) - sceneDistance(p - h.xyy),
        sceneDistance(p + h.yxy) - sceneDistance(p - h.yxy),
        sceneDistance(p + h.yyx) - sceneDistance(p - h.yyx)));
}

void main()
{
    vec2 screen = (uv * 2.0 - 1.0) * vec2(resolution.x / resolution.y, 1.0);
    vec3 origin = vec3(0.0, 0.3, 3.5);
    vec3 ray    = normalize(vec3(screen, -1.8));

    vec3  color    = mix(vec3(0.7, 0.8, 0.9), vec3(0.2, 0.4, 0.7), uv.y);
    float traveled = 0.0;
    for (int i = 0; i < maxSteps; i++) {
        vec3  p = origin + traveled * ray;
        float d = sceneDistance(p);
        if (d < epsilon) {
            vec3 n     = sceneNormal(p);
            vec3 light = normalize(vec3(0.6, 0.8, 0.4));
            vec3 base  = texture(albedo, p.xz * 0.5).rgb;
            color = base * (0.15 + 0.85 * max(dot(n, light), 0.0));
            break;
        }
        traveled += d;
        if (traveled > 40.0)
            break;
    }
    fragColor = vec4(color, 1.0);
}
