// A scene held in structs: nested members, an array of structs walked with a
// dynamic index, and integers stored next to floats.
// fwidth of the winning distance draws the shape's edge one pixel soft.
#version 330 core

const int shapeCount = 4;
const int kindDisc   = 0;
const int kindBox    = 1;

struct Placement {
    vec2  center;
    float angle;
};

struct Shape {
    int       kind;
    Placement place;
    vec2      size;
    float     weights[2];
};

struct Hit {
    float distance;
    int   index;
};

uniform float time;
uniform vec3  palette[shapeCount];

in vec2 uv;
out vec4 fragColor;

Shape makeShape(int kind, vec2 center, float angle, vec2 size)
{
    return Shape(kind, Placement(center, angle), size, float[2](0.75, 0.25));
}

vec2 toLocal(Placement place, vec2 p)
{
    vec2  q = p - place.center;
    float c = cos(place.angle), s = sin(place.angle);
    return vec2(c * q.x + s * q.y, c * q.y - s * q.x);
}

float shapeDistance(Shape shape, vec2 p)
{
    vec2 q = toLocal(shape.place, p);
    if (shape.kind == kindDisc)
        return length(q) - shape.size.x;
    vec2 d = abs(q) - shape.size;
    return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0);
}

void main()
{
    Shape shapes[shapeCount];
    for (int i = 0; i < shapeCount; ++i) {
        float turn = 1.5707963 * float(i) + time;
        shapes[i] = makeShape(i % 2, 0.5 * vec2(cos(turn), sin(turn)), turn, vec2(0.22, 0.16));
        shapes[i].weights[1] += 0.1 * uv.y;
    }
    shapes[2].place.center *= 1.2;
    shapes[3].size.y = 0.05;

    vec2 p   = uv * 2.0 - 1.0;
    Hit  hit = Hit(1e9, -1);
    for (int i = 0; i < shapeCount; ++i) {
        float d = shapeDistance(shapes[i], p);
        if (d < hit.distance)
            hit = Hit(d, i);
    }

    Shape nearest  = shapes[hit.index];
    float width    = fwidth(hit.distance);
    float coverage = clamp(0.5 - hit.distance / width, 0.0, 1.0);
    float shade    = nearest.weights[0] + nearest.weights[1];
    fragColor = vec4(mix(vec3(0.95), palette[hit.index] * shade, coverage), 1.0);
}
