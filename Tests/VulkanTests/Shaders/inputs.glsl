// What every shader of this folder is fed, and the parts of the image within which its result is smooth.
layout(location = 0) in vec2 uv;                   // 0 to 1 over the image
layout(location = 1) in vec3 direction;            // about (-0.6, -0.6, 1) to (0.6, 0.6, 1)
layout(location = 2) noperspective in vec2 plane;  // -1 to 1 over the image
layout(location = 3) flat in ivec2 choice;         // (5, -3)
layout(push_constant) uniform Push {
  float time;   // 0.7
  float scale;  // 3
  int count;    // 4
} push;
// xyz: a place within about 1 of the origin; w: an intensity about 1.
layout(set = 0, binding = 0) uniform Lights { vec4 light[4]; };

// By component of the result: neighbours with different numbers lie across a jump or a kink.
vec4 region = vec4(0.0);

// A number that no neighbour has: what lies here is not smooth enough for a difference of neighbours.
float lonely() { return 1000.0 + gl_FragCoord.x + 1024.0 * gl_FragCoord.y; }
