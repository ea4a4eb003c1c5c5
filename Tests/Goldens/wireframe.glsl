#version 330 core

uniform float lineWidth;
uniform vec3 lineColor;

flat in int faceId;
out vec4 fragColor;
centroid in vec3 faceColor;
noperspective in vec3 barycentric;

float edgeFactor(vec3 b, vec3 b_dx, vec3 b_dy)
{
    vec3 _90 = abs(b_dx) + abs(b_dy);
    bvec3 _94 = lessThanEqual(_90, vec3(3.4028235e+38));
    vec3 w = vec3(_94.x ? _90.x : vec3(0.0).x, _94.y ? _90.y : vec3(0.0).y, _94.z ? _90.z : vec3(0.0).z);
    vec3 a = smoothstep(w * (lineWidth - 0.5), w * (lineWidth + 0.5), b);
    return min(a.x, min(a.y, a.z));
}

void main()
{
    float shade = ((faceId & 1) == 0) ? 1.0 : 0.9;
    vec3 param = barycentric;
    vec3 param_dx = dFdx(barycentric);
    vec3 param_dy = dFdy(barycentric);
    fragColor = vec4(mix(lineColor, faceColor * shade, vec3(edgeFactor(param, param_dx, param_dy))), 1.0);
}

