#version 300 es
// A texture wound about the centre by polar coordinates.
// atan jumps by a full turn on the negative axis: quad differences then pick
// the smallest mip level along a seam, which the analytic derivative does not.
precision highp float;

uniform sampler2D strip;
uniform float     turns;

in vec2 uv;
out vec4 fragColor;

const float tau = 6.28318530718;

void main()
{
    vec2  p      = uv * 2.0 - 1.0;
    float radius = length(p);
    float angle  = atan(p.y, p.x) / tau + 0.5;

    vec3  color = texture(strip, vec2(turns * angle, log(radius))).rgb;

    float spoke = turns * angle;
    float width = fwidth(spoke);
    float line  = 1.0 - smoothstep(0.0, 1.5 * width, abs(fract(spoke + 0.5) - 0.5));
    fragColor = vec4(mix(color, vec3(1.0), 0.5 * line), 1.0);
}
