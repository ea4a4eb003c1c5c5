#version 450 core

struct ResType
{
    float _m0;
    int _m1;
};

uniform float time;

in vec2 uv;
in vec3 direction;
out vec4 fragColor;

float trigonometry(float x, float x_dx, float x_dy, out float trigonometry_dx, out float trigonometry_dy)
{
    float _34 = tan(0.3 * x);
    float _323 = (cos(x) + (-sin(x))) + ((1.0 + (_34 * _34)) * 0.3);
    float s = (sin(x) + cos(x)) + _34;
    float s_dx = _323 * x_dx;
    float s_dy = _323 * x_dy;
    float _38 = 0.5 * x;
    float _330 = (1.0 - _38) * (1.0 + _38);
    float _41 = 0.5 * x;
    float _337 = (1.0 - _41) * (1.0 + _41);
    float _52 = 1.0 + (x * x);
    float _352 = (x * x) + (_52 * _52);
    float _361 = (((((0.0 < _330) ? inversesqrt(_330) : 0.0) * 0.5) + ((-((0.0 < _337) ? inversesqrt(_337) : 0.0)) * 0.5)) + (1.0 / (1.0 + (x * x)))) + (((abs(_352) < 1.1754944e-38) ? 0.0 : (1.0 / _352)) * (_52 - (x * (2.0 * x))));
    s += (((asin(_38) + acos(_41)) + atan(x)) + atan(x, _52));
    s_dx = fma(_361, x_dx, s_dx);
    s_dy = fma(_361, x_dy, s_dy);
    float _371 = cosh(x);
    float _72 = 1.5 + x;
    float _381 = (_72 - 1.0) * (_72 + 1.0);
    float _76 = 0.5 * x;
    float _388 = (1.0 - _76) * (1.0 + _76);
    float _394 = ((((cosh(x) + sinh(x)) + (1.0 / (_371 * _371))) + inversesqrt((x * x) + 1.0)) + ((0.0 < _381) ? inversesqrt(_381) : 0.0)) + (((abs(_388) < 1.1754944e-38) ? 0.0 : (1.0 / _388)) * 0.5);
    trigonometry_dx = fma(_394, x_dx, s_dx);
    trigonometry_dy = fma(_394, x_dy, s_dy);
    return (((((s + sinh(x)) + cosh(x)) + tanh(x)) + asinh(x)) + acosh(_72)) + atanh(_76);
}

float exponential(float x, float x_dx, float x_dy, out float exponential_dx, out float exponential_dy)
{
    float _412 = 2.0 * x;
    float y = 1.0 + (x * x);
    float y_dx = _412 * x_dx;
    float y_dy = _412 * x_dy;
    float _88 = pow(y, x);
    float _424 = (x * _88) * ((abs(y) < 1.1754944e-38) ? 0.0 : (1.0 / y));
    float _428 = (0.0 < y) ? (_88 * log(y)) : 0.0;
    float _90 = exp(x);
    float _438 = (abs(y) < 1.1754944e-38) ? 0.0 : (1.0 / y);
    float _96 = exp2(x);
    float _444 = 0.6931472 * _96;
    float _450 = 1.442695 * ((abs(y) < 1.1754944e-38) ? 0.0 : (1.0 / y));
    float _102 = sqrt(y);
    float _105 = inversesqrt(y);
    float _467 = (0.5 * ((abs(_102) < 1.1754944e-38) ? 0.0 : (1.0 / _102))) + ((-0.5) * (_105 * ((abs(y) < 1.1754944e-38) ? 0.0 : (1.0 / y))));
    exponential_dx = fma(_467, y_dx, fma(_450, y_dx, fma(_444, x_dx, fma(_438, y_dx, fma(_90, x_dx, (_424 * y_dx) + (_428 * x_dx))))));
    exponential_dy = fma(_467, y_dy, fma(_450, y_dy, fma(_444, x_dy, fma(_438, y_dy, fma(_90, x_dy, (_424 * y_dy) + (_428 * x_dy))))));
    return (((((_88 + _90) + log(y)) + _96) + log2(y)) + _102) + _105;
}

