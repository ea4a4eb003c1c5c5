#version 120
#extension GL_ARB_shader_texture_lod : require

uniform sampler2D image;

centroid varying vec2 uv;

void main()
{
    vec2 _81 = uv * gl_FragCoord.w;
    float _87 = 1.0 / gl_FragCoord.w;
    vec2 uv_dy = (dFdy(_81) - (uv * dFdy(gl_FragCoord.w))) * _87;
    vec2 _53 = uv * 2.0;
    vec2 _54 = _53 * ((dFdx(_81) - (uv * dFdx(gl_FragCoord.w))) * _87);
    vec2 _63 = _53 * uv_dy;
    bvec2 _61 = lessThanEqual(abs(_54), vec2(3.4028235e+38));
    bvec2 _66 = lessThanEqual(abs(_63), vec2(3.4028235e+38));
    vec4 c = texture2DGradARB(image, uv * uv, vec2(_61.x ? _54.x : vec2(0.0).x, _61.y ? _54.y : vec2(0.0).y), vec2(_66.x ? _63.x : vec2(0.0).x, _66.y ? _63.y : vec2(0.0).y));
    gl_FragData[0] = c;
    float _71 = (uv.y * uv_dy.x) + (uv.x * uv_dy.y);
    gl_FragData[1] = vec4((abs(_71) <= 3.4028235e+38) ? _71 : 0.0);
    gl_FragDepth = c.x;
}

