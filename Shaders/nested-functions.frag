#version 450
// A chain of small functions, several levels deep, overloaded and called from
// many places. The derivative is taken in the innermost, on whatever value the
// caller handed down.
layout(location = 0) in vec2 uv;
layout(location = 1) in float heat;
layout(location = 0) out vec4 fragColor;

float square(float x) { return x * x; }
vec2  square(vec2 v)  { return v * v; }

float pixelSize(float x)
{
    return max(fwidth(x), 1e-6);
}

float softThreshold(float x, float at)
{
    return clamp((x - at) / pixelSize(x) + 0.5, 0.0, 1.0);
}

float band(float x, float from, float to)
{
    return softThreshold(x, from) - softThreshold(x, to);
}

float ellipse(vec2 p, vec2 radii)
{
    vec2 q = square(p / radii);
    return q.x + q.y;
}

float eye(vec2 p)
{
    float white = 1.0 - softThreshold(ellipse(p, vec2(0.3, 0.18)), 1.0);
    float iris  = band(ellipse(p, vec2(0.12)), 0.2, 1.0);
    return white - 0.7 * white * iris;
}

void main()
{
    float face  = eye(uv - vec2(0.3, 0.5)) + eye(uv - vec2(0.7, 0.5));
    float flush = band(square(heat), 0.2, 0.6);
    fragColor = vec4(face, face * (1.0 - 0.5 * flush), face * (1.0 - flush), 1.0);
}
