#version 110

uniform float weights[3];

varying vec2 uv;

float total(float values[3], float values_dx[3], float values_dy[3], out float total_dx, out float total_dy)
{
    total_dx = values[1] * values_dx[2] + (values[2] * values_dx[1] + values_dx[0]);
    total_dy = values[1] * values_dy[2] + (values[2] * values_dy[1] + values_dy[0]);
    return values[0] + (values[1] * values[2]);
}

void main()
{
    vec2 _131 = uv * gl_FragCoord.w;
    float _137 = 1.0 / gl_FragCoord.w;
    vec2 uv_dx = (dFdx(_131) - (uv * dFdx(gl_FragCoord.w))) * _137;
    vec2 uv_dy = (dFdy(_131) - (uv * dFdy(gl_FragCoord.w))) * _137;
    float values[3];
    float values_dx[3];
    float values_dy[3];
    for (int i = 0; i < 3; i++)
    {
        float _57 = uv.x * weights[i];
        float _58 = sin(_57);
        float _82 = uv.y * (cos(_57) * weights[i]);
        values[i] = _58 * uv.y;
        values_dx[i] = _58 * uv_dx.y + (_82 * uv_dx.x);
        values_dy[i] = _58 * uv_dy.y + (_82 * uv_dy.x);
    }
    float param[3];
    param[0] = values[0];
    param[1] = values[1];
    param[2] = values[2];
    float param_dx[3];
    param_dx[0] = values_dx[0];
    param_dx[1] = values_dx[1];
    param_dx[2] = values_dx[2];
    float param_dy[3];
    param_dy[0] = values_dy[0];
    param_dy[1] = values_dy[1];
    param_dy[2] = values_dy[2];
    float total_dx;
    float total_dy;
    float _71 = total(param, param_dx, param_dy, total_dx, total_dy);
    float _122 = abs(total_dx) + abs(total_dy);
    gl_FragColor = vec4((_122 <= 3.4028235e+38) ? _122 : 0.0);
}

