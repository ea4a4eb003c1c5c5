#version 300 es
precision highp float;
precision mediump int;

uniform lowp sampler2D atlas;
uniform float spreadTexels;
uniform float outlinePixels;
uniform vec4 outlineColor;
uniform vec4 textColor;

in vec2 uv;
out vec4 fragColor;
vec2 uv_dx;
vec2 uv_dy;

float pixelsPerTexel()
{
    vec2 _27 = vec2(textureSize(atlas, 0));
    vec2 texels = uv * _27;
    vec2 texels_dx = _27 * uv_dx;
    vec2 texels_dy = _27 * uv_dy;
    bvec2 _157 = lessThanEqual(abs(texels_dx), vec2(3.4028235e+38));
    vec2 dx = vec2(_157.x ? texels_dx.x : vec2(0.0).x, _157.y ? texels_dx.y : vec2(0.0).y);
    bvec2 _160 = lessThanEqual(abs(texels_dy), vec2(3.4028235e+38));
    vec2 dy = vec2(_160.x ? texels_dy.x : vec2(0.0).x, _160.y ? texels_dy.y : vec2(0.0).y);
    float area = abs((dx.x * dy.y) - (dx.y * dy.x));
    return inversesqrt(max(area, 1e-08));
}

void main()
{
    vec2 _173 = uv * gl_FragCoord.w;
    float _178 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx_1 = (dFdx(_173) - (uv * dFdx(gl_FragCoord.w))) * _178;
    vec2 uv_dy_1 = (dFdy(_173) - (uv * dFdy(gl_FragCoord.w))) * _178;
    uv_dx = uv_dx_1;
    uv_dy = uv_dy_1;
    bvec2 _141 = lessThanEqual(abs(uv_dx_1), vec2(3.4028235e+38));
    bvec2 _145 = lessThanEqual(abs(uv_dy_1), vec2(3.4028235e+38));
    float stored = textureGrad(atlas, uv, vec2(_141.x ? uv_dx_1.x : vec2(0.0).x, _141.y ? uv_dx_1.y : vec2(0.0).y), vec2(_145.x ? uv_dy_1.x : vec2(0.0).x, _145.y ? uv_dy_1.y : vec2(0.0).y)).x - 0.5;
    float pixels = ((stored * 2.0) * spreadTexels) * pixelsPerTexel();
    float fill = clamp(pixels + 0.5, 0.0, 1.0);
    float outline = clamp((pixels + outlinePixels) + 0.5, 0.0, 1.0);
    bvec2 _163 = lessThanEqual(abs(uv_dx_1), vec2(3.4028235e+38));
    bvec2 _166 = lessThanEqual(abs(uv_dy_1), vec2(3.4028235e+38));
    float shadow = textureGrad(atlas, uv + vec2(-0.002, 0.002), vec2(_163.x ? uv_dx_1.x : vec2(0.0).x, _163.y ? uv_dx_1.y : vec2(0.0).y), vec2(_166.x ? uv_dy_1.x : vec2(0.0).x, _166.y ? uv_dy_1.y : vec2(0.0).y)).x;
    vec4 color = mix(outlineColor, textColor, vec4(fill));
    float alpha = max(outline * color.w, 0.3 * smoothstep(0.2, 0.6, shadow));
    fragColor = vec4(color.xyz * outline, alpha);
}

