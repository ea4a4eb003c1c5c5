// Matrices of every size at work: products, inverse, determinant, transpose
// and outer product, each a smooth function of position.
// fwidth of the resulting scalar draws its level lines one pixel wide.
#version 400 core

uniform mat4 colorTransform;
uniform mat3 homography;
uniform float angle;

in vec2 uv;
out vec4 fragColor;

mat2 rotation(float a)
{
    float c = cos(a), s = sin(a);
    return mat2(c, s, -s, c);
}

float levelLine(float value, float count)
{
    float scaled   = value * count;
    float width    = fwidth(scaled);
    float distance = abs(fract(scaled) - 0.5);
    return smoothstep(0.5 - 1.5 * width, 0.5, distance);
}

void main()
{
    // Perspective map of the plane by the inverse of a homography.
    vec3 h = inverse(homography) * vec3(uv, 1.0);
    vec2 p = rotation(angle) * (h.xy / h.z);

    // Determinant of a matrix whose entries vary over the picture.
    mat2 jacobian = mat2(cos(p.x), p.y, -p.y, cos(p.y));
    float area    = determinant(jacobian);

    // A quadratic form written as a trace with an outer product.
    mat3 form   = outerProduct(vec3(p, 1.0), vec3(p.yx, 0.5));
    mat3 sym    = 0.5 * (form + transpose(form));
    float trace = sym[0][0] + sym[1][1] + sym[2][2];

    // Rectangular matrices: lift to four dimensions and come back.
    mat2x4 lift = mat2x4(vec4(1.0, 0.0, 0.5, 0.0), vec4(0.0, 1.0, 0.0, 0.5));
    vec4 lifted = lift * p;
    vec2 back   = lifted * lift;

    mat4 tone = matrixCompMult(colorTransform, mat4(1.0));
    tone[3].xyz += vec3(0.1 * area);

    vec3 color = (tone * vec4(0.5 + 0.4 * sin(back.xyx + vec3(0.0, 0.0, trace)), 1.0)).rgb;
    color *= 1.0 - 0.7 * levelLine(area, 8.0);
    color *= 1.0 - 0.4 * levelLine(trace, 6.0);
    fragColor = vec4(color, 1.0);
}
