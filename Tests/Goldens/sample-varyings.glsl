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
    vec2 _118 = uvSample * gl_FragCoord.w;
    float _120 = dFdx(gl_FragCoord.w);
    float _123 = 1.0 / gl_FragCoord.w;
    float _125 = dFdy(gl_FragCoord.w);
    vec2 _129 = interpolateAtOffset(uvCentroid, vec2(0.0));
    vec2 _130 = _129 * gl_FragCoord.w;
    vec2 _138 = uvSmooth * gl_FragCoord.w;
    vec2 uvSmooth_dx = (dFdx(_138) - (uvSmooth * _120)) * _123;
    vec2 uvSmooth_dy = (dFdy(_138) - (uvSmooth * _125)) * _123;
    float _33 = 40.0 * uvSample.x;
    float _71 = cos(_33) * 40.0;
    float param = sin(_33);
    float param_dx = _71 * ((dFdx(_118) - (uvSample * _120)) * _123).x;
    float param_dy = _71 * ((dFdy(_118) - (uvSample * _125)) * _123).x;
    float a = softStep(param, param_dx, param_dy);
    float _42 = 40.0 * uvCentroid.y;
    float _93 = cos(_42) * 40.0;
    float param_1 = sin(_42);
    float param_dx_1 = _93 * ((dFdx(_130) - (_129 * _120)) * _123).y;
    float param_dy_1 = _93 * ((dFdy(_130) - (_129 * _125)) * _123).y;
    float b = softStep(param_1, param_dx_1, param_dy_1);
    float _54 = 28.0 * (uvSmooth.x + uvSmooth.y);
    float _107 = cos(_54) * 28.0;
    float param_2 = sin(_54);
    float param_dx_2 = _107 * (uvSmooth_dx.x + uvSmooth_dx.y);
    float param_dy_2 = _107 * (uvSmooth_dy.x + uvSmooth_dy.y);
    float c = softStep(param_2, param_dx_2, param_dy_2);
    fragColor = vec4(a, b, c, 1.0);
}

