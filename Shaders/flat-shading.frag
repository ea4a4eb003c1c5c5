#version 300 es
// Faceted shading with no normals in the mesh.
// Two derivatives of the position span the triangle's plane, and their cross
// product is the normal of the face.
precision highp float;

uniform vec3 lightDirection;
uniform vec3 surfaceColor;

in vec3 viewPosition;
out vec4 fragColor;

void main()
{
    vec3  normal   = normalize(cross(dFdx(viewPosition), dFdy(viewPosition)));
    float diffuse  = max(dot(normal, lightDirection), 0.0);
    vec3  halfway  = normalize(lightDirection - normalize(viewPosition));
    float specular = pow(max(dot(normal, halfway), 0.0), 32.0);
    fragColor = vec4(surfaceColor * (0.15 + 0.85 * diffuse) + 0.2 * specular, 1.0);
}
