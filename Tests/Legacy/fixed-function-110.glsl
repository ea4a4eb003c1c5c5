#version 110
#extension GL_ARB_shader_texture_lod : require

uniform float sample;
uniform sampler2D image;

varying vec2 uv;
vec4 TexCoord_dx[2];
vec4 TexCoord_dy[2];

void main()
{
    TexCoord_dx[0] = vec4(0.0);
    TexCoord_dx[1] = vec4(0.0);
    TexCoord_dy[0] = vec4(0.0);
    TexCoord_dy[1] = vec4(0.0);
    vec2 _160 = uv * gl_FragCoord.w;
    float _162 = dFdx(gl_FragCoord.w);
    float _165 = 1.0 / gl_FragCoord.w;
    float _167 = dFdy(gl_FragCoord.w);
    TexCoord_dx[0] = (dFdx(gl_TexCoord[0] * gl_FragCoord.w) - (gl_TexCoord[0] * _162)) * _165;
    TexCoord_dx[1] = (dFdx(gl_TexCoord[1] * gl_FragCoord.w) - (gl_TexCoord[1] * _162)) * _165;
    TexCoord_dy[0] = (dFdy(gl_TexCoord[0] * gl_FragCoord.w) - (gl_TexCoord[0] * _167)) * _165;
    TexCoord_dy[1] = (dFdy(gl_TexCoord[1] * gl_FragCoord.w) - (gl_TexCoord[1] * _167)) * _165;
    vec2 _15 = uv * 3.0;
    vec2 _101 = ((dFdx(_160) - (uv * _162)) * _165) * 3.0;
    vec2 _102 = ((dFdy(_160) - (uv * _167)) * _165) * 3.0;
    float _16 = length(_15);
    bool _103 = _16 == 0.0;
    vec2 _110 = _15 * ((abs(_16) < 1.1754944e-38) ? 0.0 : (1.0 / _16));
    float d = _16;
    float d_dx = _103 ? length(_101) : dot(_110, _101);
    float d_dy = _103 ? length(_102) : dot(_110, _102);
    float sum = 0.0;
    for (int i = 0; i < 4; i++)
    {
        float _34 = float(i);
        float _121 = sample * (_34 * d_dx);
        sum += ((abs(_121) <= 3.4028235e+38) ? _121 : 0.0);
    }
    vec4 lit = gl_LightSource[0].diffuse * gl_FrontMaterial.shininess;
    vec2 _137 = TexCoord_dx[1].xy * 2.0;
    vec2 _144 = TexCoord_dy[1].xy * 2.0;
    bvec2 _142 = lessThanEqual(abs(_137), vec2(3.4028235e+38));
    bvec2 _147 = lessThanEqual(abs(_144), vec2(3.4028235e+38));
    float _152 = abs(d_dx) + abs(d_dy);
    gl_FragColor = ((texture2DGradARB(image, gl_TexCoord[1].xy * 2.0, vec2(_142.x ? _137.x : vec2(0.0).x, _142.y ? _137.y : vec2(0.0).y), vec2(_147.x ? _144.x : vec2(0.0).x, _147.y ? _144.y : vec2(0.0).y)) * ((_152 <= 3.4028235e+38) ? _152 : 0.0)) + ((gl_Fog.color * gl_Color) * sum)) + lit;
}

