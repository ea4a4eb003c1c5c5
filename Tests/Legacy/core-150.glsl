#version 150 core

layout(origin_upper_left) in vec4 gl_FragCoord;

struct _46
{
    vec2 _m0;
    vec3 _m1;
};

uniform sampler2D image;

out vec4 colour;
in Vertex
{
    vec2 uv;
    vec3 normal;
} vertex;

_46 vertex_dx = _46(vec2(0.0), vec3(0.0));
_46 vertex_dy = _46(vec2(0.0), vec3(0.0));

void main()
{
    float _90 = dFdx(gl_FragCoord.w);
    float _94 = 1.0 / gl_FragCoord.w;
    vertex_dx._m0 = (dFdx(vertex.uv * gl_FragCoord.w) - (vertex.uv * _90)) * _94;
    vertex_dx._m1 = (dFdx(vertex.normal * gl_FragCoord.w) - (vertex.normal * _90)) * _94;
    float _111 = dFdy(gl_FragCoord.w);
    vertex_dy._m0 = (dFdy(vertex.uv * gl_FragCoord.w) - (vertex.uv * _111)) * _94;
    vertex_dy._m1 = (dFdy(vertex.normal * gl_FragCoord.w) - (vertex.normal * _111)) * _94;
    vec2 _63 = (vertex_dx._m0 * vertex.normal.z) + (vertex.uv * vertex_dx._m1.z);
    vec2 _74 = (vertex_dy._m0 * vertex.normal.z) + (vertex.uv * vertex_dy._m1.z);
    bvec2 _70 = lessThanEqual(abs(_63), vec2(3.4028235e+38));
    bvec2 _77 = lessThanEqual(abs(_74), vec2(3.4028235e+38));
    float _79 = gl_FragCoord.x * (-1.0);
    colour = textureGrad(image, vertex.uv * vertex.normal.z, vec2(_70.x ? _63.x : vec2(0.0).x, _70.y ? _63.y : vec2(0.0).y), vec2(_77.x ? _74.x : vec2(0.0).x, _77.y ? _74.y : vec2(0.0).y)) + vec4((abs(_79) <= 3.4028235e+38) ? _79 : 0.0);
}

