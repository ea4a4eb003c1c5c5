#version 300 es
// A round point sprite lit like a small ball, from gl_PointCoord.
// fwidth of the radius softens the rim over one pixel of the sprite.
precision highp float;

uniform vec3 color;
uniform vec3 lightDirection;

out vec4 fragColor;

void main()
{
    vec2  p      = gl_PointCoord * 2.0 - 1.0;
    float radius = length(p);
    float width  = fwidth(radius);
    float alpha  = 1.0 - smoothstep(1.0 - width, 1.0, radius);
    if (alpha == 0.0)
        discard;

    vec3  normal = vec3(p.x, -p.y, sqrt(max(1.0 - radius * radius, 0.0)));
    float light  = 0.2 + 0.8 * max(dot(normal, lightDirection), 0.0);
    fragColor = vec4(color * light, alpha);
}
