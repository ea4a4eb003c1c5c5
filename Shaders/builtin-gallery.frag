// A tour of the built-in functions, each applied to a coordinate and summed
// up; the picture is of no importance. One fwidth at the end depends on all
// of them, so that every rule of differentiation is needed once.
#version 450 core

uniform float time;

in vec2 uv;
in vec3 direction;
out vec4 fragColor;

float trigonometry(float x)
{
    float s = sin(x) + cos(x) + tan(0.3 * x);
    s += asin(0.5 * x) + acos(0.5 * x) + atan(x) + atan(x, 1.0 + x * x);
    return s + sinh(x) + cosh(x) + tanh(x) + asinh(x) + acosh(1.5 + x) + atanh(0.5 * x);
}

float exponential(float x)
{
    float y = 1.0 + x * x;
    return pow(y, x) + exp(x) + log(y) + exp2(x) + log2(y) + sqrt(y) + inversesqrt(y);
}

float arithmetic(float x)
{
    float whole;
    float part = modf(3.0 * x, whole);
    int   power;
    float mantissa = frexp(1.0 + x, power);
    float sum = abs(x) + sign(x) + fract(5.0 * x) + mod(x, 0.3) + part + 0.1 * whole;
    sum += min(x, 0.4) + max(x, 0.6) + clamp(x, 0.2, 0.8) + mix(x, x * x, 0.3);
    sum += step(0.5, x) + smoothstep(0.2, 0.7, x) + floor(4.0 * x) + round(4.0 * x);
    return sum + ldexp(mantissa, power) + fma(x, x, 1.0) + degrees(radians(x));
}

float geometry(vec3 v)
{
    vec3 n = normalize(v);
    vec3 r = reflect(v, vec3(0.0, 1.0, 0.0)) + refract(n, vec3(0.0, 0.0, 1.0), 0.8);
    vec3 f = faceforward(n, v, vec3(0.0, 0.0, 1.0));
    return length(r) + distance(v, n) + dot(cross(v, r), f);
}

void main()
{
    float x     = 0.1 + 0.8 * uv.x;
    float value = trigonometry(x) + exponential(x) + arithmetic(x) + geometry(direction + 0.1 * uv.y);
    value += mix(uv.x, uv.y, uv.x > uv.y) * sin(time);

    float w = fwidth(value);
    fragColor = vec4(vec3(smoothstep(-w, w, sin(4.0 * value))), 1.0);
}
