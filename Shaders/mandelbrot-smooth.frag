// The Mandelbrot set with a smooth iteration count and drawn level lines.
// fwidth of the smooth count tells how many bands fall within one pixel;
// where there are too many of them the palette fades to its mean.
#version 400 core

uniform vec2  center;
uniform float scale;
uniform int   maxIterations;

in vec2 uv;
out vec4 fragColor;

vec2 complexSquare(vec2 z)
{
    return vec2(z.x * z.x - z.y * z.y, 2.0 * z.x * z.y);
}

// Number of iterations up to escape as a real number; negative inside.
float smoothIteration(vec2 c)
{
    const float bailout = 256.0;
    vec2 z = vec2(0.0);
    for (int i = 0; i < maxIterations; ++i) {
        z = complexSquare(z) + c;
        if (dot(z, z) > bailout * bailout)
            return float(i) - log2(log2(dot(z, z))) + 4.0;
    }
    return -1.0;
}

vec3 palette(float t)
{
    return 0.5 + 0.5 * cos(6.2831853 * (t + vec3(0.0, 0.33, 0.67)));
}

void main()
{
    vec2  c     = center + (uv - 0.5) * scale;
    float count = smoothIteration(c);
    float width = fwidth(count);

    vec3 color = vec3(0.0);
    if (count >= 0.0) {
        float fade = smoothstep(2.0, 10.0, width);
        color = mix(palette(0.05 * count), vec3(0.5), fade);

        float level = abs(fract(count) - 0.5);
        float line  = smoothstep(0.5 - width, 0.5, level) * (1.0 - fade);
        color *= 1.0 - 0.3 * line;
    }
    fragColor = vec4(color, 1.0);
}
