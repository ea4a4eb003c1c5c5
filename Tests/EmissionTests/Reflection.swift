import CSPIRVCross

@testable import Emission

/// A module's interface as SPIRV-Cross reflects it: by name, what it is.
struct Reflection: Equatable {
  /// Kind and type of each resource, and of the members of blocks, by name.
  private(set) var resources: [String: String] = [:]

  /// Reflects a module; one that cannot be read has no resources.
  init(_ words: [UInt32]) {
    let compiler = try? CrossCompiler(words: words, backEnd: SPVC_BACKEND_NONE, name: "none")
    compiler?.withCompiler { compiler in
      let kinds = SPVC_RESOURCE_TYPE_UNIFORM_BUFFER.rawValue...SPVC_RESOURCE_TYPE_SEPARATE_SAMPLERS.rawValue
      for kind in kinds { collect(spvc_resource_type(rawValue: kind), compiler) }
    }
  }

  private mutating func collect(_ kind: spvc_resource_type, _ compiler: spvc_compiler) {
    var all: spvc_resources?
    var list: UnsafePointer<spvc_reflected_resource>?
    var count = 0
    guard spvc_compiler_create_shader_resources(compiler, &all) == SPVC_SUCCESS, let all,
      spvc_resources_get_resource_list_for_type(all, kind, &list, &count) == SPVC_SUCCESS
    else { return }
    for resource in UnsafeBufferPointer(start: list, count: count) {
      let variable = Reflection.name(of: resource.id, compiler)
      let type = Reflection.name(of: resource.base_type_id, compiler)
      resources["\(kind.rawValue) \(variable) \(type)"] = Reflection.spelling(of: resource.type_id, compiler)
    }
  }

  private static func name(of id: UInt32, _ compiler: spvc_compiler) -> String {
    spvc_compiler_get_name(compiler, id).map { String(cString: $0) } ?? ""
  }

  /// A type as text: members with their names, offsets, and dimensions.
  private static func spelling(of id: UInt32, _ compiler: spvc_compiler) -> String {
    guard let type = spvc_compiler_get_type_handle(compiler, id) else { return "?" }
    // A buffer may hold references to itself.
    if spvc_type_get_storage_class(type) == SpvStorageClassPhysicalStorageBuffer { return "reference" }
    let (columns, size) = (spvc_type_get_columns(type), spvc_type_get_vector_size(type))
    var text = "\(spvc_type_get_basetype(type).rawValue):\(columns)x\(size)"
    for dimension in 0..<spvc_type_get_num_array_dimensions(type) {
      text += "[\(spvc_type_get_array_dimension(type, dimension))]"
    }
    if spvc_type_get_basetype(type) == SPVC_BASETYPE_SAMPLED_IMAGE {
      text += "image\(spvc_type_get_image_dimension(type).rawValue)"
    }
    let base = spvc_type_get_base_type_id(type)
    for member in 0..<spvc_type_get_num_member_types(type) {
      let name = spvc_compiler_get_member_name(compiler, base, member).map { String(cString: $0) } ?? ""
      let offset = spvc_compiler_get_member_decoration(compiler, base, member, SpvDecorationOffset)
      text += " \(name)@\(offset) \(spelling(of: spvc_type_get_member_type(type, member), compiler));"
    }
    return text
  }
}
