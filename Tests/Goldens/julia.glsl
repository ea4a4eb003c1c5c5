#version 300 es
precision highp float;
precision mediump int;

uniform vec2 seed;

in vec2 uv;
out vec4 fragColor;

void main()
{
    vec2 _216 = uv * gl_FragCoord.w;
    float _221 = 1.0 / gl_FragCoord.w;
    vec2 z = (uv - vec2(0.5)) * 3.0;
    vec2 z_dx = ((dFdx(_216) - (uv * dFdx(gl_FragCoord.w))) * _221) * 3.0;
    vec2 z_dy = ((dFdy(_216) - (uv * dFdy(gl_FragCoord.w))) * _221) * 3.0;
    int steps = 0;
    float modulus2;
    float modulus2_dx;
    float modulus2_dy;
    for (;;)
    {
        float _31 = z.x;
        float _33 = z.x;
        float _37 = z.y;
        float _39 = z.y;
        float _44 = z.x;
        float _45 = 2.0 * _44;
        float _47 = z.y;
        float _164 = _47 * 2.0;
        z = vec2((_31 * _33) - (_37 * _39), _45 * _47) + seed;
        z_dx = vec2((_31 * z_dx.x + (_33 * z_dx.x)) - (_37 * z_dx.y + (_39 * z_dx.y)), _45 * z_dx.y + (_164 * z_dx.x));
        z_dy = vec2((_31 * z_dy.x + (_33 * z_dy.x)) - (_37 * z_dy.y + (_39 * z_dy.y)), _45 * z_dy.y + (_164 * z_dy.x));
        modulus2 = dot(z, z);
        modulus2_dx = dot(z_dx, z) + dot(z, z_dx);
        modulus2_dy = dot(z_dy, z) + dot(z, z_dy);
        int _58 = steps;
        int _60 = _58 + 1;
        steps = _60;
        if ((_60 < 200) && (modulus2 < 10000.0))
        {
            continue;
        }
        else
        {
            break;
        }
    }
    if (steps == 200)
    {
        fragColor = vec4(0.02, 0.02, 0.05, 1.0);
        return;
    }
    float _84 = log(modulus2);
    float _196 = -((1.442695 * ((abs(_84) < 1.1754944e-38) ? 0.0 : (1.0 / _84))) * ((abs(modulus2) < 1.1754944e-38) ? 0.0 : (1.0 / modulus2)));
    float level = float(steps) - log2(_84);
    float level_dx = _196 * modulus2_dx;
    float level_dy = _196 * modulus2_dy;
    float _205 = abs(level_dx) + abs(level_dy);
    float width = max((_205 <= 3.4028235e+38) ? _205 : 0.0, 0.0001);
    float wave = abs((fract(level) * 2.0) - 1.0);
    float band = smoothstep(0.5 - width, 0.5 + width, wave);
    band = mix(band, 0.5, smoothstep(0.5, 1.5, width));
    fragColor = vec4(mix(vec3(0.1, 0.2, 0.4), vec3(1.0, 0.8, 0.4), vec3(band)), 1.0);
}