float arithmetic(float x, float x_dx, float x_dy, out float arithmetic_dx, out float arithmetic_dy)
{
    float whole;
    float _114 = modf(3.0 * x, whole);
    float part = _114;
    float part_dx = 3.0 * x_dx;
    float part_dy = 3.0 * x_dy;
    float _117 = 1.0 + x;
    ResType _122;
    _122._m0 = frexp(_117, _122._m1);
    float _495 = _122._m0 * ((abs(_117) < 1.1754944e-38) ? 0.0 : (1.0 / _117));
    int power = _122._m1;
    float mantissa = _122._m0;
    float mantissa_dx = ResType(x_dx * _495, 0)._m0;
    float mantissa_dy = ResType(x_dy * _495, 0)._m0;
    bool _505 = x == 0.0;
    float _506 = sign(x);
    float sum = ((((abs(x) + sign(x)) + fract(5.0 * x)) + mod(x, 0.3)) + part) + (0.1 * whole);
    float sum_dx = fma(6.0, x_dx, (_505 ? abs(x_dx) : (_506 * x_dx)) + part_dx);
    float sum_dy = fma(6.0, x_dy, (_505 ? abs(x_dy) : (_506 * x_dy)) + part_dy);
    float _534 = ((((0.4 < x) ? 0.0 : 1.0) + ((x < 0.6) ? 0.0 : 1.0)) + ((0.8 < x) ? 0.0 : ((x < 0.2) ? 0.0 : 1.0))) + mix(1.0, 2.0 * x, 0.3);
    sum += (((min(x, 0.4) + max(x, 0.6)) + clamp(x, 0.2, 0.8)) + mix(x, x * x, 0.3));
    sum_dx = fma(_534, x_dx, sum_dx);
    sum_dy = fma(_534, x_dy, sum_dy);
    float _541 = clamp((x - 0.2) * 2.0, 0.0, 1.0);
    float _545 = (6.0 * (_541 * (1.0 - _541))) * 2.0;
    sum += (((step(0.5, x) + smoothstep(0.2, 0.7, x)) + floor(4.0 * x)) + round(4.0 * x));
    sum_dx = fma(_545, x_dx, sum_dx);
    sum_dy = fma(_545, x_dy, sum_dy);
    float _556 = 2.0 * x;
    float _562 = degrees(radians(1.0));
    arithmetic_dx = fma(_562, x_dx, fma(_556, x_dx, sum_dx + ldexp(mantissa_dx, power)));
    arithmetic_dy = fma(_562, x_dy, fma(_556, x_dy, sum_dy + ldexp(mantissa_dy, power)));
    return ((sum + ldexp(mantissa, power)) + fma(x, x, 1.0)) + degrees(radians(x));
}

float geometry(vec3 v, vec3 v_dx, vec3 v_dy, out float geometry_dx, out float geometry_dy)
{
    vec3 _199 = normalize(v);
    float _591 = length(v);
    float _595 = (abs(_591) < 1.1754944e-38) ? 0.0 : (1.0 / _591);
    vec3 n = _199;
    vec3 n_dx = (v_dx - (_199 * dot(_199, v_dx))) * _595;
    vec3 n_dy = (v_dy - (_199 * dot(_199, v_dy))) * _595;
    float _616 = dot(vec3(0.0, 0.0, 1.0), n);
    float _621 = 1.0 - (0.64000005 * (1.0 - (_616 * _616)));
    bool _622 = 0.0 < _621;
    float _625 = 0.5 * (_622 ? inversesqrt(_621) : 0.0);
    float _627 = 2.0 * (0.64000005 * _616);
    float _629 = dot(vec3(0.0, 0.0, 1.0), n_dx);
    float _641 = dot(vec3(0.0, 0.0, 1.0), n_dy);
    vec3 r = reflect(v, vec3(0.0, 1.0, 0.0)) + refract(n, vec3(0.0, 0.0, 1.0), 0.8);
    vec3 r_dx = (v_dx - ((vec3(0.0, 1.0, 0.0) * dot(vec3(0.0, 1.0, 0.0), v_dx)) * 2.0)) + mix(vec3(0.0), (n_dx * 0.8) - (vec3(0.0, 0.0, 1.0) * ((0.8 * _629) + (_625 * (_627 * _629)))), bvec3(_622));
    vec3 r_dy = (v_dy - ((vec3(0.0, 1.0, 0.0) * dot(vec3(0.0, 1.0, 0.0), v_dy)) * 2.0)) + mix(vec3(0.0), (n_dy * 0.8) - (vec3(0.0, 0.0, 1.0) * ((0.8 * _641) + (_625 * (_627 * _641)))), bvec3(_622));
    bool _655 = dot(vec3(0.0, 0.0, 1.0), v) < 0.0;
    vec3 f = faceforward(n, v, vec3(0.0, 0.0, 1.0));
    vec3 f_dx = mix(-n_dx, n_dx, bvec3(_655));
    vec3 f_dy = mix(-n_dy, n_dy, bvec3(_655));
    float _214 = length(r);
    bool _666 = _214 == 0.0;
    vec3 _671 = r * ((abs(_214) < 1.1754944e-38) ? 0.0 : (1.0 / _214));
    float _217 = distance(v, n);
    bool _678 = _217 == 0.0;
    vec3 _684 = (v - n) * ((abs(_217) < 1.1754944e-38) ? 0.0 : (1.0 / _217));
    vec3 _685 = v_dx - n_dx;
    vec3 _689 = v_dy - n_dy;
    vec3 _221 = cross(v, r);
    geometry_dx = ((_666 ? length(r_dx) : dot(_671, r_dx)) + (_678 ? length(_685) : dot(_684, _685))) + (dot(cross(v_dx, r) + cross(v, r_dx), f) + dot(_221, f_dx));
    geometry_dy = ((_666 ? length(r_dy) : dot(_671, r_dy)) + (_678 ? length(_689) : dot(_684, _689))) + (dot(cross(v_dy, r) + cross(v, r_dy), f) + dot(_221, f_dy));
    return (_214 + _217) + dot(_221, f);
}

