#version 450
// A switch whose cases fall through, accumulating wave after wave, with a
// default in the middle and a return from inside.
// fwidth of the sum anti-aliases the threshold drawn from it.
layout(push_constant) uniform Constants {
    float time;
    int   detail;
} pc;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

float wave(vec2 p, int detail)
{
    float sum = 0.0;
    switch (detail) {
    case 3:
        sum += 0.2 * sin(31.0 * p.x * p.y);
        // Fall through.
    case 2:
        sum += 0.4 * sin(17.0 * p.y + pc.time);
        // Fall through.
    default:
        sum += 0.6 * sin(9.0 * p.x);
        break;
    case 0:
        return p.x - 0.5;
    case 7:
    case 8: {
        float r = length(p - 0.5);
        sum = cos(40.0 * r);
        break;
    }
    }
    return sum + 0.1 * p.y;
}

void main()
{
    int   column = int(floor(uv.x * 4.0));
    float a = wave(uv, pc.detail);
    float b = wave(uv.yx, column);
    float wa = fwidth(a);
    float wb = fwidth(b);
    fragColor = vec4(smoothstep(-wa, wa, a), smoothstep(-wb, wb, b), 0.4, 1.0);
}
