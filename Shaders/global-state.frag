#version 450
// Values kept in global variables that functions read and change.
// A turtle draws a branch; fwidth of the distance that the globals have
// gathered softens the stroke.
layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

vec2  turtle  = vec2(0.5, 0.0);
float heading = 1.5707963;
float closest = 1e3;
int   strokes;

void turn(float angle)
{
    heading += radians(angle);
}

void draw(float size)
{
    vec2  stroke = size * vec2(cos(heading), sin(heading));
    vec2  pa     = uv - turtle;
    float t      = clamp(dot(pa, stroke) / dot(stroke, stroke), 0.0, 1.0);
    closest = min(closest, length(pa - t * stroke));
    turtle += stroke;
    strokes++;
}

void main()
{
    strokes = 0;
    float size = 0.3;
    while (strokes < 9) {
        draw(size);
        turn((strokes & 1) == 0 ? 35.0 : -50.0);
        size *= 0.82;
    }

    float d   = closest - 0.012;
    float ink = clamp(0.5 - d / fwidth(d), 0.0, 1.0);
    fragColor = vec4(mix(vec3(0.96), vec3(0.1, 0.35, 0.15), ink), 1.0);
}
