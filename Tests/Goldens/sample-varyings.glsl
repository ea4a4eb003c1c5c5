#version 400 core

sample in vec2 uvSample;
centroid in vec2 uvCentroid;
in vec2 uvSmooth;
out vec4 fragColor;

float softStep(float x, float x_dx, float x_dy)
{
    float _82 = abs(x_dx) + abs(x_dy);
    float w = (_82 <= 3.4028235e+38) ? _82 : 0.0;
    return smoothstep(-w, w, x);
}

void main()
{
    vec2 _119 = uvSample * gl_FragCoord.w;
    float _121 = dFdx(gl_FragCoord.w);
    float _124 = 1.0 / gl_FragCoord.w;
    float _126 = dFdy(gl_FragCoord.w);
    vec2 _130 = interpolateAtOffset(uvCentroid, vec2(0.0));
    vec2 _131 = _130 * gl_FragCoord.w;
    vec2 _139 = uvSmooth * gl_FragCoord.w;
    vec2 uvSmooth_dx = (dFdx(_139) - (uvSmooth * _121)) * _124;
    vec2 uvSmooth_dy = (dFdy(_139) - (uvSmooth * _126)) * _124;
    float _33 = 40.0 * uvSample.x;
    float _71 = cos(_33) * 40.0;
    float param = sin(_33);
    float param_dx = _71 * ((dFdx(_119) - (uvSample * _121)) * _124).x;
    float param_dy = _71 * ((dFdy(_119) - (uvSample * _126)) * _124).x;
    float a = softStep(param, param_dx, param_dy);
    float _42 = 40.0 * uvCentroid.y;
    float _93 = cos(_42) * 40.0;
    float param_1 = sin(_42);
    float param_dx_1 = _93 * ((dFdx(_131) - (_130 * _121)) * _124).y;
    float param_dy_1 = _93 * ((dFdy(_131) - (_130 * _126)) * _124).y;
    float b = softStep(param_1, param_dx_1, param_dy_1);
    float _54 = 28.0 * (uvSmooth.x + uvSmooth.y);
    float _108 = cos(_54);
    float param_2 = sin(_54);
    float param_dx_2 = _108 * fma(28.0, uvSmooth_dx.y, 28.0 * uvSmooth_dx.x);
    float param_dy_2 = _108 * fma(28.0, uvSmooth_dy.y, 28.0 * uvSmooth_dy.x);
    float c = softStep(param_2, param_dx_2, param_dy_2);
    fragColor = vec4(a, b, c, 1.0);
}

