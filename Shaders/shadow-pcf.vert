// Places a mesh in the camera's view and in the light's.
#version 330 core

layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;

uniform mat4 viewProjection;
uniform mat4 shadowMatrix;

out vec4 shadowPosition;
out vec3 worldNormal;

void main()
{
    vec4 world     = vec4(position, 1.0);
    shadowPosition = shadowMatrix * world;
    worldNormal    = normal;
    gl_Position    = viewProjection * world;
}
