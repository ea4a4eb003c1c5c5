#version 450
// A zone plate, the classic test of aliasing: its frequency grows with the
// radius until it passes that of the pixels and false rings appear.
// The derivatives of the phase, axis by axis, remove what cannot be shown.
layout(set = 0, binding = 0) uniform Plate {
    vec2  resolution;
    float chirp;
    int   filtered;
} plate;

layout(location = 0) out vec4 fragColor;

void main()
{
    vec2  p     = gl_FragCoord.xy - 0.5 * plate.resolution;
    float phase = plate.chirp * dot(p, p);
    vec2  slope = vec2(dFdx(phase), dFdy(phase));

    float keep = 1.0;
    if (plate.filtered != 0) {
        vec2 k = 1.0 - smoothstep(vec2(1.5), vec2(3.1415927), abs(slope));
        keep = k.x * k.y;
    }
    fragColor = vec4(vec3(0.5 + 0.5 * keep * cos(phase)), 1.0);
}
