#version 330 core

uniform sampler2D surface;
uniform sampler2D slide;

in vec2 uv;
in vec4 slidePosition;
out vec4 fragColor;

void main()
{
    vec2 _189 = uv * gl_FragCoord.w;
    float _191 = dFdx(gl_FragCoord.w);
    float _194 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_189) - (uv * _191)) * _194;
    float _196 = dFdy(gl_FragCoord.w);
    vec2 uv_dy = (dFdy(_189) - (uv * _196)) * _194;
    vec4 _200 = slidePosition * gl_FragCoord.w;
    vec4 _201 = dFdx(_200);
    vec4 slidePosition_dx = (_201 - (slidePosition * _191)) * _194;
    vec4 _204 = dFdy(_200);
    vec4 slidePosition_dy = (_204 - (slidePosition * _196)) * _194;
    bvec2 _104 = lessThanEqual(abs(uv_dx), vec2(3.4028235e+38));
    bvec2 _108 = lessThanEqual(abs(uv_dy), vec2(3.4028235e+38));
    vec4 base = textureGrad(surface, uv, vec2(_104.x ? uv_dx.x : vec2(0.0).x, _104.y ? uv_dx.y : vec2(0.0).y), vec2(_108.x ? uv_dy.x : vec2(0.0).x, _108.y ? uv_dy.y : vec2(0.0).y));
    vec3 image = vec3(0.0);
    if (slidePosition.w > 0.0)
    {
        vec4 _39 = slidePosition;
        _39.z = _39.w;
        vec4 _112 = slidePosition_dx;
        _112.z = slidePosition_dx.w;
        vec4 _114 = slidePosition_dy;
        _114.z = slidePosition_dy.w;
        float _123 = (abs(_39.z) < 1.1754944e-38) ? 0.0 : (1.0 / _39.z);
        vec2 _127 = (_112.xy - ((_39.xy * _123) * _112.z)) * _123;
        bvec2 _130 = lessThanEqual(abs(_127), vec2(3.4028235e+38));
        float _138 = (abs(_39.z) < 1.1754944e-38) ? 0.0 : (1.0 / _39.z);
        vec2 _142 = (_114.xy - ((_39.xy * _138) * _114.z)) * _138;
        bvec2 _145 = lessThanEqual(abs(_142), vec2(3.4028235e+38));
        image = textureProjGrad(slide, _39.xyz, vec2(_130.x ? _127.x : vec2(0.0).x, _130.y ? _127.y : vec2(0.0).y), vec2(_145.x ? _142.x : vec2(0.0).x, _145.y ? _142.y : vec2(0.0).y)).xyz;
        vec3 homogeneous = slidePosition.xyw;
        vec3 homogeneous_dx = slidePosition_dx.xyw;
        vec3 homogeneous_dy = slidePosition_dy.xyw;
        float _160 = (abs(homogeneous.z) < 1.1754944e-38) ? 0.0 : (1.0 / homogeneous.z);
        vec2 _165 = ((homogeneous_dx.xy - ((homogeneous.xy * _160) * homogeneous_dx.z)) * _160) * 4.0;
        bvec2 _168 = lessThanEqual(abs(_165), vec2(3.4028235e+38));
        float _176 = (abs(homogeneous.z) < 1.1754944e-38) ? 0.0 : (1.0 / homogeneous.z);
        vec2 _181 = ((homogeneous_dy.xy - ((homogeneous.xy * _176) * homogeneous_dy.z)) * _176) * 4.0;
        bvec2 _184 = lessThanEqual(abs(_181), vec2(3.4028235e+38));
        image += (textureProjGrad(slide, homogeneous, vec2(_168.x ? _165.x : vec2(0.0).x, _168.y ? _165.y : vec2(0.0).y), vec2(_184.x ? _181.x : vec2(0.0).x, _184.y ? _181.y : vec2(0.0).y)).xyz * 0.25);
        vec2 q = abs((slidePosition.xy / vec2(slidePosition.w)) - vec2(0.5));
        image *= (1.0 - smoothstep(0.45, 0.5, max(q.x, q.y)));
    }
    fragColor = vec4(base.xyz * (vec3(0.3) + image), base.w);
}

