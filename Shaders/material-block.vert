// Shares an anonymous uniform block and loose uniforms with the fragment shader.
#version 330 core

layout(location = 0) in vec3 position;
layout(location = 1) in vec2 texCoord;

uniform Material {
    mat4  model;
    vec4  baseColor;
    float stripeCount;
    float stripeWidth;
};

uniform mat4  viewProjection;
uniform float time;

out vec2 uv;
out vec3 worldPosition;

void main()
{
    vec4 world = model * vec4(position, 1.0);
    world.y += 0.02 * sin(time + world.x * stripeCount);

    uv            = texCoord;
    worldPosition = world.xyz;
    gl_Position   = viewProjection * world;
}
