#version 450
// Second order filtering: the width of a line grows with how fast the pattern itself stretches. fwidth of fwidth,
// third derivatives of a coordinate, and a lookup whose coordinate is a derivative; all in functions, on a plane in
// perspective.
layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

layout(set = 0, binding = 0) uniform sampler1D ramp;

float pattern;

// Half the width of a filter that is right to the second order.
float filterWidth(float x)
{
    float first = fwidth(x);
    return 0.5 * first + 0.125 * fwidth(first);
}

float line(float x)
{
    float width = filterWidth(x);
    float distance = abs(sin(x));
    return 1.0 - smoothstep(0.2 - width, 0.2 + width, distance);
}

void main()
{
    vec2 p = uv * vec2(24.0, 18.0);
    pattern = p.x + 0.4 * sin(p.y);
    float lines = line(pattern) + line(p.y);

    // How fast the perspective foreshortens: per pixel, per pixel squared, per pixel cubed.
    vec2 stretch = dFdy(p);
    vec2 shear = dFdx(stretch);
    vec2 twist = dFdy(shear);
    vec4 tint = texture(ramp, 0.5 + 40.0 * dot(stretch, shear));

    fragColor = tint * (0.3 + 0.7 * lines) + vec4(twist * 1e3, 0.0, 0.0);
}
