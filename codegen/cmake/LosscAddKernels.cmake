# lossc_add_kernels(): losses in, a library of kernels and one C header per loss out.
include_guard(GLOBAL)

#   lossc_add_kernels(my_losses SOURCES my_losses.cpp BACKENDS cpu)       the user's losses
#   lossc_add_kernels(stock PREDEFINED focal dice BACKENDS cpu)           shipped ones
# makes the library target NAME; callers link it and include <NAME/LOSS.h>. Options:
#   LOSSES name…        which losses SOURCES generate, where their names cannot be read from
#                       `auto focal = loss<"focal">(…)` and LOSSC_GENERATE(…)
#   CXX_OPTIONS opt…    added when the kernels are compiled
#   STRICT              no rewrite that is not exact
# Files are rewritten only when their text changes.
function(lossc_add_kernels NAME)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "STRICT" "" "SOURCES;PREDEFINED;BACKENDS;LOSSES;CXX_OPTIONS")
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "lossc_add_kernels(${NAME}): unknown arguments: ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT NAME MATCHES "^[A-Za-z_][A-Za-z0-9_]*$")
    message(FATAL_ERROR "lossc_add_kernels(${NAME}): the name begins C functions, so it must be a C identifier")
  endif()
  if(ARG_SOURCES AND ARG_PREDEFINED)
    message(FATAL_ERROR "lossc_add_kernels(${NAME}): give SOURCES or PREDEFINED, not both; two calls make two libraries")
  endif()
  if(NOT ARG_SOURCES AND NOT ARG_PREDEFINED)
    message(FATAL_ERROR "lossc_add_kernels(${NAME}): give SOURCES with your losses, or PREDEFINED with names of shipped ones")
  endif()
  if(NOT ARG_BACKENDS)
    set(ARG_BACKENDS cpu)
  endif()
  foreach(backend IN LISTS ARG_BACKENDS)
    if(NOT backend STREQUAL "cpu")
      message(FATAL_ERROR "lossc_add_kernels(${NAME}): BACKENDS ${backend}: not available in this version; write BACKENDS cpu")
    endif()
  endforeach()
  # Global: callers in other folders link the kernels too.
  find_package(OpenMP REQUIRED COMPONENTS CXX GLOBAL)
  find_library(LOSSC_HIGHWAY hwy REQUIRED)
  find_path(LOSSC_HIGHWAY_INCLUDE_DIR hwy/highway.h REQUIRED)

  if(ARG_PREDEFINED)
    set(generator lossc_generator)
    if(NOT TARGET lossc_generator)
      set(generator lossc::lossc)
    endif()
    set(losses ${ARG_PREDEFINED})
    set(origin "the losses that lossc defines")
  else()
    set(generator ${NAME}_generator)
    add_executable(${generator} ${ARG_SOURCES})
    set_target_properties(${generator} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
    target_link_libraries(${generator} PRIVATE lossc::generator_main)
    target_compile_definitions(${generator} PRIVATE LOSSC_BUILDING_GENERATOR)
    # Full debug info holds the names of expression types, which grow exponentially.
    target_compile_options(${generator} PRIVATE $<$<CONFIG:Debug,RelWithDebInfo>:-g1>)
    set(losses ${ARG_LOSSES})
    if(NOT losses)
      _lossc_read_loss_names(losses ${ARG_SOURCES})
    endif()
    if(NOT losses)
      message(FATAL_ERROR "lossc_add_kernels(${NAME}): no LOSSC_GENERATE(…) was found in ${ARG_SOURCES}; write one, or name the losses with LOSSES")
    endif()
    list(GET ARG_SOURCES 0 origin)
    get_filename_component(origin "${origin}" NAME)
  endif()

  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${NAME}.lossc")
  set(sources "")
  set(headers "")
  foreach(loss IN LISTS losses)
    list(APPEND sources "${folder}/${loss}.cc")
    list(APPEND headers "${folder}/${NAME}/${loss}.h")
  endforeach()
  set(strict "")
  if(ARG_STRICT)
    set(strict --strict)
  endif()
  # The stamp lets Ninja see that the generator ran although no text changed.
  add_custom_command(
    OUTPUT "${folder}/stamp"
    BYPRODUCTS ${sources} ${headers}
    COMMAND ${generator} ${strict} emit ${losses} --backend cpu --library ${NAME} --out "${folder}"
            --made-from "${origin}" --regenerate "cmake --build . --target ${NAME}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${folder}/stamp"
    DEPENDS ${generator}
    COMMENT "Generating the kernels of ${NAME}"
    VERBATIM)
  add_custom_target(${NAME}_text DEPENDS "${folder}/stamp")
  set_source_files_properties(${sources} ${headers} PROPERTIES GENERATED TRUE)

  add_library(${NAME} STATIC ${sources})
  add_dependencies(${NAME} ${NAME}_text)
  target_compile_features(${NAME} PUBLIC cxx_std_17)
  set_target_properties(${NAME} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_STANDARD 17)
  # As text, not as $<TARGET_PROPERTY:lossc::…>: a caller's folder need not know the imported targets.
  get_target_property(runtime_folders lossc::codegen INTERFACE_INCLUDE_DIRECTORIES)
  get_target_property(kernel_h_folders lossc::dsl INTERFACE_INCLUDE_DIRECTORIES)
  target_include_directories(${NAME} PUBLIC "${folder}" ${kernel_h_folders}
    PRIVATE ${runtime_folders} "${LOSSC_HIGHWAY_INCLUDE_DIR}")
  # Contraction would round differently from one compiler to the next.
  target_compile_options(${NAME} PRIVATE -O2 -ffp-contract=off ${ARG_CXX_OPTIONS})
  # Private: callers link OpenMP and are not compiled with it, which would make threads of their own code.
  target_link_libraries(${NAME} PRIVATE "${LOSSC_HIGHWAY}" OpenMP::OpenMP_CXX)
endfunction()

# The names of the losses that the sources generate: `auto focal = loss<"focal">` joined with LOSSC_GENERATE(my::focal).
function(_lossc_read_loss_names RESULT)
  set(names "")
  foreach(source IN LISTS ARGN)
    get_filename_component(path "${source}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    file(READ "${path}" text)
    string(REGEX REPLACE "//[^\n]*" "" text "${text}")  # a comment may speak of LOSSC_GENERATE(…)
    string(REGEX MATCHALL "LOSSC_GENERATE\\([^)]*\\)" calls "${text}")
    foreach(call IN LISTS calls)
      string(REGEX REPLACE "LOSSC_GENERATE\\(|\\)|[ \t\r\n]" "" objects "${call}")
      string(REPLACE "," ";" objects "${objects}")
      foreach(object IN LISTS objects)
        string(REGEX REPLACE ".*::" "" object "${object}")
        set(name "${object}")
        if(text MATCHES "[ \t\n]${object}[ \t\r\n]*=[ \t\r\n]*(lossc::)?loss<\"([A-Za-z0-9_]+)\">")
          set(name "${CMAKE_MATCH_2}")
        endif()
        list(APPEND names "${name}")
      endforeach()
    endforeach()
  endforeach()
  set(${RESULT} "${names}" PARENT_SCOPE)
endfunction()
