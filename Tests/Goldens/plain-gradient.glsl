#version 300 es
// A gradient between two colours with a vignette, straight from the texture
// coordinate. No derivative is taken; the shader passes through unchanged.
precision mediump float;

uniform vec3 topColor;
uniform vec3 bottomColor;

in vec2 uv;
out vec4 fragColor;

void main()
{
    vec2  p        = uv - 0.5;
    float vignette = 1.0 - 0.8 * dot(p, p);
    fragColor = vec4(mix(bottomColor, topColor, uv.y) * vignette, 1.0);
}
