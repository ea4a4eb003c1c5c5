// A ray caster's geometry: a plane and a sphere, and how far what is hit moves from pixel to pixel. The differentials of
// a ray are those of its direction through the pixel; carried to the hit point they are the differentials of the
// varyings (Igehy, "Tracing Ray Differentials", SIGGRAPH 1999). All by hand, in double precision.
#ifndef RAY_CASTER_H
#define RAY_CASTER_H

#include <math.h>

typedef struct {
  double v[3];
} Vector3;

static inline double dot3(Vector3 a, Vector3 b) { return a.v[0] * b.v[0] + a.v[1] * b.v[1] + a.v[2] * b.v[2]; }

/// a + s b.
static inline Vector3 along(Vector3 a, double s, Vector3 b) {
  Vector3 r = {{a.v[0] + s * b.v[0], a.v[1] + s * b.v[1], a.v[2] + s * b.v[2]}};
  return r;
}

/// What a ray hits.
typedef struct {
  /// 0: the plane y = 0, 1: the sphere of radius 1 about (0, 1, 0), -1: nothing.
  int object;
  Vector3 position;
  double normal[3];
  double uv[2];
  /// How uv changes to the next pixel to the right, and to the next one below.
  double uv_dx[2], uv_dy[2];
} Hit;

/// The camera: the eye, and what a pixel's place on the image plane, from -1 to 1 with y downwards, adds to the middle
/// of the view.
static const Vector3 eye = {{0.4, 2.2, 5.5}};
static const Vector3 forward = {{-0.07, -0.3, -1}};
static const Vector3 right = {{0.55, 0, -0.0385}};
static const Vector3 down = {{-0.0115, -0.55, 0.1658}};

/// The direction through a place on the image plane, and its change by a step there: it is not normalized, so that the
/// change is the same everywhere.
static inline Vector3 direction(double x, double y) { return along(along(forward, x, right), y, down); }

/// The change of the hit point when the direction changes: Igehy's transfer, with the distance's change from the
/// surface's normal: dt = -(t dD . N) / (D . N).
static inline Vector3 transferred(double t, Vector3 D, Vector3 dD, Vector3 N) {
  double dt = -t * dot3(dD, N) / dot3(D, N);
  Vector3 zero = {{0, 0, 0}};
  return along(along(zero, t, dD), dt, D);
}

static inline void spherical(Vector3 n, double uv[2]) {
  const double pi = 3.14159265358979323846;
  uv[0] = 4 * (0.5 + atan2(n.v[2], n.v[0]) / (2 * pi));
  uv[1] = 2 * acos(fmin(fmax(n.v[1], -1), 1)) / pi;
}

/// The change of the sphere's uv when the point, and with it the normal, moves.
static inline void spherical_change(Vector3 n, Vector3 dn, double change[2]) {
  const double pi = 3.14159265358979323846;
  double square = n.v[0] * n.v[0] + n.v[2] * n.v[2];
  change[0] = 4 * (n.v[0] * dn.v[2] - n.v[2] * dn.v[0]) / (2 * pi * square);
  change[1] = -2 * dn.v[1] / (pi * sqrt(square));
}

/// Casts the ray through a place in pixels of a square picture.
static inline Hit cast(double x, double y, int size) {
  double pixel = 2.0 / size;
  Vector3 D = direction(x * pixel - 1, y * pixel - 1);
  Vector3 zero = {{0, 0, 0}};
  Vector3 dDx = along(zero, pixel, right), dDy = along(zero, pixel, down);
  Hit hit = {-1, {{0, 0, 0}}, {0, 1, 0}, {0, 0}, {0, 0}, {0, 0}};
  Vector3 center = {{0, 1, 0}};
  Vector3 toEye = along(eye, -1, center);
  double a = dot3(D, D), b = dot3(D, toEye), c = dot3(toEye, toEye) - 1;
  double discriminant = b * b - a * c;
  // The plane ends before the horizon.
  double plane = D.v[1] < -0.01 ? -eye.v[1] / D.v[1] : INFINITY;
  double sphere = discriminant > 0 ? (-b - sqrt(discriminant)) / a : INFINITY;
  if (sphere < plane && sphere > 0) {
    hit.object = 1;
    hit.position = along(eye, sphere, D);
    Vector3 N = along(hit.position, -1, center);
    for (int i = 0; i < 3; i++) hit.normal[i] = N.v[i];
    spherical(N, hit.uv);
    // The radius is 1: the normal changes as the point does.
    spherical_change(N, transferred(sphere, D, dDx, N), hit.uv_dx);
    spherical_change(N, transferred(sphere, D, dDy, N), hit.uv_dy);
  } else if (isfinite(plane)) {
    hit.object = 0;
    hit.position = along(eye, plane, D);
    Vector3 N = {{0, 1, 0}};
    Vector3 dPx = transferred(plane, D, dDx, N), dPy = transferred(plane, D, dDy, N);
    hit.uv[0] = hit.position.v[0], hit.uv[1] = hit.position.v[2];
    hit.uv_dx[0] = dPx.v[0], hit.uv_dx[1] = dPx.v[2];
    hit.uv_dy[0] = dPy.v[0], hit.uv_dy[1] = dPy.v[2];
  }
  return hit;
}

#endif
