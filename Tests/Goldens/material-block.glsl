#version 330 core

uniform Material
{
    mat4 model;
    vec4 baseColor;
    float stripeCount;
    float stripeWidth;
};

uniform float time;
uniform sampler2D detail;
uniform vec3 eye;
uniform mat4 viewProjection;

in vec2 uv;
in vec3 worldPosition;
out vec4 fragColor;

void main()
{
    vec2 _147 = uv * gl_FragCoord.w;
    float _152 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_147) - (uv * dFdx(gl_FragCoord.w))) * _152;
    vec2 uv_dy = (dFdy(_147) - (uv * dFdy(gl_FragCoord.w))) * _152;
    float x = (uv.x * stripeCount) + (0.2 * time);
    float x_dx = stripeCount * uv_dx.x;
    float x_dy = stripeCount * uv_dy.x;
    float _126 = abs(x_dx) + abs(x_dy);
    float w = (_126 <= 3.4028235e+38) ? _126 : 0.0;
    float d = abs(fract(x) - 0.5);
    float paint = 1.0 - smoothstep(stripeWidth - w, stripeWidth + w, d);
    vec2 _131 = uv_dx * 8.0;
    vec2 _138 = uv_dy * 8.0;
    bvec2 _136 = lessThanEqual(abs(_131), vec2(3.4028235e+38));
    bvec2 _141 = lessThanEqual(abs(_138), vec2(3.4028235e+38));
    vec4 grain = textureGrad(detail, uv * 8.0, vec2(_136.x ? _131.x : vec2(0.0).x, _136.y ? _131.y : vec2(0.0).y), vec2(_141.x ? _138.x : vec2(0.0).x, _141.y ? _138.y : vec2(0.0).y));
    float fog = exp((-0.05) * distance(eye, worldPosition));
    vec3 color = mix(baseColor.xyz, vec3(1.0), vec3(paint)) * grain.xyz;
    fragColor = vec4(mix(vec3(0.6, 0.7, 0.8), color, vec3(fog)), baseColor.w);
}

