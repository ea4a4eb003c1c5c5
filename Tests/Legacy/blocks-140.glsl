#version 140

layout(std140) uniform Material
{
    vec4 base;
    float scale;
};

uniform float loose;

in vec2 uv;

void main()
{
    vec2 _61 = uv * gl_FragCoord.w;
    float _67 = 1.0 / gl_FragCoord.w;
    float _31 = uv.x * scale;
    float _45 = loose * (cos(_31) * scale);
    float _50 = abs(_45 * ((dFdx(_61) - (uv * dFdx(gl_FragCoord.w))) * _67).x) + abs(_45 * ((dFdy(_61) - (uv * dFdy(gl_FragCoord.w))) * _67).x);
    gl_FragColor = base * ((_50 <= 3.4028235e+38) ? _50 : 0.0);
}

