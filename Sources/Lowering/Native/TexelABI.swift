/// What a shader asks of its textures, as generated headers declare it: word for word a part of CShaderABI.h, so that
/// a header needs no other.
enum TexelABI {
  static let text = """
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

    """
}
