import CSPIRVCross

/// Writes a fragment shader in the Metal shading language, version `version` (major × 10000 + minor ×
/// 100).
public func emitMSL(
  words: [UInt32], version: Int = 2_03_00, entryPoint: String? = nil
) throws(EmissionError) -> String {
  let survey = ModuleSurvey(words: words)
  try survey.refuseUnreadable()
  // An assertion in SPIRV-Cross, which ends the process.
  if survey.hasUnsizedResources { throw .inexpressible("an array of resources without a size") }
  let compiler = try CrossCompiler(words: words, backEnd: SPVC_BACKEND_MSL, name: "MSL")
  try compiler.chooseEntryPoint(entryPoint)
  try compiler.set(SPVC_COMPILER_OPTION_MSL_VERSION, version)
  return try compiler.compile()
}

/// Writes a fragment shader in HLSL for shader model `shaderModel` (major × 10 + minor).
public func emitHLSL(
  words: [UInt32], shaderModel: Int = 60, entryPoint: String? = nil
) throws(EmissionError) -> String {
  try ModuleSurvey(words: words).refuseUnreadable()
  let compiler = try CrossCompiler(words: words, backEnd: SPVC_BACKEND_HLSL, name: "HLSL")
  try compiler.chooseEntryPoint(entryPoint)
  try compiler.set(SPVC_COMPILER_OPTION_HLSL_SHADER_MODEL, shaderModel)
  // Point coordinates have no counterpart: the option writes a constant rather than failing.
  try compiler.set(SPVC_COMPILER_OPTION_HLSL_POINT_COORD_COMPAT, true)
  return try compiler.compile()
}
