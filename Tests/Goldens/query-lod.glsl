#version 450

layout(set = 0, binding = 0) uniform sampler2D image;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

float levelByHand(vec2 coordinate, vec2 coordinate_dx, vec2 coordinate_dy)
{
    vec2 _26 = vec2(textureSize(image, 0));
    vec2 texels = coordinate * _26;
    vec2 texels_dx = _26 * coordinate_dx;
    vec2 texels_dy = _26 * coordinate_dy;
    vec2 dx = mix(vec2(0.0), texels_dx, lessThanEqual(abs(texels_dx), vec2(3.4028235e+38)));
    vec2 dy = mix(vec2(0.0), texels_dy, lessThanEqual(abs(texels_dy), vec2(3.4028235e+38)));
    return 0.5 * log2(max(dot(dx, dx), dot(dy, dy)));
}

void main()
{
    vec2 _126 = uv * gl_FragCoord.w;
    float _131 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_126) - (uv * dFdx(gl_FragCoord.w))) * _131;
    vec2 uv_dy = (dFdy(_126) - (uv * dFdy(gl_FragCoord.w))) * _131;
    vec2 _54 = uv.yx * 9.0;
    vec2 _90 = (cos(_54) * 9.0) * 0.1;
    vec2 warped = uv + (sin(_54) * 0.1);
    vec2 warped_dx = fma(_90, uv_dx.yx, uv_dx);
    vec2 warped_dy = fma(_90, uv_dy.yx, uv_dy);
    float queried = textureQueryLod(image, warped).y;
    vec2 param = warped;
    vec2 param_dx = warped_dx;
    vec2 param_dy = warped_dy;
    float manual = levelByHand(param, param_dx, param_dy);
    fragColor = vec4(0.125 * queried, 0.125 * manual, abs(queried - manual), 1.0);
}

