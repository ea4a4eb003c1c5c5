// Unindexed triangles: each third vertex gets the same barycentric corner.
#version 330 core

layout(location = 0) in vec3 position;
layout(location = 1) in vec3 color;

uniform mat4 viewProjection;

noperspective out vec3 barycentric;
flat          out int  faceId;
centroid      out vec3 faceColor;

void main()
{
    int corner  = gl_VertexID % 3;
    barycentric = vec3(corner == 0, corner == 1, corner == 2);
    faceId      = gl_VertexID / 3;
    faceColor   = color;
    gl_Position = viewProjection * vec4(position, 1.0);
}
