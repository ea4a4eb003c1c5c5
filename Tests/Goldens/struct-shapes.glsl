#version 330 core

struct Placement
{
    vec2 center;
    float angle;
};

struct Shape
{
    int kind;
    Placement place;
    vec2 size;
    float weights[2];
};

struct Hit
{
    float distance;
    int index;
};

uniform float time;
uniform vec3 palette[4];

in vec2 uv;
out vec4 fragColor;

Shape makeShape(int kind, vec2 center, float angle, vec2 size)
{
    return Shape(kind, Placement(center, angle), size, float[](0.75, 0.25));
}

vec2 toLocal(Placement place, vec2 p, Placement place_dx, Placement place_dy, vec2 p_dx, vec2 p_dy, out vec2 toLocal_dx, out vec2 toLocal_dy)
{
    vec2 q = p - place.center;
    vec2 q_dx = p_dx - place_dx.center;
    vec2 q_dy = p_dy - place_dy.center;
    float _341 = -sin(place.angle);
    float c = cos(place.angle);
    float c_dx = _341 * place_dx.angle;
    float c_dy = _341 * place_dy.angle;
    float _346 = cos(place.angle);
    float s = sin(place.angle);
    float s_dx = _346 * place_dx.angle;
    float s_dy = _346 * place_dy.angle;
    toLocal_dx = vec2((c * q_dx.x + (q.x * c_dx)) + (s * q_dx.y + (q.y * s_dx)), (c * q_dx.y + (q.y * c_dx)) - (s * q_dx.x + (q.x * s_dx)));
    toLocal_dy = vec2((c * q_dy.x + (q.x * c_dy)) + (s * q_dy.y + (q.y * s_dy)), (c * q_dy.y + (q.y * c_dy)) - (s * q_dy.x + (q.x * s_dy)));
    return vec2((c * q.x) + (s * q.y), (c * q.y) - (s * q.x));
}

float shapeDistance(Shape shape, vec2 p, Shape shape_dx, Shape shape_dy, vec2 p_dx, vec2 p_dy, out float shapeDistance_dx, out float shapeDistance_dy)
{
    Placement param = shape.place;
    Placement param_dx = shape_dx.place;
    Placement param_dy = shape_dy.place;
    vec2 param_1 = p;
    vec2 param_dx_1 = p_dx;
    vec2 param_dy_1 = p_dy;
    vec2 toLocal_dx;
    vec2 toLocal_dy;
    vec2 _92 = toLocal(param, param_1, param_dx, param_dy, param_dx_1, param_dy_1, toLocal_dx, toLocal_dy);
    vec2 q = _92;
    vec2 q_dx = toLocal_dx;
    vec2 q_dy = toLocal_dy;
    if (shape.kind == 0)
    {
        float _100 = length(q);
        bool _410 = _100 == 0.0;
        vec2 _416 = q * ((abs(_100) < 1.1754944e-38) ? 0.0 : (1.0 / _100));
        shapeDistance_dx = (_410 ? length(q_dx) : dot(_416, q_dx)) - shape_dx.size.x;
        shapeDistance_dy = (_410 ? length(q_dy) : dot(_416, q_dy)) - shape_dy.size.x;
        return _100 - shape.size.x;
    }
    bvec2 _433 = equal(q, vec2(0.0));
    vec2 _434 = sign(q);
    vec2 _435 = abs(q_dx);
    vec2 _436 = _434 * q_dx;
    vec2 _438 = abs(q_dy);
    vec2 _439 = _434 * q_dy;
    vec2 d = abs(q) - shape.size;
    vec2 d_dx = vec2(_433.x ? _435.x : _436.x, _433.y ? _435.y : _436.y) - shape_dx.size;
    vec2 d_dy = vec2(_433.x ? _438.x : _439.x, _433.y ? _438.y : _439.y) - shape_dy.size;
    vec2 _114 = vec2(0.0);
    vec2 _115 = max(d, _114);
    bvec2 _451 = lessThan(d, _114);
    vec2 _453 = vec2(_451.x ? vec2(0.0).x : vec2(1.0).x, _451.y ? vec2(0.0).y : vec2(1.0).y);
    vec2 _454 = _453 * d_dx;
    vec2 _455 = _453 * d_dy;
    float _116 = length(_115);
    bool _456 = _116 == 0.0;
    vec2 _461 = _115 * ((abs(_116) < 1.1754944e-38) ? 0.0 : (1.0 / _116));
    float _121 = max(d.x, d.y);
    bool _476 = d.x < d.y;
    float _480 = (0.0 < _121) ? 0.0 : 1.0;
    shapeDistance_dx = _480 * (_476 ? d_dx.y : d_dx.x) + (_456 ? length(_454) : dot(_461, _454));
    shapeDistance_dy = _480 * (_476 ? d_dy.y : d_dy.x) + (_456 ? length(_455) : dot(_461, _455));
    return _116 + min(_121, 0.0);
}

