#version 330 core

uniform sampler2D image;
uniform float sharpness;

in vec2 uv;
out vec4 fragColor;

void main()
{
    vec2 _134 = uv * gl_FragCoord.w;
    float _140 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_134) - (uv * dFdx(gl_FragCoord.w))) * _140;
    vec2 uv_dy = (dFdy(_134) - (uv * dFdy(gl_FragCoord.w))) * _140;
    bvec2 _83 = lessThanEqual(abs(uv_dx), vec2(3.4028235e+38));
    bvec2 _87 = lessThanEqual(abs(uv_dy), vec2(3.4028235e+38));
    vec4 center = textureGrad(image, uv, vec2(_83.x ? uv_dx.x : vec2(0.0).x, _83.y ? uv_dx.y : vec2(0.0).y), vec2(_87.x ? uv_dy.x : vec2(0.0).x, _87.y ? uv_dy.y : vec2(0.0).y));
    vec2 _89 = uv_dx * 4.0;
    bvec2 _92 = lessThanEqual(abs(_89), vec2(3.4028235e+38));
    vec2 _93 = uv_dy * 4.0;
    bvec2 _96 = lessThanEqual(abs(_93), vec2(3.4028235e+38));
    vec4 blurry = textureGrad(image, uv, vec2(_92.x ? _89.x : vec2(0.0).x, _92.y ? _89.y : vec2(0.0).y), vec2(_96.x ? _93.x : vec2(0.0).x, _96.y ? _93.y : vec2(0.0).y));
    bvec2 _99 = lessThanEqual(abs(uv_dx), vec2(3.4028235e+38));
    bvec2 _102 = lessThanEqual(abs(uv_dy), vec2(3.4028235e+38));
    vec4 right = textureGradOffset(image, uv, vec2(_99.x ? uv_dx.x : vec2(0.0).x, _99.y ? uv_dx.y : vec2(0.0).y), vec2(_102.x ? uv_dy.x : vec2(0.0).x, _102.y ? uv_dy.y : vec2(0.0).y), ivec2(1, 0));
    bvec2 _105 = lessThanEqual(abs(uv_dx), vec2(3.4028235e+38));
    bvec2 _108 = lessThanEqual(abs(uv_dy), vec2(3.4028235e+38));
    vec4 left = textureGradOffset(image, uv, vec2(_105.x ? uv_dx.x : vec2(0.0).x, _105.y ? uv_dx.y : vec2(0.0).y), vec2(_108.x ? uv_dy.x : vec2(0.0).x, _108.y ? uv_dy.y : vec2(0.0).y), ivec2(-1, 0));
    vec2 _110 = uv_dx * 1.4142135;
    bvec2 _113 = lessThanEqual(abs(_110), vec2(3.4028235e+38));
    vec2 _114 = uv_dy * 1.4142135;
    bvec2 _117 = lessThanEqual(abs(_114), vec2(3.4028235e+38));
    vec4 up = textureGradOffset(image, uv, vec2(_113.x ? _110.x : vec2(0.0).x, _113.y ? _110.y : vec2(0.0).y), vec2(_117.x ? _114.x : vec2(0.0).x, _117.y ? _114.y : vec2(0.0).y), ivec2(0, 1));
    vec2 _118 = uv_dx * 1.4142135;
    bvec2 _121 = lessThanEqual(abs(_118), vec2(3.4028235e+38));
    vec2 _122 = uv_dy * 1.4142135;
    bvec2 _125 = lessThanEqual(abs(_122), vec2(3.4028235e+38));
    vec4 down = textureGradOffset(image, uv, vec2(_121.x ? _118.x : vec2(0.0).x, _121.y ? _118.y : vec2(0.0).y), vec2(_125.x ? _122.x : vec2(0.0).x, _125.y ? _122.y : vec2(0.0).y), ivec2(0, -1));
    vec4 around = ((((blurry + right) + left) + up) + down) * 0.2;
    fragColor = center + ((center - around) * sharpness);
}

