#version 320 es
// Contour lines of a topographic map, every fifth one bold.
// The height divided by its gradient's length gives the distance to the line
// in pixels, so that a line is equally wide on a steep slope and on a plain.
precision highp float;

uniform float interval;

in vec2 uv;
out vec4 fragColor;

float hill(vec2 p, vec2 center, float spread)
{
    vec2 d = p - center;
    return exp(-dot(d, d) / spread);
}

float elevation(vec2 p)
{
    float h = 0.0;
    h += 320.0 * hill(p, vec2(0.3, 0.6), 0.05);
    h += 210.0 * hill(p, vec2(0.7, 0.3), 0.09);
    h -= 90.0 * hill(p, vec2(0.6, 0.7), 0.03);
    return h + 12.0 * sin(9.0 * p.x) * cos(7.0 * p.y);
}

float contour(float height, float spacing, float pixels)
{
    float level    = height / spacing;
    float gradient = length(vec2(dFdx(level), dFdy(level)));
    float distance = abs(fract(level - 0.5) - 0.5) / max(gradient, 1e-6);
    return clamp(pixels + 0.5 - distance, 0.0, 1.0);
}

void main()
{
    float height = elevation(uv);
    float thin   = contour(height, interval, 0.5);
    float bold   = contour(height, 5.0 * interval, 1.0);

    vec3 color = mix(vec3(0.72, 0.82, 0.6), vec3(0.85, 0.75, 0.6), smoothstep(0.0, 300.0, height));
    color = mix(color, vec3(0.45, 0.3, 0.2), max(0.5 * thin, bold));
    fragColor = vec4(color, 1.0);
}
