#version 300 es
// Clouds of fractal noise with the classic hash of a sine.
// The octaves stop when fwidth of the coordinate says that the next one would
// fall below the pixel, the last one being faded in.
precision highp float;

uniform float time;

in vec2 uv;
out vec4 fragColor;

float hash(vec2 p)
{
    return fract(sin(dot(p, vec2(27.17, 91.73))) * 35731.97);
}

float noise(vec2 p)
{
    vec2 i = floor(p);
    vec2 f = fract(p);
    vec2 u = f * f * (3.0 - 2.0 * f);
    return mix(mix(hash(i), hash(i + vec2(1.0, 0.0)), u.x),
               mix(hash(i + vec2(0.0, 1.0)), hash(i + vec2(1.0, 1.0)), u.x), u.y);
}

float filteredFbm(vec2 p)
{
    vec2  widths    = fwidth(p);
    float width     = max(widths.x, widths.y);
    float sum       = 0.0;
    float amplitude = 0.5;
    for (int i = 0; i < 8; ++i) {
        float keep = 1.0 - smoothstep(0.25, 0.75, width);
        if (keep <= 0.0)
            break;
        sum += amplitude * mix(0.5, noise(p), keep);
        p *= 2.02;
        width *= 2.02;
        amplitude *= 0.5;
    }
    return sum;
}

void main()
{
    float cloud = filteredFbm(uv * 5.0 + vec2(0.1 * time, 0.0));
    float edge  = fwidth(cloud) + 0.05;
    float cover = smoothstep(0.5 - edge, 0.5 + edge, cloud);
    fragColor = vec4(mix(vec3(0.3, 0.5, 0.8), vec3(1.0), cover), 1.0);
}
