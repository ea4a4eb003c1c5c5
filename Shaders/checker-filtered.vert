// A textured mesh seen through a perspective camera.
#version 330 core

layout(location = 0) in vec3 position;
layout(location = 1) in vec2 texCoord;

uniform mat4 viewProjection;

out vec2 uv;

void main()
{
    uv = texCoord;
    gl_Position = viewProjection * vec4(position, 1.0);
}
