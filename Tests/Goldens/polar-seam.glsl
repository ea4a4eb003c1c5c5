#version 300 es
precision highp float;
precision mediump int;

uniform lowp sampler2D strip;
uniform float turns;

in vec2 uv;
out vec4 fragColor;

void main()
{
    vec2 _180 = uv * gl_FragCoord.w;
    float _185 = 1.0 / gl_FragCoord.w;
    vec2 p = (uv * 2.0) - vec2(1.0);
    vec2 p_dx = ((dFdx(_180) - (uv * dFdx(gl_FragCoord.w))) * _185) * 2.0;
    vec2 p_dy = ((dFdy(_180) - (uv * dFdy(gl_FragCoord.w))) * _185) * 2.0;
    float _22 = length(p);
    bool _95 = _22 == 0.0;
    vec2 _101 = p * ((abs(_22) < 1.1754944e-38) ? 0.0 : (1.0 / _22));
    float radius = _22;
    float radius_dx = _95 ? length(p_dx) : dot(_101, p_dx);
    float radius_dy = _95 ? length(p_dy) : dot(_101, p_dy);
    float _120 = (p.y * p.y) + (p.x * p.x);
    float _124 = (abs(_120) < 1.1754944e-38) ? 0.0 : (1.0 / _120);
    float angle = (atan(p.y, p.x) / 6.2831855) + 0.5;
    float angle_dx = 0.15915494 * (_124 * ((p.x * p_dx.y) - (p.y * p_dx.x)));
    float angle_dy = 0.15915494 * (_124 * ((p.x * p_dy.y) - (p.y * p_dy.x)));
    float _145 = (abs(radius) < 1.1754944e-38) ? 0.0 : (1.0 / radius);
    vec2 _148 = vec2(turns * angle_dx, _145 * radius_dx);
    vec2 _151 = vec2(turns * angle_dy, _145 * radius_dy);
    bvec2 _157 = lessThanEqual(abs(_148), vec2(3.4028235e+38));
    bvec2 _161 = lessThanEqual(abs(_151), vec2(3.4028235e+38));
    vec3 color = textureGrad(strip, vec2(turns * angle, log(radius)), vec2(_157.x ? _148.x : vec2(0.0).x, _157.y ? _148.y : vec2(0.0).y), vec2(_161.x ? _151.x : vec2(0.0).x, _161.y ? _151.y : vec2(0.0).y)).xyz;
    float spoke = turns * angle;
    float spoke_dx = turns * angle_dx;
    float spoke_dy = turns * angle_dy;
    float _170 = abs(spoke_dx) + abs(spoke_dy);
    float width = (_170 <= 3.4028235e+38) ? _170 : 0.0;
    float line = 1.0 - smoothstep(0.0, 1.5 * width, abs(fract(spoke + 0.5) - 0.5));
    fragColor = vec4(mix(color, vec3(1.0), vec3(0.5 * line)), 1.0);
}

