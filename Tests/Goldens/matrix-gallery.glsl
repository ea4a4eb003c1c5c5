#version 400 core

uniform mat3 homography;
uniform float angle;
uniform mat4 colorTransform;

in vec2 uv;
out vec4 fragColor;

mat2 rotation(float a)
{
    float c = cos(a);
    float s = sin(a);
    return mat2(vec2(c, s), vec2(-s, c));
}

float levelLine(float value, float count, float value_dx, float value_dy)
{
    float scaled = value * count;
    float scaled_dx = count * value_dx;
    float scaled_dy = count * value_dy;
    float _442 = abs(scaled_dx) + abs(scaled_dy);
    float width = (_442 <= 3.4028235e+38) ? _442 : 0.0;
    float _distance = abs(fract(scaled) - 0.5);
    return smoothstep(0.5 - (1.5 * width), 0.5, _distance);
}

void main()
{
    vec2 _457 = uv * gl_FragCoord.w;
    float _462 = 1.0 / gl_FragCoord.w;
    mat3 _66 = inverse(homography);
    vec3 h = _66 * vec3(uv, 1.0);
    vec3 h_dx = _66 * vec3((dFdx(_457) - (uv * dFdx(gl_FragCoord.w))) * _462, 0.0);
    vec3 h_dy = _66 * vec3((dFdy(_457) - (uv * dFdy(gl_FragCoord.w))) * _462, 0.0);
    float param = angle;
    mat2 _80 = rotation(param);
    vec2 _87 = vec2(h.z);
    vec2 _88 = h.xy / _87;
    bvec2 _278 = lessThan(abs(_87), vec2(1.1754944e-38));
    vec2 _280 = vec2(1.0) / _87;
    vec2 _282 = vec2(_278.x ? vec2(0.0).x : _280.x, _278.y ? vec2(0.0).y : _280.y);
    vec2 p = _80 * _88;
    vec2 p_dx = _80 * (_282 * (h_dx.xy - (_88 * vec2(h_dx.z))));
    vec2 p_dy = _80 * (_282 * (h_dy.xy - (_88 * vec2(h_dy.z))));
    float _298 = -sin(p.x);
    float _304 = -sin(p.y);
    mat2 jacobian = mat2(vec2(cos(p.x), p.y), vec2(-p.y, cos(p.y)));
    mat2 jacobian_dx = mat2(vec2(_298 * p_dx.x, p_dx.y), vec2((-1.0) * p_dx.y, _304 * p_dx.y));
    mat2 jacobian_dy = mat2(vec2(_298 * p_dy.x, p_dy.y), vec2((-1.0) * p_dy.y, _304 * p_dy.y));
    mat2 _109 = jacobian;
    mat2 _323 = _109;
    _323[0] = jacobian_dx[0];
    mat2 _326 = _109;
    _326[1] = jacobian_dx[1];
    mat2 _330 = _109;
    _330[0] = jacobian_dy[0];
    mat2 _333 = _109;
    _333[1] = jacobian_dy[1];
    float area = determinant(_109);
    float area_dx = determinant(_323) + determinant(_326);
    float area_dy = determinant(_330) + determinant(_333);
    vec3 _116 = vec3(p, 1.0);
    vec3 _121 = vec3(p.yx, 0.5);
    mat3 _354 = outerProduct(vec3(p_dx, 0.0), _121);
    mat3 _355 = outerProduct(_116, vec3(p_dx.yx, 0.0));
    mat3 _366 = outerProduct(vec3(p_dy, 0.0), _121);
    mat3 _367 = outerProduct(_116, vec3(p_dy.yx, 0.0));
    mat3 form = outerProduct(_116, _121);
    mat3 form_dx = mat3(_354[0] + _355[0], _354[1] + _355[1], _354[2] + _355[2]);
    mat3 form_dy = mat3(_366[0] + _367[0], _366[1] + _367[1], _366[2] + _367[2]);
    mat3 _126 = transpose(form);
    mat3 _382 = transpose(form_dx);
    mat3 _383 = transpose(form_dy);
    mat3 sym = mat3(form[0] + _126[0], form[1] + _126[1], form[2] + _126[2]) * 0.5;
    mat3 sym_dx = mat3(form_dx[0] + _382[0], form_dx[1] + _382[1], form_dx[2] + _382[2]) * 0.5;
    mat3 sym_dy = mat3(form_dy[0] + _383[0], form_dy[1] + _383[1], form_dy[2] + _383[2]) * 0.5;
    float trace = (sym[0].x + sym[1].y) + sym[2].z;
    float trace_dx = (sym_dx[0].x + sym_dx[1].y) + sym_dx[2].z;
    float trace_dy = (sym_dy[0].x + sym_dy[1].y) + sym_dy[2].z;
    mat2x4 lift = mat2x4(vec4(1.0, 0.0, 0.5, 0.0), vec4(0.0, 1.0, 0.0, 0.5));
    vec4 lifted = lift * p;
    vec2 back = lifted * lift;
    mat4 tone = mat4(colorTransform[0] * vec4(1.0, 0.0, 0.0, 0.0), colorTransform[1] * vec4(0.0, 1.0, 0.0, 0.0), colorTransform[2] * vec4(0.0, 0.0, 1.0, 0.0), colorTransform[3] * vec4(0.0, 0.0, 0.0, 1.0));
    vec4 _197 = tone[3];
    vec3 _199 = _197.xyz + vec3(0.1 * area);
    tone[3].x = _199.x;
    tone[3].y = _199.y;
    tone[3].z = _199.z;
    vec3 color = (tone * vec4(vec3(0.5) + (sin(back.xyx + vec3(0.0, 0.0, trace)) * 0.4), 1.0)).xyz;
    float param_1 = area;
    float param_dx = area_dx;
    float param_dy = area_dy;
    float param_2 = 8.0;
    color *= (1.0 - (0.7 * levelLine(param_1, param_2, param_dx, param_dy)));
    float param_3 = trace;
    float param_dx_1 = trace_dx;
    float param_dy_1 = trace_dy;
    float param_4 = 6.0;
    color *= (1.0 - (0.4 * levelLine(param_3, param_4, param_dx_1, param_dy_1)));
    fragColor = vec4(color, 1.0);
}

