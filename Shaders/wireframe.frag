// A solid wireframe from barycentric coordinates, interpolated without
// perspective so that lines have one width on the whole triangle.
// fwidth converts the distance to an edge into pixels.
#version 330 core

uniform float lineWidth;
uniform vec3  lineColor;

noperspective in vec3 barycentric;
flat          in int  faceId;
centroid      in vec3 faceColor;
out vec4 fragColor;

float edgeFactor(vec3 b)
{
    vec3 w = fwidth(b);
    vec3 a = smoothstep((lineWidth - 0.5) * w, (lineWidth + 0.5) * w, b);
    return min(a.x, min(a.y, a.z));
}

void main()
{
    float shade = (faceId & 1) == 0 ? 1.0 : 0.9;
    fragColor = vec4(mix(lineColor, faceColor * shade, edgeFactor(barycentric)), 1.0);
}
