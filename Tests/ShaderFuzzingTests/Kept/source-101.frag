// turn 101
#version 310 es
precision highp float;
precision highp int;
precision highp sampler3D;
precision highp sampler2DShadow;
precision highp samplerCubeShadow;
precision highp sampler2DArray;
precision highp sampler2DArrayShadow;
layout(location = 2) in Stagev3 { vec2 a; vec3 b; } v3;
