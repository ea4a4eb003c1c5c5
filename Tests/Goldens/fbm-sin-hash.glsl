#version 300 es
precision highp float;
precision mediump int;

uniform float time;

in vec2 uv;
out vec4 fragColor;

float hash(vec2 p)
{
    return fract(sin(dot(p, vec2(27.17, 91.73))) * 35731.97);
}

float noise(vec2 p)
{
    vec2 i = floor(p);
    vec2 f = fract(p);
    vec2 u = (f * f) * (vec2(3.0) - (f * 2.0));
    vec2 param = i;
    vec2 param_1 = i + vec2(1.0, 0.0);
    vec2 param_2 = i + vec2(0.0, 1.0);
    vec2 param_3 = i + vec2(1.0);
    return mix(mix(hash(param), hash(param_1), u.x), mix(hash(param_2), hash(param_3), u.x), u.y);
}

float filteredFbm(inout vec2 p, inout vec2 p_dx, inout vec2 p_dy)
{
    vec2 _195 = abs(p_dx) + abs(p_dy);
    bvec2 _199 = lessThanEqual(_195, vec2(3.4028235e+38));
    vec2 widths = vec2(_199.x ? _195.x : vec2(0.0).x, _199.y ? _195.y : vec2(0.0).y);
    float width = max(widths.x, widths.y);
    float sum = 0.0;
    float amplitude = 0.5;
    for (int i = 0; i < 8; i++)
    {
        float keep = 1.0 - smoothstep(0.25, 0.75, width);
        if (keep <= 0.0)
        {
            break;
        }
        vec2 param = p;
        sum += (amplitude * mix(0.5, noise(param), keep));
        p *= 2.02;
        p_dx *= 2.02;
        p_dy *= 2.02;
        width *= 2.02;
        amplitude *= 0.5;
    }
    return sum;
}

void main()
{
    vec2 _213 = uv * gl_FragCoord.w;
    float _218 = 1.0 / gl_FragCoord.w;
    vec2 param = (uv * 5.0) + vec2(0.1 * time, 0.0);
    vec2 param_dx = ((dFdx(_213) - (uv * dFdx(gl_FragCoord.w))) * _218) * 5.0;
    vec2 param_dy = ((dFdy(_213) - (uv * dFdy(gl_FragCoord.w))) * _218) * 5.0;
    float _155 = filteredFbm(param, param_dx, param_dy);
    float cloud = _155;
    float edge = fwidth(cloud) + 0.05;
    float cover = smoothstep(0.5 - edge, 0.5 + edge, cloud);
    fragColor = vec4(mix(vec3(0.3, 0.5, 0.8), vec3(1.0), vec3(cover)), 1.0);
}

