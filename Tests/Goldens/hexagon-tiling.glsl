#version 300 es
precision highp float;
precision mediump int;

uniform float cells;
uniform float jointWidth;

in vec2 uv;
out vec4 fragColor;

vec4 nearestHexagon(vec2 p, vec2 p_dx, vec2 p_dy, out vec4 nearestHexagon_dx, out vec4 nearestHexagon_dy)
{
    vec2 a = mod(p, vec2(1.0, 1.7320508)) - vec2(0.5, 0.8660254);
    vec2 a_dx = p_dx;
    vec2 a_dy = p_dy;
    vec2 b = mod(p - vec2(0.5, 0.8660254), vec2(1.0, 1.7320508)) - vec2(0.5, 0.8660254);
    vec2 b_dx = p_dx;
    vec2 b_dy = p_dy;
    bvec2 _46 = bvec2(dot(a, a) < dot(b, b));
    vec2 local = vec2(_46.x ? a.x : b.x, _46.y ? a.y : b.y);
    vec2 local_dx = vec2(_46.x ? a_dx.x : b_dx.x, _46.y ? a_dx.y : b_dx.y);
    vec2 local_dy = vec2(_46.x ? a_dy.x : b_dy.x, _46.y ? a_dy.y : b_dy.y);
    nearestHexagon_dx = vec4(local_dx, p_dx - local_dx);
    nearestHexagon_dy = vec4(local_dy, p_dy - local_dy);
    return vec4(local, p - local);
}

float sideDistance(vec2 local, vec2 local_dx, vec2 local_dy, out float sideDistance_dx, out float sideDistance_dy)
{
    bvec2 _193 = equal(local, vec2(0.0));
    vec2 _194 = sign(local);
    vec2 _195 = abs(local_dx);
    vec2 _196 = _194 * local_dx;
    vec2 _198 = abs(local_dy);
    vec2 _199 = _194 * local_dy;
    vec2 q = abs(local);
    vec2 q_dx = vec2(_193.x ? _195.x : _196.x, _193.y ? _195.y : _196.y);
    vec2 q_dy = vec2(_193.x ? _198.x : _199.x, _193.y ? _198.y : _199.y);
    float _68 = dot(q, vec2(0.5, 0.8660254));
    bool _211 = q.x < _68;
    sideDistance_dx = (-1.0) * (_211 ? dot(q_dx, vec2(0.5, 0.8660254)) : q_dx.x);
    sideDistance_dy = (-1.0) * (_211 ? dot(q_dy, vec2(0.5, 0.8660254)) : q_dy.x);
    return 0.5 - max(q.x, _68);
}

void main()
{
    vec2 _239 = uv * gl_FragCoord.w;
    float _244 = 1.0 / gl_FragCoord.w;
    vec2 param = uv * cells;
    vec2 param_dx = ((dFdx(_239) - (uv * dFdx(gl_FragCoord.w))) * _244) * cells;
    vec2 param_dy = ((dFdy(_239) - (uv * dFdy(gl_FragCoord.w))) * _244) * cells;
    vec4 nearestHexagon_dx;
    vec4 nearestHexagon_dy;
    vec4 _83 = nearestHexagon(param, param_dx, param_dy, nearestHexagon_dx, nearestHexagon_dy);
    vec4 hexagon = _83;
    vec4 hexagon_dx = nearestHexagon_dx;
    vec4 hexagon_dy = nearestHexagon_dy;
    vec2 param_1 = hexagon.xy;
    vec2 param_dx_1 = hexagon_dx.xy;
    vec2 param_dy_1 = hexagon_dy.xy;
    float sideDistance_dx;
    float sideDistance_dy;
    float _88 = sideDistance(param_1, param_dx_1, param_dy_1, sideDistance_dx, sideDistance_dy);
    float d = _88;
    float d_dx = sideDistance_dx;
    float d_dy = sideDistance_dy;
    float _228 = abs(d_dx) + abs(d_dy);
    float w = (_228 <= 3.4028235e+38) ? _228 : 0.0;
    float inside = smoothstep(jointWidth - w, jointWidth + w, d);
    vec3 wax = vec3(0.95, 0.7, 0.2) * (0.8 + (0.2 * sin(dot(hexagon.zw, vec2(3.1, 5.7)))));
    fragColor = vec4(mix(vec3(0.3, 0.18, 0.05), wax, vec3(inside)), 1.0);
}

