#version 330 core

uniform float depthScale;
uniform sampler2D heightMap;
uniform sampler2D colorMap;

in vec2 uv;
in vec3 viewTangent;
out vec4 fragColor;

vec2 parallax(vec2 start, vec3 view, vec2 start_dx, vec2 start_dy, vec3 view_dx, vec3 view_dy, inout vec2 parallax_dx, inout vec2 parallax_dy)
{
    float _22 = depthScale * 0.041666668;
    float _157 = (view.z < 0.1) ? 0.0 : 1.0;
    vec2 _33 = vec2(max(view.z, 0.1));
    vec2 _34 = (view.xy * _22) / _33;
    bvec2 _167 = lessThan(abs(_33), vec2(1.1754944e-38));
    vec2 _169 = vec2(1.0) / _33;
    vec2 _171 = vec2(_167.x ? vec2(0.0).x : _169.x, _167.y ? vec2(0.0).y : _169.y);
    vec2 delta = _34;
    vec2 delta_dx = _171 * ((view_dx.xy * _22) - (_34 * vec2(_157 * view_dx.z)));
    vec2 delta_dy = _171 * ((view_dy.xy * _22) - (_34 * vec2(_157 * view_dy.z)));
    vec2 current = start;
    vec2 current_dx = start_dx;
    vec2 current_dy = start_dy;
    float rayDepth = 0.0;
    float before = 0.0;
    float before_dx = 0.0;
    float before_dy = 0.0;
    for (int i = 0; i < 24; i++)
    {
        bvec2 _193 = lessThanEqual(abs(current_dx), vec2(3.4028235e+38));
        vec2 _189 = vec2(_193.x ? current_dx.x : vec2(0.0).x, _193.y ? current_dx.y : vec2(0.0).y);
        bvec2 _197 = lessThanEqual(abs(current_dy), vec2(3.4028235e+38));
        vec2 _195 = vec2(_197.x ? current_dy.x : vec2(0.0).x, _197.y ? current_dy.y : vec2(0.0).y);
        vec4 _62 = textureGrad(heightMap, current, _189, _195);
        float depth = 1.0 - _62.x;
        float depth_dx = (-1.0) * (textureGrad(heightMap, current + current_dx, _189, _195) - _62).x;
        float depth_dy = (-1.0) * (textureGrad(heightMap, current + current_dy, _189, _195) - _62).x;
        if (rayDepth >= depth)
        {
            float after = rayDepth - depth;
            float after_dx = (-1.0) * depth_dx;
            float after_dy = (-1.0) * depth_dy;
            float _79 = after + before;
            float _81 = max(_79, 0.0001);
            bool _223 = _79 < 0.0001;
            float _82 = after / _81;
            float _229 = (abs(_81) < 1.1754944e-38) ? 0.0 : (1.0 / _81);
            float t = _82;
            float t_dx = _229 * (after_dx - (_82 * (_223 ? 0.0 : (after_dx + before_dx))));
            float t_dy = _229 * (after_dy - (_82 * (_223 ? 0.0 : (after_dy + before_dy))));
            current += (delta * t);
            current_dx = (current_dx + (delta * t_dx)) + (delta_dx * t);
            current_dy = (current_dy + (delta * t_dy)) + (delta_dy * t);
            break;
        }
        before = depth - rayDepth;
        before_dx = depth_dx;
        before_dy = depth_dy;
        current -= delta;
        current_dx -= delta_dx;
        current_dy -= delta_dy;
        rayDepth += 0.041666668;
    }
    parallax_dx = current_dx;
    parallax_dy = current_dy;
    return current;
}

void main()
{
    vec3 _284 = viewTangent * gl_FragCoord.w;
    float _286 = dFdx(gl_FragCoord.w);
    float _289 = 1.0 / gl_FragCoord.w;
    vec3 viewTangent_dx = (dFdx(_284) - (viewTangent * _286)) * _289;
    float _291 = dFdy(gl_FragCoord.w);
    vec3 viewTangent_dy = (dFdy(_284) - (viewTangent * _291)) * _289;
    vec2 _295 = uv * gl_FragCoord.w;
    vec3 _109 = normalize(viewTangent);
    float _122 = length(viewTangent);
    float _127 = (abs(_122) < 1.1754944e-38) ? 0.0 : (1.0 / _122);
    vec2 param = uv;
    vec2 param_dx = (dFdx(_295) - (uv * _286)) * _289;
    vec2 param_dy = (dFdy(_295) - (uv * _291)) * _289;
    vec3 param_1 = _109;
    vec3 param_dx_1 = (viewTangent_dx - (_109 * dot(_109, viewTangent_dx))) * _127;
    vec3 param_dy_1 = (viewTangent_dy - (_109 * dot(_109, viewTangent_dy))) * _127;
    vec2 parallax_dx;
    vec2 parallax_dy;
    vec2 _113 = parallax(param, param_1, param_dx, param_dy, param_dx_1, param_dy_1, parallax_dx, parallax_dy);
    vec2 surface = _113;
    vec2 surface_dx = parallax_dx;
    vec2 surface_dy = parallax_dy;
    bvec2 _273 = lessThanEqual(abs(surface_dx), vec2(3.4028235e+38));
    bvec2 _276 = lessThanEqual(abs(surface_dy), vec2(3.4028235e+38));
    fragColor = textureGrad(colorMap, surface, vec2(_273.x ? surface_dx.x : vec2(0.0).x, _273.y ? surface_dx.y : vec2(0.0).y), vec2(_276.x ? surface_dy.x : vec2(0.0).x, _276.y ? surface_dy.y : vec2(0.0).y));
}

