#extension GL_ARB_shader_texture_lod : require

uniform sampler2D image;

varying vec2 uv;

void main()
{
    vec2 _63 = uv * gl_FragCoord.w;
    float _69 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_63) - (uv * dFdx(gl_FragCoord.w))) * _69;
    vec2 uv_dy = (dFdy(_63) - (uv * dFdy(gl_FragCoord.w))) * _69;
    vec2 _43 = (uv_dx * uv.x) + (uv * uv_dx.x);
    vec2 _54 = (uv_dy * uv.x) + (uv * uv_dy.x);
    bvec2 _50 = lessThanEqual(abs(_43), vec2(3.4028235e+38));
    bvec2 _57 = lessThanEqual(abs(_54), vec2(3.4028235e+38));
    gl_FragColor = texture2DGradARB(image, uv * uv.x, vec2(_50.x ? _43.x : vec2(0.0).x, _50.y ? _43.y : vec2(0.0).y), vec2(_57.x ? _54.x : vec2(0.0).x, _57.y ? _54.y : vec2(0.0).y)) + gl_TexCoord[0];
}

