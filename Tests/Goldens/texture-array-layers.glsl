#version 310 es
precision highp float;
precision mediump int;

uniform float layerHeight;
uniform highp sampler2DArray materials;

in float altitude;
in vec2 uv;
out vec4 fragColor;

void main()
{
    float _149 = altitude * gl_FragCoord.w;
    float _151 = dFdx(gl_FragCoord.w);
    float _154 = 1.0 / gl_FragCoord.w;
    float _156 = dFdy(gl_FragCoord.w);
    vec2 _160 = uv * gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_160) - (uv * _151)) * _154;
    vec2 uv_dy = (dFdy(_160) - (uv * _156)) * _154;
    float _101 = (abs(layerHeight) < 1.1754944e-38) ? 0.0 : (1.0 / layerHeight);
    float layer = altitude / layerHeight;
    float layer_dx = _101 * ((dFdx(_149) - (altitude * _151)) * _154);
    float layer_dy = _101 * ((dFdy(_149) - (altitude * _156)) * _154);
    float lower = floor(layer);
    float last = float(textureSize(materials, 0).z - 1);
    float _108 = uv_dx.x;
    float _112 = uv_dy.x;
    vec2 _115 = vec3(_108, uv_dx.y, 0.0).xy;
    vec2 _123 = vec3(_112, uv_dy.y, 0.0).xy;
    vec3 a = textureGrad(materials, vec3(uv, min(lower, last)), mix(vec2(0.0), _115, lessThanEqual(abs(_115), vec2(3.4028235e+38))), mix(vec2(0.0), _123, lessThanEqual(abs(_123), vec2(3.4028235e+38)))).xyz;
    vec2 _129 = vec3(_108, uv_dx.y, 0.0).xy;
    vec2 _133 = vec3(_112, uv_dy.y, 0.0).xy;
    vec3 b = textureGrad(materials, vec3(uv, min(lower + 1.0, last)), mix(vec2(0.0), _129, lessThanEqual(abs(_129), vec2(3.4028235e+38))), mix(vec2(0.0), _133, lessThanEqual(abs(_133), vec2(3.4028235e+38)))).xyz;
    float _141 = abs(layer_dx) + abs(layer_dy);
    float width = max((_141 <= 3.4028235e+38) ? _141 : 0.0, 0.1);
    float blend = smoothstep(0.5 - width, 0.5 + width, layer - lower);
    fragColor = vec4(mix(a, b, vec3(blend)), 1.0);
}