void main()
{
    vec2 _510 = uv * gl_FragCoord.w;
    float _515 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_510) - (uv * dFdx(gl_FragCoord.w))) * _515;
    vec2 uv_dy = (dFdy(_510) - (uv * dFdy(gl_FragCoord.w))) * _515;
    Shape shapes[4];
    Shape shapes_dx[4];
    Shape shapes_dy[4];
    for (int i = 0; i < 4; i++)
    {
        float turn = (1.5707963 * float(i)) + time;
        int param = i % 2;
        vec2 param_1 = vec2(cos(turn), sin(turn)) * 0.5;
        float param_2 = turn;
        vec2 param_3 = vec2(0.22, 0.16);
        shapes[i] = makeShape(param, param_1, param_2, param_3);
        shapes_dx[i] = Shape(0, Placement(vec2(0.0), 0.0), vec2(0.0), float[](0.0, 0.0));
        shapes_dy[i] = Shape(0, Placement(vec2(0.0), 0.0), vec2(0.0), float[](0.0, 0.0));
        shapes[i].weights[1] += (0.1 * uv.y);
        shapes_dx[i].weights[1] = 0.1 * uv_dx.y + shapes_dx[i].weights[1];
        shapes_dy[i].weights[1] = 0.1 * uv_dy.y + shapes_dy[i].weights[1];
    }
    shapes[2].place.center *= 1.2;
    shapes_dx[2].place.center *= 1.2;
    shapes_dy[2].place.center *= 1.2;
    shapes[3].size.y = 0.05;
    shapes_dx[3].size.y = 0.0;
    shapes_dy[3].size.y = 0.0;
    vec2 p = (uv * 2.0) - vec2(1.0);
    vec2 p_dx = uv_dx * 2.0;
    vec2 p_dy = uv_dy * 2.0;
    Hit hit = Hit(1e+09, -1);
    Hit hit_dx = Hit(0.0, 0);
    Hit hit_dy = Hit(0.0, 0);
    float shapeDistance_dx;
    float shapeDistance_dy;
    for (int i_1 = 0; i_1 < 4; i_1++)
    {
        Shape param_4 = shapes[i_1];
        Shape param_dx = shapes_dx[i_1];
        Shape param_dy = shapes_dy[i_1];
        vec2 param_5 = p;
        vec2 param_dx_1 = p_dx;
        vec2 param_dy_1 = p_dy;
        float _218 = shapeDistance(param_4, param_5, param_dx, param_dy, param_dx_1, param_dy_1, shapeDistance_dx, shapeDistance_dy);
        float d = _218;
        float d_dx = shapeDistance_dx;
        float d_dy = shapeDistance_dy;
        if (d < hit.distance)
        {
            hit = Hit(d, i_1);
            hit_dx = Hit(d_dx, 0);
            hit_dy = Hit(d_dy, 0);
        }
    }
    Shape nearest = shapes[hit.index];
    float _501 = abs(hit_dx.distance) + abs(hit_dy.distance);
    float width = (_501 <= 3.4028235e+38) ? _501 : 0.0;
    float coverage = clamp(0.5 - (hit.distance / width), 0.0, 1.0);
    float shade = nearest.weights[0] + nearest.weights[1];
    fragColor = vec4(mix(vec3(0.95), palette[hit.index] * shade, vec3(coverage)), 1.0);
}