void main()
{
    vec2 _744 = uv * gl_FragCoord.w;
    float _746 = dFdx(gl_FragCoord.w);
    float _749 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_744) - (uv * _746)) * _749;
    float _751 = dFdy(gl_FragCoord.w);
    vec2 uv_dy = (dFdy(_744) - (uv * _751)) * _749;
    vec3 _755 = direction * gl_FragCoord.w;
    float x = 0.1 + (0.8 * uv.x);
    float x_dx = 0.8 * uv_dx.x;
    float x_dy = 0.8 * uv_dy.x;
    float param = x;
    float param_dx = x_dx;
    float param_dy = x_dy;
    float trigonometry_dx;
    float trigonometry_dy;
    float _241 = trigonometry(param, param_dx, param_dy, trigonometry_dx, trigonometry_dy);
    float param_1 = x;
    float param_dx_1 = x_dx;
    float param_dy_1 = x_dy;
    float exponential_dx;
    float exponential_dy;
    float _244 = exponential(param_1, param_dx_1, param_dy_1, exponential_dx, exponential_dy);
    float param_2 = x;
    float param_dx_2 = x_dx;
    float param_dy_2 = x_dy;
    float arithmetic_dx;
    float arithmetic_dy;
    float _248 = arithmetic(param_2, param_dx_2, param_dy_2, arithmetic_dx, arithmetic_dy);
    vec3 param_3 = direction + vec3(0.1 * uv.y);
    vec3 param_dx_3 = ((dFdx(_755) - (direction * _746)) * _749) + vec3(0.1 * uv_dx.y);
    vec3 param_dy_3 = ((dFdy(_755) - (direction * _751)) * _749) + vec3(0.1 * uv_dy.y);
    float geometry_dx;
    float geometry_dy;
    float _260 = geometry(param_3, param_dx_3, param_dy_3, geometry_dx, geometry_dy);
    float value = ((_241 + _244) + _248) + _260;
    float value_dx = ((trigonometry_dx + exponential_dx) + arithmetic_dx) + geometry_dx;
    float value_dy = ((trigonometry_dy + exponential_dy) + arithmetic_dy) + geometry_dy;
    bool _271 = uv.x > uv.y;
    float _276 = sin(time);
    value += ((_271 ? uv.y : uv.x) * _276);
    value_dx = fma(_276, _271 ? uv_dx.y : uv_dx.x, value_dx);
    value_dy = fma(_276, _271 ? uv_dy.y : uv_dy.x, value_dy);
    float _734 = abs(value_dx) + abs(value_dy);
    float w = (_734 <= 3.4028235e+38) ? _734 : 0.0;
    fragColor = vec4(vec3(smoothstep(-w, w, sin(4.0 * value))), 1.0);
}

