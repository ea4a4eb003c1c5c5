// A painted surface whose parameters come from an anonymous uniform block of
// the default (shared) layout and from loose uniforms, both used by the vertex
// shader too. fwidth keeps the painted stripes sharp but free of aliasing.
#version 330 core

uniform Material {
    mat4  model;
    vec4  baseColor;
    float stripeCount;
    float stripeWidth;
};

uniform mat4  viewProjection;
uniform float time;
uniform vec3  eye;
uniform sampler2D detail;

in vec2 uv;
in vec3 worldPosition;
out vec4 fragColor;

void main()
{
    float x     = uv.x * stripeCount + 0.2 * time;
    float w     = fwidth(x);
    float d     = abs(fract(x) - 0.5);
    float paint = 1.0 - smoothstep(stripeWidth - w, stripeWidth + w, d);

    vec4  grain = texture(detail, uv * 8.0);
    float fog   = exp(-0.05 * distance(eye, worldPosition));
    vec3  color = mix(baseColor.rgb, vec3(1.0), paint) * grain.rgb;
    fragColor = vec4(mix(vec3(0.6, 0.7, 0.8), color, fog), baseColor.a);
}
