#version 100
#extension GL_EXT_draw_buffers : enable
#extension GL_OES_standard_derivatives : require

#ifndef GL_FRAGMENT_PRECISION_HIGH
#define highp mediump
#endif

precision mediump float;
precision mediump int;

varying vec2 uv;

void main()
{
    vec2 _56 = uv;
    highp vec2 hp_copy_56 = _56;
    highp vec2 uv_dx = dFdx(hp_copy_56);
    highp vec2 uv_dy = dFdy(hp_copy_56);
    highp float _51 = abs(uv.x * uv_dx.y + (uv.y * uv_dx.x)) + abs(uv.x * uv_dy.y + (uv.y * uv_dy.x));
    gl_FragData[0] = vec4((_51 <= 3.4028235e+38) ? _51 : 0.0);
    gl_FragData[1] = vec4(uv, 0.0, 1.0);
}

