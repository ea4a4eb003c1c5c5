#version 300 es
precision highp float;
precision mediump int;

uniform lowp sampler2D foliage;
uniform float cutoff;
uniform vec3 lightDirection;

in vec2 uv;
in vec3 worldNormal;
out vec4 fragColor;

void main()
{
    vec2 _140 = uv * gl_FragCoord.w;
    vec2 _141 = dFdx(_140);
    float _142 = dFdx(gl_FragCoord.w);
    float _145 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (_141 - (uv * _142)) * _145;
    vec2 _146 = dFdy(_140);
    float _147 = dFdy(gl_FragCoord.w);
    vec2 uv_dy = (_146 - (uv * _147)) * _145;
    bvec2 _104 = lessThanEqual(abs(uv_dx), vec2(3.4028235e+38));
    vec2 _99 = vec2(_104.x ? uv_dx.x : vec2(0.0).x, _104.y ? uv_dx.y : vec2(0.0).y);
    bvec2 _108 = lessThanEqual(abs(uv_dy), vec2(3.4028235e+38));
    vec2 _106 = vec2(_108.x ? uv_dy.x : vec2(0.0).x, _108.y ? uv_dy.y : vec2(0.0).y);
    mediump vec4 _20 = textureGrad(foliage, uv, _99, _106);
    vec4 hp_copy_20 = _20;
    mediump vec4 _110 = textureGrad(foliage, uv + uv_dx, _99, _106);
    vec4 hp_copy_110 = _110;
    mediump vec4 _113 = textureGrad(foliage, uv + uv_dy, _99, _106);
    vec4 hp_copy_113 = _113;
    vec4 color = _20;
    vec4 color_dx = hp_copy_110 - hp_copy_20;
    vec4 color_dy = hp_copy_113 - hp_copy_20;
    float _123 = abs(color_dx.w) + abs(color_dy.w);
    float alpha = ((color.w - cutoff) / max((_123 <= 3.4028235e+38) ? _123 : 0.0, 0.0001)) + 0.5;
    if (alpha < 0.0)
    {
        discard;
    }
    vec3 _52;
    if (gl_FrontFacing)
    {
        _52 = worldNormal;
    }
    else
    {
        _52 = -worldNormal;
    }
    vec3 normal = normalize(_52);
    float diffuse = 0.5 + (0.5 * dot(normal, lightDirection));
    vec2 _126 = uv_dx * 4.0;
    vec2 _130 = uv_dy * 4.0;
    bvec2 _129 = lessThanEqual(abs(_126), vec2(3.4028235e+38));
    bvec2 _133 = lessThanEqual(abs(_130), vec2(3.4028235e+38));
    vec3 veins = textureGrad(foliage, uv * 4.0, vec2(_129.x ? _126.x : vec2(0.0).x, _129.y ? _126.y : vec2(0.0).y), vec2(_133.x ? _130.x : vec2(0.0).x, _133.y ? _130.y : vec2(0.0).y)).xyz;
    fragColor = vec4((color.xyz * mix(vec3(1.0), veins, vec3(0.2))) * diffuse, min(alpha, 1.0));
}

