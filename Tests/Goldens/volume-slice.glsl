#version 300 es
precision highp float;
precision mediump int;

uniform mat3 orientation;
uniform float depth;
uniform highp sampler3D volume;
uniform float isoValue;

in vec2 uv;
out vec4 fragColor;

void main()
{
    vec2 _132 = uv * gl_FragCoord.w;
    float _137 = 1.0 / gl_FragCoord.w;
    vec3 p = (orientation * vec3(uv - vec2(0.5), depth)) + vec3(0.5);
    vec3 p_dx = orientation * vec3((dFdx(_132) - (uv * dFdx(gl_FragCoord.w))) * _137, 0.0);
    vec3 p_dy = orientation * vec3((dFdy(_132) - (uv * dFdy(gl_FragCoord.w))) * _137, 0.0);
    bvec3 outside = lessThan(min(p, vec3(1.0) - p), vec3(0.0));
    if (any(outside))
    {
        fragColor = vec4(0.0);
        return;
    }
    bvec3 _111 = lessThanEqual(abs(p_dx), vec3(3.4028235e+38));
    bvec3 _115 = lessThanEqual(abs(p_dy), vec3(3.4028235e+38));
    float density = textureGrad(volume, p, vec3(_111.x ? p_dx.x : vec3(0.0).x, _111.y ? p_dx.y : vec3(0.0).y, _111.z ? p_dx.z : vec3(0.0).z), vec3(_115.x ? p_dy.x : vec3(0.0).x, _115.y ? p_dy.y : vec3(0.0).y, _115.z ? p_dy.z : vec3(0.0).z)).x;
    vec3 _117 = p_dx * 2.828427;
    bvec3 _120 = lessThanEqual(abs(_117), vec3(3.4028235e+38));
    vec3 _121 = p_dy * 2.828427;
    bvec3 _124 = lessThanEqual(abs(_121), vec3(3.4028235e+38));
    float smoothed = textureGrad(volume, p, vec3(_120.x ? _117.x : vec3(0.0).x, _120.y ? _117.y : vec3(0.0).y, _120.z ? _117.z : vec3(0.0).z), vec3(_124.x ? _121.x : vec3(0.0).x, _124.y ? _121.y : vec3(0.0).y, _124.z ? _121.z : vec3(0.0).z)).x;
    float line = 1.0 - smoothstep(0.0, 0.02, abs(smoothed - isoValue));
    fragColor = vec4(mix(vec3(density), vec3(1.0, 0.6, 0.1), vec3(line)), 1.0);
}

