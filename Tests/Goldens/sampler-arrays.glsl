#version 450

layout(push_constant) uniform Draw
{
    int page;
    int probe;
} draw;

layout(set = 0, binding = 0) uniform sampler2D pages[4];
layout(set = 0, binding = 4) uniform samplerCubeArray probes;

layout(location = 0) in vec2 uv;
layout(location = 1) in vec3 reflected;
layout(location = 0) out vec4 fragColor;

void main()
{
    vec2 _160 = uv * gl_FragCoord.w;
    float _162 = dFdx(gl_FragCoord.w);
    float _165 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_160) - (uv * _162)) * _165;
    float _167 = dFdy(gl_FragCoord.w);
    vec2 uv_dy = (dFdy(_160) - (uv * _167)) * _165;
    vec3 _171 = reflected * gl_FragCoord.w;
    vec3 reflected_dx = (dFdx(_171) - (reflected * _162)) * _165;
    vec3 reflected_dy = (dFdy(_171) - (reflected * _167)) * _165;
    vec4 base = textureGrad(pages[draw.page & 3], uv, mix(vec2(0.0), uv_dx, lessThanEqual(abs(uv_dx), vec2(3.4028235e+38))), mix(vec2(0.0), uv_dy, lessThanEqual(abs(uv_dy), vec2(3.4028235e+38))));
    for (int i = 0; i < 4; i++)
    {
        float _55 = float(i + 1);
        vec2 _108 = uv_dx * _55;
        vec2 _112 = uv_dy * _55;
        base += (textureGrad(pages[i], uv * _55, mix(vec2(0.0), _108, lessThanEqual(abs(_108), vec2(3.4028235e+38))), mix(vec2(0.0), _112, lessThanEqual(abs(_112), vec2(3.4028235e+38)))) * 0.05);
    }
    vec3 _73 = normalize(reflected);
    float _118 = length(reflected);
    float _124 = (abs(_118) < 1.1754944e-38) ? 0.0 : (1.0 / _118);
    vec3 _142 = vec4((reflected_dx - (_73 * dot(_73, reflected_dx))) * _124, 0.0).xyz;
    vec3 _149 = vec4((reflected_dy - (_73 * dot(_73, reflected_dy))) * _124, 0.0).xyz;
    vec4 shine = textureGrad(probes, vec4(_73, float(draw.probe)), mix(vec3(0.0), _142, lessThanEqual(abs(_142), vec3(3.4028235e+38))), mix(vec3(0.0), _149, lessThanEqual(abs(_149), vec3(3.4028235e+38))));
    fragColor = vec4(mix(base.xyz, shine.xyz, vec3(0.2)), 1.0);
}

