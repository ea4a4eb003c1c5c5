#version 100
#extension GL_EXT_shader_texture_lod : enable
#extension GL_OES_standard_derivatives : enable

precision mediump float;
precision mediump int;

uniform vec3 colours[4];
uniform lowp sampler2D images[2];

varying highp vec2 uv;
highp vec2 uv_dx;
highp vec2 uv_dy;

float wave(inout float x, inout highp float x_dx, inout highp float x_dy, inout highp float wave_dx, inout highp float wave_dy, inout highp float x_dx_1, inout highp float x_dy_1, inout highp float x_dx_dx, inout highp float x_dx_dy, inout highp float x_dy_dx, inout highp float x_dy_dy, inout highp float wave_dx_dx, inout highp float wave_dx_dy, inout highp float wave_dy_dx, inout highp float wave_dy_dy, inout highp float wave_dx_1, inout highp float wave_dy_1)
{
    for (int i = 0; i < 3; i++)
    {
        if (x > 2.0)
        {
            float _33 = float(i);
            wave_dx = _33 * x_dx;
            wave_dx_dx = _33 * x_dx_dx;
            wave_dx_dy = _33 * x_dx_dy;
            wave_dy = _33 * x_dy;
            wave_dy_dx = _33 * x_dy_dx;
            wave_dy_dy = _33 * x_dy_dy;
            wave_dx_1 = _33 * x_dx_1;
            wave_dy_1 = _33 * x_dy_1;
            return x * _33;
        }
        float _36 = x;
        highp float _275 = x_dx_1;
        highp float _276 = x_dy_1;
        highp float _188 = x_dx;
        highp float _189 = x_dy;
        highp float _45 = _36 * uv.y;
        highp float _286 = _36 * uv_dx.y + (uv.y * _275);
        highp float _288 = _36 * uv_dy.y + (uv.y * _276);
        highp float _198 = _36 * uv_dx.y + (uv.y * _188);
        highp float _200 = _36 * uv_dy.y + (uv.y * _189);
        highp float _305 = cos(_45);
        highp float _201 = cos(_45);
        highp float _307 = -sin(_45);
        highp float _308 = _198 * _307;
        highp float _309 = _200 * _307;
        x += sin(_45);
        x_dx_1 = _305 * _286 + _275;
        x_dy_1 = _305 * _288 + _276;
        x_dx = (_201 * _198) + _188;
        x_dx_dx = _308 * _286 + (_201 * ((uv_dx.y * _275) + (uv.y * x_dx_dx + (_188 * uv_dx.y))) + x_dx_dx);
        x_dx_dy = _308 * _288 + (_201 * ((uv_dx.y * _276) + (uv.y * x_dx_dy + (_188 * uv_dy.y))) + x_dx_dy);
        x_dy = (_201 * _200) + _189;
        x_dy_dx = _309 * _286 + (_201 * ((uv_dy.y * _275) + (uv.y * x_dy_dx + (_189 * uv_dx.y))) + x_dy_dx);
        x_dy_dy = _309 * _288 + (_201 * ((uv_dy.y * _276) + (uv.y * x_dy_dy + (_189 * uv_dy.y))) + x_dy_dy);
    }
    wave_dx = x_dx;
    wave_dx_dx = x_dx_dx;
    wave_dx_dy = x_dx_dy;
    wave_dy = x_dy;
    wave_dy_dx = x_dy_dx;
    wave_dy_dy = x_dy_dy;
    wave_dx_1 = x_dx_1;
    wave_dy_1 = x_dy_1;
    return x;
}

