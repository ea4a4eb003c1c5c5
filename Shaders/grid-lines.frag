// Two nested grids of thin lines on a plane, as in a modelling program.
// fwidth of the grid coordinate keeps each line about one pixel wide, and
// fades a grid out once its cells are smaller than a few pixels.
#version 330 core

uniform float minorStep;
uniform int   majorEvery;

in vec3 worldPosition;
out vec4 fragColor;

float gridLine(vec2 coordinate, float pixels)
{
    vec2 width    = fwidth(coordinate);
    vec2 distance = abs(fract(coordinate - 0.5) - 0.5);
    vec2 line     = 1.0 - smoothstep(vec2(0.0), width * pixels, distance);
    vec2 fade     = 1.0 - smoothstep(vec2(0.25), vec2(0.6), width);
    line *= fade;
    return max(line.x, line.y);
}

void main()
{
    vec2 plane = worldPosition.xz;

    float minor = gridLine(plane / minorStep, 1.0);
    float major = gridLine(plane / (minorStep * float(majorEvery)), 1.5);

    vec3 color = vec3(0.16);
    color = mix(color, vec3(0.35), minor);
    color = mix(color, vec3(0.70), major);
    fragColor = vec4(color, 1.0);
}
