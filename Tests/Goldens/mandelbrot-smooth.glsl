#version 400 core

uniform int maxIterations;
uniform vec2 center;
uniform float scale;

in vec2 uv;
out vec4 fragColor;

vec2 complexSquare(vec2 z, vec2 z_dx, vec2 z_dy, out vec2 complexSquare_dx, out vec2 complexSquare_dy)
{
    float _197 = 2.0 * z.x;
    float _203 = -(2.0 * z.y);
    float _41 = 2.0 * z.x;
    float _204 = z.y * 2.0;
    complexSquare_dx = vec2(fma(_203, z_dx.y, _197 * z_dx.x), fma(_41, z_dx.y, _204 * z_dx.x));
    complexSquare_dy = vec2(fma(_203, z_dy.y, _197 * z_dy.x), fma(_41, z_dy.y, _204 * z_dy.x));
    return vec2((z.x * z.x) - (z.y * z.y), _41 * z.y);
}

float smoothIteration(vec2 c, vec2 c_dx, vec2 c_dy, inout float smoothIteration_dx, inout float smoothIteration_dy)
{
    vec2 z = vec2(0.0);
    vec2 z_dx = vec2(0.0);
    vec2 z_dy = vec2(0.0);
    vec2 complexSquare_dx;
    vec2 complexSquare_dy;
    for (int i = 0; i < maxIterations; i++)
    {
        vec2 param = z;
        vec2 param_dx = z_dx;
        vec2 param_dy = z_dy;
        vec2 _68 = complexSquare(param, param_dx, param_dy, complexSquare_dx, complexSquare_dy);
        z = _68 + c;
        z_dx = complexSquare_dx + c_dx;
        z_dy = complexSquare_dy + c_dy;
        if (dot(z, z) > 65536.0)
        {
            float _82 = dot(z, z);
            float _83 = log2(_82);
            float _256 = -((1.442695 * ((abs(_83) < 1.1754944e-38) ? 0.0 : (1.0 / _83))) * (1.442695 * ((abs(_82) < 1.1754944e-38) ? 0.0 : (1.0 / _82))));
            smoothIteration_dx = _256 * (dot(z_dx, z) + dot(z, z_dx));
            smoothIteration_dy = _256 * (dot(z_dy, z) + dot(z, z_dy));
            return (float(i) - log2(_83)) + 4.0;
        }
    }
    smoothIteration_dx = 0.0;
    smoothIteration_dy = 0.0;
    return -1.0;
}

vec3 palette(float t)
{
    return vec3(0.5) + (cos((vec3(t) + vec3(0.0, 0.33, 0.67)) * 6.2831855) * 0.5);
}

void main()
{
    vec2 _281 = uv * gl_FragCoord.w;
    float _286 = 1.0 / gl_FragCoord.w;
    vec2 c = center + ((uv - vec2(0.5)) * scale);
    vec2 c_dx = ((dFdx(_281) - (uv * dFdx(gl_FragCoord.w))) * _286) * scale;
    vec2 c_dy = ((dFdy(_281) - (uv * dFdy(gl_FragCoord.w))) * _286) * scale;
    vec2 param = c;
    vec2 param_dx = c_dx;
    vec2 param_dy = c_dy;
    float smoothIteration_dx;
    float smoothIteration_dy;
    float _127 = smoothIteration(param, param_dx, param_dy, smoothIteration_dx, smoothIteration_dy);
    float count = _127;
    float count_dx = smoothIteration_dx;
    float count_dy = smoothIteration_dy;
    float _271 = abs(count_dx) + abs(count_dy);
    float width = (_271 <= 3.4028235e+38) ? _271 : 0.0;
    vec3 color = vec3(0.0);
    if (count >= 0.0)
    {
        float fade = smoothstep(2.0, 10.0, width);
        float param_1 = 0.05 * count;
        color = mix(palette(param_1), vec3(0.5), vec3(fade));
        float level = abs(fract(count) - 0.5);
        float line = smoothstep(0.5 - width, 0.5, level) * (1.0 - fade);
        color *= (1.0 - (0.3 * line));
    }
    fragColor = vec4(color, 1.0);
}

