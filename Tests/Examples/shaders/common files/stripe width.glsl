#ifndef STRIPE_WIDTH
#define STRIPE_WIDTH

float width(float v) { return max(fwidth(v), 1e-6); }

#endif
