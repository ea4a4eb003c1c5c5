#version 330 compatibility

uniform sampler2D image;

in vec3 normal;

void main()
{
    vec3 _85 = normal * gl_FragCoord.w;
    float _90 = 1.0 / gl_FragCoord.w;
    vec3 normal_dx = (dFdx(_85) - (normal * dFdx(gl_FragCoord.w))) * _90;
    vec3 normal_dy = (dFdy(_85) - (normal * dFdy(gl_FragCoord.w))) * _90;
    vec2 _49 = (normal_dx.xy * normal.z) + (normal.xy * normal_dx.z);
    vec2 _60 = (normal_dy.xy * normal.z) + (normal.xy * normal_dy.z);
    bvec2 _56 = lessThanEqual(abs(_49), vec2(3.4028235e+38));
    bvec2 _63 = lessThanEqual(abs(_60), vec2(3.4028235e+38));
    gl_FragData[0] = textureGrad(image, normal.xy * normal.z, vec2(_56.x ? _49.x : vec2(0.0).x, _56.y ? _49.y : vec2(0.0).y), vec2(_63.x ? _60.x : vec2(0.0).x, _63.y ? _60.y : vec2(0.0).y));
    float _37 = length(normal);
    float _75 = (_37 == 0.0) ? length(normal_dx) : dot(normal * ((abs(_37) < 1.1754944e-38) ? 0.0 : (1.0 / _37)), normal_dx);
    gl_FragData[1] = vec4((abs(_75) <= 3.4028235e+38) ? _75 : 0.0);
}

