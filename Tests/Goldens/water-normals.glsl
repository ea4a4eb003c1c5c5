#version 310 es
precision highp float;
precision mediump int;

uniform float time;
uniform vec3 eye;
uniform lowp sampler2D sky;

in vec3 worldPosition;
out vec4 fragColor;

float waves(vec2 p, vec2 p_dx, vec2 p_dy, inout float waves_dx, inout float waves_dy)
{
    float height = 0.0;
    float height_dx = 0.0;
    float height_dy = 0.0;
    vec2 heading = vec2(1.0, 0.0);
    float wavelength = 1.0;
    for (int i = 0; i < 6; i++)
    {
        float _36 = 0.03 * wavelength;
        float _50 = ((dot(p, heading) * 6.0) / wavelength) + (time / sqrt(wavelength));
        float _188 = _36 * (cos(_50) * (((abs(wavelength) < 1.1754944e-38) ? 0.0 : (1.0 / wavelength)) * 6.0));
        height += (_36 * sin(_50));
        height_dx = _188 * dot(p_dx, heading) + height_dx;
        height_dy = _188 * dot(p_dy, heading) + height_dy;
        heading = mat2(vec2(0.6, 0.8), vec2(-0.8, 0.6)) * heading;
        wavelength *= 0.72;
    }
    waves_dx = height_dx;
    waves_dy = height_dy;
    return height;
}

void main()
{
    vec3 _225 = worldPosition * gl_FragCoord.w;
    float _230 = 1.0 / gl_FragCoord.w;
    vec3 worldPosition_dx = (dFdx(_225) - (worldPosition * dFdx(gl_FragCoord.w))) * _230;
    vec3 worldPosition_dy = (dFdy(_225) - (worldPosition * dFdy(gl_FragCoord.w))) * _230;
    vec3 surface = worldPosition;
    vec3 surface_dx = worldPosition_dx;
    vec3 surface_dy = worldPosition_dy;
    vec2 param = worldPosition.xz;
    vec2 param_dx = worldPosition_dx.xz;
    vec2 param_dy = worldPosition_dy.xz;
    float waves_dx;
    float waves_dy;
    float _82 = waves(param, param_dx, param_dy, waves_dx, waves_dy);
    surface.y += _82;
    surface_dx.y = waves_dx + surface_dx.y;
    surface_dy.y = waves_dy + surface_dy.y;
    vec3 normal = normalize(cross(mix(vec3(0.0), surface_dx, lessThanEqual(abs(surface_dx), vec3(3.4028235e+38))), mix(vec3(0.0), surface_dy, lessThanEqual(abs(surface_dy), vec3(3.4028235e+38)))));
    normal *= ((normal.y < 0.0) ? (-1.0) : 1.0);
    vec3 view = normalize(eye - surface);
    vec3 mirrored = reflect(-view, normal);
    vec3 skyColor = texture(sky, ((mirrored.xz / vec2(1.0 + abs(mirrored.y))) * 0.5) + vec2(0.5)).xyz;
    float fresnel = 0.02 + (0.98 * pow(1.0 - max(dot(view, normal), 0.0), 5.0));
    fragColor = vec4(mix(vec3(0.02, 0.12, 0.15), skyColor, vec3(fresnel)), 1.0);
}

