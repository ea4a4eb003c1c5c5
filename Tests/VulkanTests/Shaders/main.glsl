// The result, its differences in the quad, and the regions.
layout(location = 0) out vec4 value;
layout(location = 1) out vec4 horizontal;
layout(location = 2) out vec4 vertical;
layout(location = 3) out vec4 regions;

void main() {
  vec4 result = shade();
  value = result;
  horizontal = dFdxFine(result);
  vertical = dFdyFine(result);
  regions = region;
}
