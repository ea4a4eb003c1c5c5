#version 130

uniform sampler2D texture;
uniform sampler2DShadow shadow;
uniform int count;

out vec4 colour;
in vec3 p;
flat in int id;

void main()
{
    vec3 _107 = p * gl_FragCoord.w;
    float _113 = 1.0 / gl_FragCoord.w;
    vec3 p_dx = (dFdx(_107) - (p * dFdx(gl_FragCoord.w))) * _113;
    vec3 p_dy = (dFdy(_107) - (p * dFdy(gl_FragCoord.w))) * _113;
    vec2 _67 = p_dx.xy * 2.0;
    vec2 _76 = p_dy.xy * 2.0;
    bvec2 _74 = lessThanEqual(abs(_67), vec2(3.4028235e+38));
    bvec2 _79 = lessThanEqual(abs(_76), vec2(3.4028235e+38));
    float _90 = abs(p.x * p_dx.y + (p.y * p_dx.x)) + abs(p.x * p_dy.y + (p.y * p_dy.x));
    vec2 _93 = p_dx.xy;
    bvec2 _96 = lessThanEqual(abs(_93), vec2(3.4028235e+38));
    vec2 _97 = p_dy.xy;
    bvec2 _100 = lessThanEqual(abs(_97), vec2(3.4028235e+38));
    colour = (textureGrad(texture, p.xy * 2.0, vec2(_74.x ? _67.x : vec2(0.0).x, _74.y ? _67.y : vec2(0.0).y), vec2(_79.x ? _76.x : vec2(0.0).x, _79.y ? _76.y : vec2(0.0).y)) * ((_90 <= 3.4028235e+38) ? _90 : 0.0)) + vec4(textureGrad(shadow, vec3(p.xy, p.z), vec2(_96.x ? _93.x : vec2(0.0).x, _96.y ? _93.y : vec2(0.0).y), vec2(_100.x ? _97.x : vec2(0.0).x, _100.y ? _97.y : vec2(0.0).y)));
    colour += (texture2D(texture, floor(p.xy)) * float(count & id));
}

