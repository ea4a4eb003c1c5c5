// How a shader compiled to native code and its host talk to each other.
//
// The compiled shader is a re-entrant function without globals: `void shade(QuadlessInvocation *)`. One call shades a
// group of W lanes (1, 4, 8 or 16). An element is a float or a double, as the shader was lowered; every array over
// lanes is slot-major: element `lane` of slot `slot` stands at index slot * W + lane. An integer, unsigned or Boolean
// slot (0 or 1) holds 32-bit integers in the first 4 * W bytes of the slot's W * sizeof(element) bytes.
//
// Lanes of quads: lanes 4q to 4q + 3 are the quad (x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1), y downwards.
// Lanes of a stencil of order 1 (W = 8): centre, right, left, below, above, then lanes that are never executed.
// Of order 2 (W = 16): the 13 points |i| + |j| <= 2 in the order of QuadlessStencilX and -Y below.
#ifndef QUADLESS_SHADER_ABI_H
#define QUADLESS_SHADER_ABI_H

#include <stddef.h>
#include <stdint.h>

/// Places of a stencil's lanes in steps from the centre, y downwards: the first 5 of order 1, the first 13 of order 2.
static const int8_t QuadlessStencilX[16] = {0, 1, -1, 0, 0, 2, -2, 0, 0, 1, 1, -1, -1, 0, 0, 0};
static const int8_t QuadlessStencilY[16] = {0, 0, 0, 1, -1, 0, 0, 2, -2, 1, -1, 1, -1, 0, 0, 0};

/// The samples of a pixel whose places are handed over.
#define QUADLESS_SAMPLE_LIMIT 16

#ifndef QUADLESS_TEXEL_H
#define QUADLESS_TEXEL_H

/// What a texture or image operation does.
typedef enum QuadlessTexelOperation {
  /// A filtered sample at `coordinate`; with `reference` a depth comparison.
  QuadlessTexelSample = 0,
  /// One texel of one level at integer coordinates (texelFetch).
  QuadlessTexelFetch = 1,
  /// Component `component` of the four texels (textureGather), with `reference` compared.
  QuadlessTexelGather = 2,
  /// The integer size of level `lod`, the layers after the dimensions (textureSize, imageSize).
  QuadlessTexelSize = 3,
  /// The number of levels (textureQueryLevels).
  QuadlessTexelLevels = 4,
  /// The number of samples of a multisampled image (textureSamples).
  QuadlessTexelSamples = 5,
  /// x: the level accessed, y: the level before clamping (textureQueryLod), from the gradients.
  QuadlessTexelQueryLod = 6,
  /// One texel of a storage image at integer coordinates (imageLoad, subpassLoad).
  QuadlessTexelRead = 7,
  /// Writes `result` to a storage image (imageStore).
  QuadlessTexelWrite = 8,
} QuadlessTexelOperation;

/// How the level of detail of a sample is chosen.
typedef enum QuadlessLevelOfDetail {
  /// Level `lod`.
  QuadlessLodExplicit = 0,
  /// From `gradientX` and `gradientY`, plus `lod` as a bias where it is not null.
  QuadlessLodGradients = 1,
} QuadlessLevelOfDetail;

/// The kind of the numbers in `result`.
typedef enum QuadlessTexelKind {
  QuadlessTexelFloat = 0,
  QuadlessTexelInt = 1,
  QuadlessTexelUint = 2,
} QuadlessTexelKind;

/// A texture or image operation on all lanes of a group.
///
/// Pointers to elements point to floats or doubles as `isDouble` says; null where the operation has no such operand.
typedef struct QuadlessTexelRequest {
  QuadlessTexelOperation operation;
  QuadlessLevelOfDetail levelOfDetail;
  QuadlessTexelKind kind;
  /// The resources of the image and of its sampler: positions in the shader's list of resources, equal for combined
  /// image samplers. Without a sampler (fetches, reads, sizes) `sampler` equals `image`.
  uint32_t image;
  uint32_t sampler;
  /// The element of an array of images or samplers, per lane; null for element 0.
  const uint32_t *imageElement;
  const uint32_t *samplerElement;
  /// W.
  uint32_t lanes;
  uint32_t isDouble;
  /// Bit `lane`: whether the lane takes part. Results of other lanes are left alone.
  uint32_t mask;
  /// The component of a gather: 0 to 3.
  uint32_t component;
  /// [4][W]: the image's dimensions, after projection, then the layer. Elements; 32-bit integers where the operation
  /// takes integers.
  const void *coordinate;
  /// [W]: the depth to compare with.
  const void *reference;
  /// [W]: the level or the bias; 32-bit integers for fetches and sizes.
  const void *lod;
  /// [3][W]: the coordinate's change per pixel, without the layer.
  const void *gradientX;
  const void *gradientY;
  /// [W]: the least level.
  const void *minLod;
  /// [3][W]: texel offsets.
  const int32_t *offset;
  /// [4][2][W]: the four offsets of textureGatherOffsets.
  const int32_t *gatherOffsets;
  /// [W]: the sample of a multisampled image.
  const int32_t *sample;
  /// [4][W]: elements, or 32-bit integers for integer images and sizes. The depth comparison's outcome is in x.
  void *result;
} QuadlessTexelRequest;

