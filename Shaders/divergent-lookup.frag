#version 450
// Texture lookups in control flow that is not uniform: an if, a ternary and a
// loop whose length varies. With quad differences the level of detail is
// undefined here; with exact derivatives it is the same as outside.
layout(set = 0, binding = 0) uniform sampler2D paper;
layout(set = 0, binding = 1) uniform sampler2D ink;

layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec4 color = vec4(0.0);

    if (fract(uv.x * 7.0) < 0.5)
        color += texture(paper, uv * 3.0);
    else
        color += texture(paper, uv.yx * 5.0 + 0.25);

    color *= uv.y > 0.5 ? texture(ink, uv * uv) : vec4(1.0);

    int  taps   = int(8.0 * uv.x);
    vec4 streak = vec4(0.0);
    for (int i = 0; i < taps; ++i)
        streak += texture(ink, uv + vec2(0.0, 0.01 * float(i)));

    fragColor = 0.7 * color + 0.3 * streak / float(max(taps, 1));
}
