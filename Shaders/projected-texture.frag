// A slide projector: an image is cast on the scene with textureProj.
// The level of detail follows from the coordinate after the division by q,
// so the quotient rule enters the derivative.
#version 330 core

uniform sampler2D slide;
uniform sampler2D surface;

in vec4 slidePosition;
in vec2 uv;
out vec4 fragColor;

void main()
{
    vec4 base  = texture(surface, uv);
    vec3 image = vec3(0.0);
    if (slidePosition.w > 0.0) {
        image = textureProj(slide, slidePosition).rgb;
        vec3 homogeneous = slidePosition.xyw;
        image += 0.25 * textureProj(slide, homogeneous, 2.0).rgb;

        vec2 q = abs(slidePosition.xy / slidePosition.w - 0.5);
        image *= 1.0 - smoothstep(0.45, 0.5, max(q.x, q.y));
    }
    fragColor = vec4(base.rgb * (0.3 + image), base.a);
}
