// A plasma that depends on gl_FragCoord alone: there is no varying at all.
// The derivative of gl_FragCoord.xy is the identity, so every fwidth here has
// a closed form in the pixel coordinate and the time.
#version 330 core

uniform float time;
uniform vec2  resolution;

out vec4 fragColor;

void main()
{
    vec2 p = (2.0 * gl_FragCoord.xy - resolution) / resolution.y;

    float value = sin(7.0 * p.x + time)
                + sin(5.0 * p.y - 0.7 * time)
                + sin(9.0 * length(p) + time);

    float w    = fwidth(value);
    float line = 1.0 - smoothstep(0.0, 2.0 * w, abs(fract(value) - 0.5));
    vec3 color = 0.5 + 0.5 * cos(value + vec3(0.0, 2.1, 4.2));
    fragColor = vec4(color * (1.0 - 0.6 * line), 1.0);
}
