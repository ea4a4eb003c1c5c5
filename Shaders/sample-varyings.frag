// Varyings with the sample and centroid qualifiers next to a smooth one.
// Each is a smooth function over the screen, so the fwidth of each is that of
// the plain interpolation, whatever point it is evaluated at.
#version 400 core

sample   in vec2 uvSample;
centroid in vec2 uvCentroid;
smooth   in vec2 uvSmooth;
out vec4 fragColor;

float softStep(float x)
{
    float w = fwidth(x);
    return smoothstep(-w, w, x);
}

void main()
{
    float a = softStep(sin(40.0 * uvSample.x));
    float b = softStep(sin(40.0 * uvCentroid.y));
    float c = softStep(sin(28.0 * (uvSmooth.x + uvSmooth.y)));
    fragColor = vec4(a, b, c, 1.0);
}
