#version 150 compatibility

struct _43
{
    float _m0;
    vec4 _m1[1];
    vec4 _m2;
    vec4 _m3;
};

uniform sampler2D image;


_43 _46 = _43(0.0, vec4[](vec4(0.0)), vec4(0.0), vec4(0.0));
_43 _50 = _43(0.0, vec4[](vec4(0.0)), vec4(0.0), vec4(0.0));

void main()
{
    float _87 = dFdx(gl_FragCoord.w);
    float _91 = 1.0 / gl_FragCoord.w;
    _46._m0 = (dFdx(gl_FogFragCoord * gl_FragCoord.w) - (gl_FogFragCoord * _87)) * _91;
    _46._m1[0u] = (dFdx(gl_TexCoord[0u] * gl_FragCoord.w) - (gl_TexCoord[0u] * _87)) * _91;
    _46._m2 = (dFdx(gl_Color * gl_FragCoord.w) - (gl_Color * _87)) * _91;
    _46._m3 = (dFdx(gl_SecondaryColor * gl_FragCoord.w) - (gl_SecondaryColor * _87)) * _91;
    float _123 = dFdy(gl_FragCoord.w);
    _50._m0 = (dFdy(gl_FogFragCoord * gl_FragCoord.w) - (gl_FogFragCoord * _123)) * _91;
    _50._m1[0u] = (dFdy(gl_TexCoord[0u] * gl_FragCoord.w) - (gl_TexCoord[0u] * _123)) * _91;
    _50._m2 = (dFdy(gl_Color * gl_FragCoord.w) - (gl_Color * _123)) * _91;
    _50._m3 = (dFdy(gl_SecondaryColor * gl_FragCoord.w) - (gl_SecondaryColor * _123)) * _91;
    vec2 _55 = _46._m1[0].xy * 4.0;
    vec2 _64 = _50._m1[0].xy * 4.0;
    bvec2 _62 = lessThanEqual(abs(_55), vec2(3.4028235e+38));
    bvec2 _67 = lessThanEqual(abs(_64), vec2(3.4028235e+38));
    float _75 = abs(_46._m0) + abs(_50._m0);
    gl_FragColor = (textureGrad(image, gl_TexCoord[0].xy * 4.0, vec2(_62.x ? _55.x : vec2(0.0).x, _62.y ? _55.y : vec2(0.0).y), vec2(_67.x ? _64.x : vec2(0.0).x, _67.y ? _64.y : vec2(0.0).y)) * gl_Color) + vec4((_75 <= 3.4028235e+38) ? _75 : 0.0);
}

