#version 300 es
// Alpha testing of foliage, sharpened for alpha to coverage.
// The alpha is divided by its own fwidth, which brings its slope at the cutoff
// to one pixel; clear pixels are discarded before shading. Since the alpha is
// sampled, that fwidth has no closed form and stays a difference.
precision highp float;

uniform sampler2D foliage;
uniform float     cutoff;
uniform vec3      lightDirection;

in vec2 uv;
in vec3 worldNormal;
out vec4 fragColor;

void main()
{
    vec4  color = texture(foliage, uv);
    float alpha = (color.a - cutoff) / max(fwidth(color.a), 1e-4) + 0.5;
    if (alpha < 0.0)
        discard;

    vec3  normal  = normalize(gl_FrontFacing ? worldNormal : -worldNormal);
    float diffuse = 0.5 + 0.5 * dot(normal, lightDirection);
    vec3  veins   = texture(foliage, uv * 4.0).rgb;
    fragColor = vec4(color.rgb * mix(vec3(1.0), veins, 0.2) * diffuse, min(alpha, 1.0));
}
