// Bump mapping of terrain without tangents, after Mikkelsen's method.
// The screen derivatives of a procedural height and of the surface position
// together give the gradient on the surface that tilts the normal.
#version 330 core

uniform float bumpScale;
uniform vec3  lightDirection;

in vec3 worldPosition;
in vec3 worldNormal;
out vec4 fragColor;

float ridge(float x)
{
    return 1.0 - abs(sin(x));
}

float terrainHeight(vec2 p)
{
    const mat2 turn = mat2(0.8, 0.6, -0.6, 0.8);
    float height    = 0.0;
    float amplitude = 0.5;
    for (int octave = 0; octave < 5; ++octave) {
        height    += amplitude * ridge(p.x + 0.7 * sin(p.y));
        amplitude *= 0.5;
        p = turn * p * 2.03;
    }
    return height;
}

vec3 perturbNormal(vec3 position, vec3 normal, float height)
{
    vec3  sigmaX = dFdx(position);
    vec3  sigmaY = dFdy(position);
    vec3  r1     = cross(sigmaY, normal);
    vec3  r2     = cross(normal, sigmaX);
    float det    = dot(sigmaX, r1);
    vec3  grad   = sign(det) * (dFdx(height) * r1 + dFdy(height) * r2);
    return normalize(abs(det) * normal - grad);
}

void main()
{
    float height = terrainHeight(worldPosition.xz);
    vec3  normal = perturbNormal(worldPosition, normalize(worldNormal), bumpScale * height);

    vec3  rock    = mix(vec3(0.25, 0.22, 0.18), vec3(0.55, 0.52, 0.45), height);
    float diffuse = max(dot(normal, normalize(lightDirection)), 0.0);
    fragColor = vec4(rock * (0.2 + 0.8 * diffuse), 1.0);
}
