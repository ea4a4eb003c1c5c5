#version 450

layout(set = 0, binding = 0) uniform Plate
{
    vec2 resolution;
    float chirp;
    int filtered;
} plate;

layout(location = 0) out vec4 fragColor;

void main()
{
    vec2 p = gl_FragCoord.xy - (plate.resolution * 0.5);
    vec2 p_dx = vec4(1.0, 0.0, 0.0, 0.0).xy;
    vec2 p_dy = vec4(0.0, 1.0, 0.0, 0.0).xy;
    float phase = plate.chirp * dot(p, p);
    float phase_dx = plate.chirp * (dot(p_dx, p) + dot(p, p_dx));
    float phase_dy = plate.chirp * (dot(p_dy, p) + dot(p, p_dy));
    vec2 slope = vec2((abs(phase_dx) <= 3.4028235e+38) ? phase_dx : 0.0, (abs(phase_dy) <= 3.4028235e+38) ? phase_dy : 0.0);
    float keep = 1.0;
    if (plate.filtered != 0)
    {
        vec2 k = vec2(1.0) - smoothstep(vec2(1.5), vec2(3.1415927), abs(slope));
        keep = k.x * k.y;
    }
    fragColor = vec4(vec3(0.5 + ((0.5 * keep) * cos(phase))), 1.0);
}

