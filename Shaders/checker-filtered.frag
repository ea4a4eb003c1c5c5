// A checkerboard integrated analytically over the footprint of the pixel.
// The derivatives of the texture coordinate give the size of the box over
// which the pattern is averaged, so the far field turns grey without aliasing.
#version 330 core

uniform vec2  tiles;
uniform float time;

in vec2 uv;
out vec4 fragColor;

// The integral of a square wave of period two that is +1, then -1.
vec2 triangleWave(vec2 x)
{
    return abs(fract(x * 0.5) - 0.5) * 2.0;
}

float checker(vec2 p, vec2 ddx, vec2 ddy)
{
    vec2 width = max(abs(ddx), abs(ddy)) + 1e-4;
    vec2 box   = (triangleWave(p - 0.5 * width) - triangleWave(p + 0.5 * width)) / width;
    return 0.5 - 0.5 * box.x * box.y;
}

void main()
{
    vec2  p     = uv * tiles + vec2(0.1 * time, 0.0);
    float value = checker(p, dFdx(p), dFdy(p));
    fragColor = vec4(mix(vec3(0.1, 0.1, 0.12), vec3(0.9, 0.88, 0.8), value), 1.0);
}
