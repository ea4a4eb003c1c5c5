#version 430 core

uniform dvec2 center;
uniform double scale;
uniform int maxIterations = 300;

in vec2 uv;
out vec4 fragColor;

dvec2 squarePlus(dvec2 z, dvec2 c, dvec2 z_dx, dvec2 z_dy, dvec2 c_dx, dvec2 c_dy, out dvec2 squarePlus_dx, out dvec2 squarePlus_dy)
{
    double _187 = 2.0lf * z.x;
    double _193 = -(2.0lf * z.y);
    double _33 = 2.0lf * z.x;
    double _194 = z.y * 2.0lf;
    squarePlus_dx = dvec2(fma(_193, z_dx.y, _187 * z_dx.x), fma(_33, z_dx.y, _194 * z_dx.x)) + c_dx;
    squarePlus_dy = dvec2(fma(_193, z_dy.y, _187 * z_dy.x), fma(_33, z_dy.y, _194 * z_dy.x)) + c_dy;
    return dvec2((z.x * z.x) - (z.y * z.y), _33 * z.y) + c;
}

void main()
{
    vec2 _274 = uv * gl_FragCoord.w;
    float _279 = 1.0 / gl_FragCoord.w;
    dvec2 c = center + (dvec2(uv - vec2(0.5)) * scale);
    dvec2 c_dx = dvec2((dFdx(_274) - (uv * dFdx(gl_FragCoord.w))) * _279) * scale;
    dvec2 c_dy = dvec2((dFdy(_274) - (uv * dFdy(gl_FragCoord.w))) * _279) * scale;
    dvec2 z = dvec2(0.0lf);
    dvec2 z_dx = dvec2(0.0lf);
    dvec2 z_dy = dvec2(0.0lf);
    int i = 0;
    dvec2 squarePlus_dx;
    dvec2 squarePlus_dy;
    for (;;)
    {
        bool _78 = i < maxIterations;
        bool _86;
        if (_78)
        {
            _86 = dot(z, z) < 65536.0lf;
        }
        else
        {
            _86 = _78;
        }
        if (_86)
        {
            dvec2 param = z;
            dvec2 param_dx = z_dx;
            dvec2 param_dy = z_dy;
            dvec2 param_1 = c;
            dvec2 param_dx_1 = c_dx;
            dvec2 param_dy_1 = c_dy;
            dvec2 _91 = squarePlus(param, param_1, param_dx, param_dy, param_dx_1, param_dy_1, squarePlus_dx, squarePlus_dy);
            z = _91;
            z_dx = squarePlus_dx;
            z_dy = squarePlus_dy;
            i++;
            continue;
        }
        else
        {
            break;
        }
    }
    double _98 = length(z);
    bool _216 = _98 == 0.0lf;
    dvec2 _223 = z * ((abs(_98) < 2.2250738585072013830902327173324e-308lf) ? 0.0lf : (1.0lf / _98));
    float modulus = float(_98);
    float modulus_dx = float(_216 ? length(z_dx) : dot(_223, z_dx));
    float modulus_dy = float(_216 ? length(z_dy) : dot(_223, z_dy));
    float _107 = max(modulus, 1.001);
    float _108 = log2(_107);
    float _110 = max(_108, 0.001);
    float _254 = -((1.442695 * ((abs(_110) < 1.1754944e-38) ? 0.0 : (1.0 / _110))) * ((_108 < 0.001) ? 0.0 : ((1.442695 * ((abs(_107) < 1.1754944e-38) ? 0.0 : (1.0 / _107))) * ((modulus < 1.001) ? 0.0 : 1.0))));
    float count = (float(i) + 1.0) - log2(_110);
    float count_dx = _254 * modulus_dx;
    float count_dy = _254 * modulus_dy;
    float _263 = abs(count_dx) + abs(count_dy);
    float width = (_263 <= 3.4028235e+38) ? _263 : 0.0;
    float inside = float(i == maxIterations);
    vec3 band = vec3(0.5) + (cos(vec3(0.15 * count) + vec3(0.0, 0.6, 1.2)) * 0.5);
    vec3 color = mix(band, vec3(0.4), vec3(smoothstep(3.0, 20.0, width)));
    fragColor = vec4(color * (1.0 - inside), 1.0);
}