/// Answers a texel request.
typedef void (*QuadlessTexelCallback)(void *context, const QuadlessTexelRequest *request);

#endif

/// What a group is shaded from, and what becomes of it.
typedef struct QuadlessInvocation {
  /// [slot][W]: inputs by the shader's list of input slots.
  const void *inputs;
  /// [slot][W]: outputs by the shader's list of output slots; written where a lane stores, else left alone.
  void *outputs;
  /// By resource: the bytes of a uniform block, storage block, push constants or loose uniform; null for images.
  void *const *resources;
  /// By resource: the number of those bytes.
  const size_t *resourceSizes;
  /// Answers texel requests; its context is passed along.
  QuadlessTexelCallback texel;
  void *texelContext;
  /// [input slot][3]: coefficients a, b, c of the plane a + b x + c y, per pixel in gl_FragCoord's frame with y
  /// downwards, of v * w' for a perspective input v (w' = gl_FragCoord.w), of v itself otherwise. Read by
  /// interpolateAt… only.
  const double *planes;
  /// [3]: the plane of w'.
  const double *wPlane;
  /// [2][W]: the lanes' places in pixels in that frame, and the centroids' offsets from them.
  const double *positions;
  const double *centroids;
  /// [QUADLESS_SAMPLE_LIMIT][2]: sample positions' offsets from the pixel's centre, for interpolateAtSample.
  const double *sampleOffsets;
  /// Records of probed values: see QuadlessProbe; null where the shader has none.
  struct QuadlessProbe *probes;
  /// Bit `lane`: the lanes that run, helpers included.
  uint32_t executing;
  /// Bit `lane`: the running lanes that are helpers: what they write is not kept (gl_HelperInvocation).
  uint32_t helpers;
  /// Written: bit `lane` for the lanes whose outputs count: neither helpers nor discarded nor demoted.
  uint32_t stored;
  /// Written: QuadlessFlag bits.
  uint32_t flags;
} QuadlessInvocation;

/// Bits of QuadlessInvocation.flags.
typedef enum QuadlessFlag {
  /// A loop was ended by the iteration limit.
  QuadlessFlagIterationLimit = 1,
  /// In a stencil: lanes parted, or disagreed in something discrete, somewhere.
  QuadlessFlagTainted = 2,
} QuadlessFlag;

/// The most executions of one probe that a lane records.
enum { QuadlessProbeCapacity = 8 };

/// The executions of one value in one group: element [execution][component][W] in `values`.
///
/// The host clears `count` before each call.
typedef struct QuadlessProbe {
  /// [QuadlessProbeCapacity][components][W] elements.
  void *values;
  /// [W]: the number of executions by lane; those past the capacity are counted, not recorded.
  uint32_t *count;
  /// [QuadlessProbeCapacity][W]: 1 where lanes of the stencil had parted or disagreed in something discrete by then.
  uint8_t *tainted;
} QuadlessProbe;

/// A compiled shader.
typedef void (*QuadlessShader)(QuadlessInvocation *invocation);

/// A rectangle of groups of quads that lie wholly in one triangle, and where their colours go: floats, one sample a
/// pixel, no depth.
///
/// Groups of 4 lanes are 2x2 pixels, of 8 lanes 4x2 (two quads side by side), of 16 lanes 4x4 (two rows of those).
typedef struct QuadlessSpan {
  /// What the shader is called with, as one group is, but `outputs`, `positions`, `centroids`, `executing` and `helpers`
  /// are not read, and of `inputs` only the slots that are the same in all groups. `planes` and `wPlane` are the
  /// triangle's. Written: `flags`.
  QuadlessInvocation *invocation;
  /// [3]: the plane of depth, for gl_FragCoord.z.
  const double *depthPlane;
  /// The upper left pixel's centre, in pixels.
  double x;
  double y;
  /// gl_FragCoord.x is a pixel's x plus `fragCoordX`; gl_FragCoord.y is its y times `fragCoordSign` plus `fragCoordY`.
  double fragCoordX;
  double fragCoordY;
  double fragCoordSign;
  /// The number of groups in a row, and of rows of groups; neither is 0.
  size_t groups;
  size_t groupRows;
  /// By attachment: red, green, blue, alpha of the upper left pixel; the next pixel follows.
  float *const *attachments;
  /// The upper left pixel's: 1 is written where a pixel is drawn.
  uint8_t *coverage;
  /// The pixels from one row to the next, in the attachments and the coverage.
  size_t rowPixels;
  /// Whether w' is 1 everywhere.
  uint32_t isWithoutPerspective;
} QuadlessSpan;

/// Shades all groups of a span and writes their colours; pixels that are discarded or demoted are left alone.
typedef void (*QuadlessSpanShader)(const QuadlessSpan *span);

#endif
