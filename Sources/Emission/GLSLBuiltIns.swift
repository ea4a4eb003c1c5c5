/// The built-in functions of GLSL 4.60 and ESSL 3.20 (chapter 8 of both specifications), which a local
/// variable may hide in the source but not in the output: there, statements move across scopes.
let glslBuiltInFunctions: Set<Substring> = Set(
  """
  radians degrees sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh pow exp log exp2 log2 sqrt \
  inversesqrt abs sign floor trunc round roundEven ceil fract mod modf min max clamp mix step smoothstep \
  isnan isinf floatBitsToInt floatBitsToUint intBitsToFloat uintBitsToFloat fma frexp ldexp \
  packUnorm2x16 packSnorm2x16 packUnorm4x8 packSnorm4x8 unpackUnorm2x16 unpackSnorm2x16 unpackUnorm4x8 \
  unpackSnorm4x8 packHalf2x16 unpackHalf2x16 packDouble2x32 unpackDouble2x32 length distance dot cross \
  normalize ftransform faceforward reflect refract matrixCompMult outerProduct transpose determinant inverse \
  lessThan lessThanEqual greaterThan greaterThanEqual equal notEqual any all not uaddCarry usubBorrow \
  umulExtended imulExtended bitfieldExtract bitfieldInsert bitfieldReverse bitCount findLSB findMSB \
  textureSize textureQueryLod textureQueryLOD textureQueryLevels textureSamples texture textureProj \
  textureLod textureOffset texelFetch texelFetchOffset textureProjOffset textureLodOffset textureProjLod \
  textureProjLodOffset textureGrad textureGradOffset textureProjGrad textureProjGradOffset textureGather \
  textureGatherOffset textureGatherOffsets atomicCounterIncrement atomicCounterDecrement atomicCounter \
  atomicAdd atomicMin atomicMax atomicAnd atomicOr atomicXor atomicExchange atomicCompSwap imageSize \
  imageSamples imageLoad imageStore imageAtomicAdd imageAtomicMin imageAtomicMax imageAtomicAnd \
  imageAtomicOr imageAtomicXor imageAtomicExchange imageAtomicCompSwap dFdx dFdy fwidth dFdxFine dFdyFine \
  fwidthFine dFdxCoarse dFdyCoarse fwidthCoarse interpolateAtCentroid interpolateAtSample \
  interpolateAtOffset barrier memoryBarrier memoryBarrierAtomicCounter memoryBarrierBuffer \
  memoryBarrierShared memoryBarrierImage groupMemoryBarrier subpassLoad noise1 noise2 noise3 noise4
  """.split { $0 == " " || $0 == "\n" })

/// Words that are keywords in newer dialects, and were free for names in GLSL 110 to 150 or ESSL 100.
let glslLaterWords: Set<String> = [
  "sample", "texture1D", "texture2D", "texture3D", "textureCube", "buffer", "shared", "coherent",
  "restrict", "readonly", "writeonly", "subroutine", "patch", "layout", "precise", "resource", "smooth",
  "flat", "noperspective", "centroid", "case", "switch", "default", "uint", "double", "common", "partition",
  "active", "filter", "superp", "image1D", "image2D", "image3D", "imageCube", "atomic_uint", "sampler",
]

/// Built-in variables of fragment shaders that SPIRV-Cross knows by number only (SPIR-V specification,
/// section 3.21), by what it prints for them.
let glslBuiltInVariables: [Substring: String] = [
  "gl_BuiltIn_4160": "gl_CoreIDARM",
  "gl_BuiltIn_4161": "gl_CoreCountARM",
  "gl_BuiltIn_4162": "gl_CoreMaxIDARM",
  "gl_BuiltIn_4163": "gl_WarpIDARM",
  "gl_BuiltIn_4164": "gl_WarpMaxIDARM",
  "gl_BuiltIn_4992": "gl_BaryCoordNoPerspAMD",
  "gl_BuiltIn_4993": "gl_BaryCoordNoPerspCentroidAMD",
  "gl_BuiltIn_4994": "gl_BaryCoordNoPerspSampleAMD",
  "gl_BuiltIn_4995": "gl_BaryCoordSmoothAMD",
  "gl_BuiltIn_4996": "gl_BaryCoordSmoothCentroidAMD",
  "gl_BuiltIn_4997": "gl_BaryCoordSmoothSampleAMD",
  "gl_BuiltIn_4998": "gl_BaryCoordPullModelAMD",
  "gl_BuiltIn_5292": "gl_FragSizeEXT",
  "gl_BuiltIn_5293": "gl_FragInvocationCountEXT",
  "gl_BuiltIn_5374": "gl_WarpsPerSMNV",
  "gl_BuiltIn_5375": "gl_SMCountNV",
  "gl_BuiltIn_5376": "gl_WarpIDNV",
  "gl_BuiltIn_5377": "gl_SMIDNV",
]
