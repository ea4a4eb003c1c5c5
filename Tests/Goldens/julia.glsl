#version 300 es
precision highp float;
precision mediump int;

uniform vec2 seed;

in vec2 uv;
out vec4 fragColor;

void main()
{
    vec2 _197 = uv * gl_FragCoord.w;
    float _202 = 1.0 / gl_FragCoord.w;
    vec2 z = (uv - vec2(0.5)) * 3.0;
    vec2 z_dx = ((dFdx(_197) - (uv * dFdx(gl_FragCoord.w))) * _202) * 3.0;
    vec2 z_dy = ((dFdy(_197) - (uv * dFdy(gl_FragCoord.w))) * _202) * 3.0;
    int steps = 0;
    float modulus2;
    float modulus2_dx;
    float modulus2_dy;
    for (;;)
    {
        float _31 = z.x;
        float _134 = 2.0 * _31;
        float _37 = z.y;
        float _140 = -(2.0 * _37);
        float _44 = z.x;
        float _45 = 2.0 * _44;
        float _141 = _37 * 2.0;
        z = vec2((_31 * z.x) - (_37 * z.y), _45 * z.y) + seed;
        z_dx = vec2(_140 * z_dx.y + (_134 * z_dx.x), _45 * z_dx.y + (_141 * z_dx.x));
        z_dy = vec2(_140 * z_dy.y + (_134 * z_dy.x), _45 * z_dy.y + (_141 * z_dy.x));
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
    float _177 = -((1.442695 * ((abs(_84) < 1.1754944e-38) ? 0.0 : (1.0 / _84))) * ((abs(modulus2) < 1.1754944e-38) ? 0.0 : (1.0 / modulus2)));
    float level = float(steps) - log2(_84);
    float level_dx = _177 * modulus2_dx;
    float level_dy = _177 * modulus2_dy;
    float _186 = abs(level_dx) + abs(level_dy);
    float width = max((_186 <= 3.4028235e+38) ? _186 : 0.0, 0.0001);
    float wave = abs((fract(level) * 2.0) - 1.0);
    float band = smoothstep(0.5 - width, 0.5 + width, wave);
    band = mix(band, 0.5, smoothstep(0.5, 1.5, width));
    fragColor = vec4(mix(vec3(0.1, 0.2, 0.4), vec3(1.0, 0.8, 0.4), vec3(band)), 1.0);
}

