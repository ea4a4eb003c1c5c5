// A deep zoom into the Mandelbrot set iterated in double precision.
// The derivative functions take only floats, so the smooth count is narrowed
// first; its fwidth still depends on a chain of double arithmetic.
#version 430 core

uniform dvec2  center;
uniform double scale;
uniform int    maxIterations = 300;

in vec2 uv;
out vec4 fragColor;

dvec2 squarePlus(dvec2 z, dvec2 c)
{
    return dvec2(z.x * z.x - z.y * z.y, 2.0lf * z.x * z.y) + c;
}

void main()
{
    dvec2 c = center + dvec2(uv - 0.5) * scale;
    dvec2 z = dvec2(0.0lf);
    int   i = 0;
    while (i < maxIterations && dot(z, z) < 65536.0lf) {
        z = squarePlus(z, c);
        ++i;
    }

    float modulus = float(length(z));
    float count   = float(i) + 1.0 - log2(max(log2(max(modulus, 1.001)), 1e-3));
    float width   = fwidth(count);

    float inside = i == maxIterations ? 1.0 : 0.0;
    vec3  band   = 0.5 + 0.5 * cos(0.15 * count + vec3(0.0, 0.6, 1.2));
    vec3  color  = mix(band, vec3(0.4), smoothstep(3.0, 20.0, width));
    fragColor = vec4(color * (1.0 - inside), 1.0);
}
