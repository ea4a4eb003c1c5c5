#version 330 core
// Bump mapping from a height in a texture, without tangents: Mikkelsen's method
// ("Bump Mapping Unparametrized Surfaces on the GPU", 2010). The derivatives of
// the sampled height are those of the texture itself, not of a quad of pixels.
uniform sampler2D heightMap;
uniform float bumpScale;
uniform vec3  lightDirection;

in vec3 worldPosition;
in vec3 worldNormal;
in vec2 uv;
out vec4 fragColor;

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
    float height  = bumpScale * texture(heightMap, uv).r;
    vec3  normal  = perturbNormal(worldPosition, normalize(worldNormal), height);
    float diffuse = max(dot(normal, normalize(lightDirection)), 0.0);
    float rim     = pow(1.0 - abs(normal.z), 3.0);
    fragColor = vec4(vec3(0.72, 0.60, 0.48) * (0.15 + 0.85 * diffuse) + 0.2 * rim, 1.0);
}
