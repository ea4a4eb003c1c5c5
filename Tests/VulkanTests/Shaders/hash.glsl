// Integer hashes: the same bits on every implementation.
uint mixed(uint h) {
  h ^= h >> 16;
  h *= 0x7feb352du;
  h ^= h >> 15;
  h *= 0x846ca68bu;
  return h ^ (h >> 16);
}
uint hashed(ivec2 cell) { return mixed(uint(cell.x) * 1664525u + mixed(uint(cell.y) + 1013904223u)); }
float unit(uint h) { return float(h >> 8) * (1.0 / 16777216.0); }
vec2 unit2(ivec2 cell) {
  uint h = hashed(cell);
  return vec2(unit(h), unit(mixed(h + 1u)));
}
