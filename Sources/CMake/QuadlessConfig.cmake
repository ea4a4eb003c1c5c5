# Quadless for CMake: find_package(Quadless) gives quadless_shaders and the command, Quadless::quadless.
cmake_minimum_required(VERSION 3.20)

get_filename_component(_quadless_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
find_program(QUADLESS_EXECUTABLE quadless HINTS "${_quadless_prefix}/bin"
  DOC "The command that converts fragment shaders")
unset(_quadless_prefix)
if(NOT QUADLESS_EXECUTABLE)
  set(Quadless_FOUND FALSE)
  set(Quadless_NOT_FOUND_MESSAGE "the command 'quadless' is neither beside this package nor in the PATH")
  return()
endif()
if(NOT TARGET Quadless::quadless)
  add_executable(Quadless::quadless IMPORTED GLOBAL)
  set_target_properties(Quadless::quadless PROPERTIES IMPORTED_LOCATION "${QUADLESS_EXECUTABLE}")
endif()

# Converts fragment shaders while `target` is built; what is no target yet becomes one that is part of `all`.
#
#   quadless_shaders(<target> SOURCES <shader>...
#     [OPTIONS <argument>...]         # for quadless: -I, -D, -O, --on-cut …; -I is relative to the source directory
#     [OUTPUT_DIRECTORY <directory>]  # default: the build directory
#     [EMIT spv|glsl|spvasm|msl|hlsl] # default: spv
#     [OUTPUTS <variable>])           # gets the paths of what is written
#
# A shader is converted again when it, or a file it includes, was changed, or its options were, or quadless itself.
# Sources are taken from the source directory, a relative output directory from the build directory, as CMake does.
function(quadless_shaders target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "OUTPUT_DIRECTORY;EMIT;OUTPUTS" "SOURCES;OPTIONS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "quadless_shaders: '${arg_UNPARSED_ARGUMENTS}' is none of its arguments")
  endif()
  if(NOT arg_SOURCES)
    message(FATAL_ERROR "quadless_shaders: no SOURCES")
  endif()
  if(NOT arg_EMIT)
    set(arg_EMIT spv)
  endif()
  set(suffix_spv .spv)
  set(suffix_glsl .frag)
  set(suffix_spvasm .spvasm)
  set(suffix_msl .metal)
  set(suffix_hlsl .hlsl)
  if(NOT DEFINED suffix_${arg_EMIT})
    message(FATAL_ERROR "quadless_shaders: EMIT is spv, glsl, spvasm, msl or hlsl, not '${arg_EMIT}'")
  endif()
  if(NOT arg_OUTPUT_DIRECTORY)
    set(arg_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  endif()
  get_filename_component(directory "${arg_OUTPUT_DIRECTORY}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")
  file(MAKE_DIRECTORY "${directory}")

  # The command runs in the build directory, which paths in depfiles are relative to.
  set(options "")
  set(is_directory FALSE)
  foreach(option IN LISTS arg_OPTIONS)
    set(flag "")
    if(option MATCHES "^-I(.+)$")
      set(flag "-I")
      set(option "${CMAKE_MATCH_1}")
    endif()
    if((flag OR is_directory) AND NOT option MATCHES "^\\$<")
      get_filename_component(option "${option}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    endif()
    list(APPEND options "${flag}${option}")
    string(COMPARE EQUAL "${flag}${option}" "-I" is_directory)
  endforeach()

  # An output that did not change is not written again. Ninja remembers that; make compares times.
  set(touch "")
  if(NOT CMAKE_GENERATOR MATCHES "Ninja")
    set(touch COMMAND "${CMAKE_COMMAND}" -E touch)
  endif()
  set(outputs "")
  foreach(source IN LISTS arg_SOURCES)
    get_filename_component(input "${source}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    get_filename_component(name "${source}" NAME)
    # The names are those of --output-directory: x.frag becomes x.frag.spv, and stays x.frag as GLSL.
    set(output "${directory}/${name}${suffix_${arg_EMIT}}")
    if(arg_EMIT STREQUAL "glsl" AND name MATCHES "\\.(frag|glsl|fs)$")
      set(output "${directory}/${name}")
    endif()
    if(output STREQUAL input)
      message(FATAL_ERROR "quadless_shaders: '${input}' would be written over; give an OUTPUT_DIRECTORY")
    endif()
    set(finish "")
    if(touch)
      set(finish ${touch} "${output}")
    endif()
    add_custom_command(
      OUTPUT "${output}"
      COMMAND Quadless::quadless "${input}" -o "${output}" --emit ${arg_EMIT} -MD ${options}
      ${finish}
      DEPENDS "${input}" "${QUADLESS_EXECUTABLE}"
      DEPFILE "${output}.d"
      COMMENT "Converting shader ${name}"
      COMMAND_EXPAND_LISTS VERBATIM)
    list(APPEND outputs "${output}")
  endforeach()

  if(TARGET ${target})
    # A target that has sources of its own takes the shaders among them, so that they are made before it.
    target_sources(${target} PRIVATE ${outputs})
    set_source_files_properties(${outputs} PROPERTIES HEADER_FILE_ONLY TRUE)
  else()
    add_custom_target(${target} ALL DEPENDS ${outputs})
  endif()
  if(arg_OUTPUTS)
    set(${arg_OUTPUTS} "${outputs}" PARENT_SCOPE)
  endif()
endfunction()
