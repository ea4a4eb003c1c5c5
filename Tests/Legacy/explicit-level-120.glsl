#version 120
#extension GL_ARB_shader_texture_lod : enable
#extension GL_ARB_texture_rectangle : enable

uniform sampler2D image;
uniform sampler2DRect screen;

varying vec2 uv;

void main()
{
    vec2 _69 = uv * gl_FragCoord.w;
    float _75 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_69) - (uv * dFdx(gl_FragCoord.w))) * _75;
    vec2 uv_dy = (dFdy(_69) - (uv * dFdy(gl_FragCoord.w))) * _75;
    vec2 _39 = cos(uv);
    vec2 _40 = _39 * uv_dx;
    vec2 _49 = _39 * uv_dy;
    bvec2 _47 = lessThanEqual(abs(_40), vec2(3.4028235e+38));
    bvec2 _52 = lessThanEqual(abs(_49), vec2(3.4028235e+38));
    vec2 _53 = uv_dx * 100.0;
    vec2 _57 = uv_dy * 100.0;
    bvec2 _56 = lessThanEqual(abs(_53), vec2(3.4028235e+38));
    bvec2 _60 = lessThanEqual(abs(_57), vec2(3.4028235e+38));
    gl_FragColor = (texture2DLod(image, uv, 2.0) + texture2DGradARB(image, sin(uv), vec2(_47.x ? _40.x : vec2(0.0).x, _47.y ? _40.y : vec2(0.0).y), vec2(_52.x ? _49.x : vec2(0.0).x, _52.y ? _49.y : vec2(0.0).y))) + texture2DRectGradARB(screen, uv * 100.0, vec2(_56.x ? _53.x : vec2(0.0).x, _56.y ? _53.y : vec2(0.0).y), vec2(_60.x ? _57.x : vec2(0.0).x, _60.y ? _57.y : vec2(0.0).y));
}

