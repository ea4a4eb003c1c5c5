#version 450

layout(set = 0, binding = 0) uniform sampler2D paper;
layout(set = 0, binding = 1) uniform sampler2D ink;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec2 _164 = uv * gl_FragCoord.w;
    vec2 _165 = dFdx(_164);
    float _166 = dFdx(gl_FragCoord.w);
    float _169 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (_165 - (uv * _166)) * _169;
    vec2 _170 = dFdy(_164);
    float _171 = dFdy(gl_FragCoord.w);
    vec2 uv_dy = (_170 - (uv * _171)) * _169;
    vec4 color = vec4(0.0);
    if (fract(uv.x * 7.0) < 0.5)
    {
        vec2 _120 = uv_dx * 3.0;
        vec2 _128 = uv_dy * 3.0;
        color += textureGrad(paper, uv * 3.0, mix(vec2(0.0), _120, lessThanEqual(abs(_120), vec2(3.4028235e+38))), mix(vec2(0.0), _128, lessThanEqual(abs(_128), vec2(3.4028235e+38))));
    }
    else
    {
        vec2 _134 = uv_dx.yx * 5.0;
        vec2 _138 = uv_dy.yx * 5.0;
        color += textureGrad(paper, (uv.yx * 5.0) + vec2(0.25), mix(vec2(0.0), _134, lessThanEqual(abs(_134), vec2(3.4028235e+38))), mix(vec2(0.0), _138, lessThanEqual(abs(_138), vec2(3.4028235e+38))));
    }
    vec4 _56;
    if (uv.y > 0.5)
    {
        vec2 _143 = uv * 2.0;
        vec2 _144 = _143 * uv_dx;
        vec2 _148 = _143 * uv_dy;
        _56 = textureGrad(ink, uv * uv, mix(vec2(0.0), _144, lessThanEqual(abs(_144), vec2(3.4028235e+38))), mix(vec2(0.0), _148, lessThanEqual(abs(_148), vec2(3.4028235e+38))));
    }
    else
    {
        _56 = vec4(1.0);
    }
    color *= _56;
    int taps = int(8.0 * uv.x);
    vec4 streak = vec4(0.0);
    for (int i = 0; i < taps; i++)
    {
        streak += textureGrad(ink, uv + vec2(0.0, 0.01 * float(i)), mix(vec2(0.0), uv_dx, lessThanEqual(abs(uv_dx), vec2(3.4028235e+38))), mix(vec2(0.0), uv_dy, lessThanEqual(abs(uv_dy), vec2(3.4028235e+38))));
    }
    fragColor = (color * 0.7) + ((streak * 0.3) / vec4(float(max(taps, 1))));
}

