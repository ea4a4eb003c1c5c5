#version 300 es
precision highp float;
precision mediump int;

uniform vec3 lightDirection;
uniform vec3 surfaceColor;

in vec3 viewPosition;
out vec4 fragColor;

void main()
{
    vec3 _81 = viewPosition * gl_FragCoord.w;
    float _86 = 1.0 / gl_FragCoord.w;
    vec3 viewPosition_dx = (dFdx(_81) - (viewPosition * dFdx(gl_FragCoord.w))) * _86;
    vec3 viewPosition_dy = (dFdy(_81) - (viewPosition * dFdy(gl_FragCoord.w))) * _86;
    bvec3 _68 = lessThanEqual(abs(viewPosition_dx), vec3(3.4028235e+38));
    bvec3 _72 = lessThanEqual(abs(viewPosition_dy), vec3(3.4028235e+38));
    vec3 normal = normalize(cross(vec3(_68.x ? viewPosition_dx.x : vec3(0.0).x, _68.y ? viewPosition_dx.y : vec3(0.0).y, _68.z ? viewPosition_dx.z : vec3(0.0).z), vec3(_72.x ? viewPosition_dy.x : vec3(0.0).x, _72.y ? viewPosition_dy.y : vec3(0.0).y, _72.z ? viewPosition_dy.z : vec3(0.0).z)));
    float diffuse = max(dot(normal, lightDirection), 0.0);
    vec3 halfway = normalize(lightDirection - normalize(viewPosition));
    float specular = pow(max(dot(normal, halfway), 0.0), 32.0);
    fragColor = vec4((surfaceColor * (0.15 + (0.85 * diffuse))) + vec3(0.2 * specular), 1.0);
}

