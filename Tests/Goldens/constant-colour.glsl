// The smallest shader: every pixel gets the same colour.
// There is no derivative and no texture, so nothing is to be replaced.
#version 330 core

out vec4 fragColor;

void main()
{
    fragColor = vec4(0.18, 0.42, 0.71, 1.0);
}