void main()
{
    highp vec2 uv_dx_1 = dFdx(uv);
    highp vec2 uv_dy_1 = dFdy(uv);
    uv_dx = uv_dx_1;
    uv_dy = uv_dy_1;
    vec3 sum = vec3(0.0);
    highp vec3 sum_dx = vec3(0.0);
    highp vec3 sum_dy = vec3(0.0);
    float values[4];
    highp float wave_dx;
    highp float wave_dy;
    highp float values_dx[4];
    highp float values_dy[4];
    highp float wave_dx_dx;
    highp float wave_dx_dy;
    highp float wave_dy_dx;
    highp float wave_dy_dy;
    highp float wave_dx_1;
    highp float wave_dy_1;
    highp float values_dx_1[4];
    highp float values_dy_1[4];
    highp float values_dx_dx[4];
    highp float values_dx_dy[4];
    highp float values_dy_dx[4];
    highp float values_dy_dy[4];
    for (int i = 0; i < 4; i++)
    {
        float _78 = float(i);
        float param = uv.x * _78;
        highp float param_dx_1 = _78 * uv_dx_1.x;
        highp float param_dy_1 = _78 * uv_dy_1.x;
        highp float param_dx = _78 * uv_dx_1.x;
        highp float param_dx_dx = 0.0;
        highp float param_dx_dy = 0.0;
        highp float param_dy = _78 * uv_dy_1.x;
        highp float param_dy_dx = 0.0;
        highp float param_dy_dy = 0.0;
        float _81 = wave(param, param_dx, param_dy, wave_dx, wave_dy, param_dx_1, param_dy_1, param_dx_dx, param_dx_dy, param_dy_dx, param_dy_dy, wave_dx_dx, wave_dx_dy, wave_dy_dx, wave_dy_dy, wave_dx_1, wave_dy_1);
        values[i] = _81;
        values_dx_1[i] = wave_dx_1;
        values_dy_1[i] = wave_dy_1;
        values_dx[i] = wave_dx;
        values_dx_dx[i] = wave_dx_dx;
        values_dx_dy[i] = wave_dx_dy;
        values_dy[i] = wave_dy;
        values_dy_dx[i] = wave_dy_dx;
        values_dy_dy[i] = wave_dy_dy;
        for (float s = 0.0; s < 1.0; s += 0.25)
        {
            if (s > uv.x)
            {
                continue;
            }
            highp float _221 = s * values_dx[i];
            highp float _359 = s * values_dx_dx[i];
            highp float _360 = s * values_dx_dy[i];
            highp float _222 = s * values_dy[i];
            highp float _369 = s * values_dy_dx[i];
            highp float _370 = s * values_dy_dy[i];
            bool _361 = _221 == 0.0;
            highp float _362 = sign(_221);
            bool _371 = _222 == 0.0;
            highp float _372 = sign(_222);
            highp float _225 = abs(_221) + abs(_222);
            bool _227 = _225 <= 3.4028235e+38;
            sum += (colours[i] * (_227 ? _225 : 0.0));
            sum_dx += (colours[i] * (_227 ? ((_361 ? abs(_359) : (_362 * _359)) + (_371 ? abs(_369) : (_372 * _369))) : 0.0));
            sum_dy += (colours[i] * (_227 ? ((_361 ? abs(_360) : (_362 * _360)) + (_371 ? abs(_370) : (_372 * _370))) : 0.0));
            if (sum.x > 3.0)
            {
                break;
            }
        }
    }
    for (int k = 3; k >= 0; k--)
    {
        sum.x += values[k];
        sum_dx.x = values_dx_1[k] + sum_dx.x;
        sum_dy.x = values_dy_1[k] + sum_dy.x;
    }
    highp vec2 _406 = uv * sum_dx.xy + (sum.xy * uv_dx_1);
    highp vec2 _411 = uv * sum_dy.xy + (sum.xy * uv_dy_1);
    bvec2 _409 = lessThanEqual(abs(_406), vec2(3.4028235e+38));
    bvec2 _414 = lessThanEqual(abs(_411), vec2(3.4028235e+38));
    bvec2 _233 = lessThanEqual(abs(uv_dx_1), vec2(3.4028235e+38));
    bvec2 _237 = lessThanEqual(abs(uv_dy_1), vec2(3.4028235e+38));
    gl_FragColor = (vec4(sum, 1.0) + texture2DGradEXT(images[1], uv * sum.xy, vec2(_409.x ? _406.x : vec2(0.0).x, _409.y ? _406.y : vec2(0.0).y), vec2(_414.x ? _411.x : vec2(0.0).x, _414.y ? _411.y : vec2(0.0).y))) + texture2DGradEXT(images[0], uv, vec2(_233.x ? uv_dx_1.x : vec2(0.0).x, _233.y ? uv_dx_1.y : vec2(0.0).y), vec2(_237.x ? uv_dy_1.x : vec2(0.0).x, _237.y ? uv_dy_1.y : vec2(0.0).y));
}

