#version 300 es
precision highp float;
precision highp int;

uniform vec2 repeat;
uniform int atlasSize;
uniform lowp sampler2D atlas;

in vec2 uv;
out vec4 fragColor;

int pick(ivec2 cell, int count)
{
    int h = ((cell.x * 73) + (cell.y * 151)) + ((cell.x ^ cell.y) * 29);
    return (h & 32767) % count;
}

void main()
{
    vec2 _180 = uv * gl_FragCoord.w;
    float _185 = 1.0 / gl_FragCoord.w;
    vec2 p = uv * repeat;
    vec2 p_dx = repeat * ((dFdx(_180) - (uv * dFdx(gl_FragCoord.w))) * _185);
    vec2 p_dy = repeat * ((dFdy(_180) - (uv * dFdy(gl_FragCoord.w))) * _185);
    ivec2 cell = ivec2(floor(p));
    vec2 local = fract(p);
    vec2 local_dx = p_dx;
    vec2 local_dy = p_dy;
    ivec2 param = cell;
    int param_1 = 4;
    int turns = pick(param, param_1);
    for (int i = 0; i < turns; i++)
    {
        local = vec2(1.0 - local.y, local.x);
        local_dx = vec2((-1.0) * local_dx.y, local_dx.x);
        local_dy = vec2((-1.0) * local_dy.y, local_dy.x);
    }
    ivec2 param_2 = cell.yx;
    int param_3 = atlasSize * atlasSize;
    int tile = pick(param_2, param_3);
    vec2 corner = vec2(float(tile % atlasSize), float(tile / atlasSize));
    vec2 _124 = vec2(float(atlasSize));
    bvec2 _156 = lessThan(abs(_124), vec2(1.1754944e-38));
    vec2 _158 = vec2(1.0) / _124;
    vec2 _161 = vec2(_156.x ? vec2(0.0).x : _158.x, _156.y ? vec2(0.0).y : _158.y);
    vec2 _162 = _161 * local_dx;
    vec2 _169 = _161 * local_dy;
    bvec2 _167 = lessThanEqual(abs(_162), vec2(3.4028235e+38));
    bvec2 _172 = lessThanEqual(abs(_169), vec2(3.4028235e+38));
    fragColor = textureGrad(atlas, (corner + local) / _124, vec2(_167.x ? _162.x : vec2(0.0).x, _167.y ? _162.y : vec2(0.0).y), vec2(_172.x ? _169.x : vec2(0.0).x, _172.y ? _169.y : vec2(0.0).y));
}

