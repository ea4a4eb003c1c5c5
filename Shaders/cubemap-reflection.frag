#version 300 es
// A mirror with Fresnel reflection of a cube map, plus a blurred refraction.
// The implicit level of detail depends on the derivative of the reflected
// direction, hence on that of the normal and of the view vector.
precision highp float;

uniform samplerCube environment;
uniform vec3        eye;
uniform float       roughness;

in vec3 worldPosition;
in vec3 worldNormal;
out vec4 fragColor;

void main()
{
    vec3 normal   = normalize(worldNormal);
    vec3 incident = normalize(worldPosition - eye);

    vec3 mirrored = reflect(incident, normal);
    vec3 bent     = refract(incident, normal, 1.0 / 1.33);

    vec3  sharp   = texture(environment, mirrored, 6.0 * roughness).rgb;
    vec3  through = texture(environment, bent).rgb;
    float fresnel = 0.02 + 0.98 * pow(1.0 - max(dot(-incident, normal), 0.0), 5.0);
    fragColor = vec4(mix(through, sharp, fresnel), 1.0);
}
