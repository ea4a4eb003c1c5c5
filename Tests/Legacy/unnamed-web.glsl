#extension GL_OES_standard_derivatives : enable

#ifndef GL_FRAGMENT_PRECISION_HIGH
#define highp mediump
#endif

precision mediump float;
precision mediump int;

uniform lowp sampler2D image;

varying vec2 uv;

void main()
{
    vec2 _64 = uv;
    highp vec2 hp_copy_64 = _64;
    highp vec2 uv_dx = dFdx(hp_copy_64);
    highp vec2 uv_dy = dFdy(hp_copy_64);
    float _14 = length(uv);
    highp float hp_copy_14 = _14;
    bool _44 = _14 == 0.0;
    highp vec2 _51 = uv * ((abs(hp_copy_14) < 1.1754944e-38) ? 0.0 : (1.0 / hp_copy_14));
    highp float _60 = abs(_44 ? length(uv_dx) : dot(_51, uv_dx)) + abs(_44 ? length(uv_dy) : dot(_51, uv_dy));
    float width = (_60 <= 3.4028235e+38) ? _60 : 0.0;
    gl_FragColor = texture2D(image, uv * 3.0) * smoothstep(0.5 - width, 0.5 + width, uv.x);
}

