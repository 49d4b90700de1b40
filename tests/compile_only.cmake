# What the tests that only compile (headers, rejects) compile with: both compilers, and every include root.
include_guard(DIRECTORY)
get_filename_component(LOSSC_SOURCE_DIR "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)

find_program(LOSSC_GCC g++)
find_program(LOSSC_CLANG clang++)
set(lossc_compilers "")  # names of tests; LOSSC_<NAME> is the program
foreach(name IN ITEMS gcc clang)
  string(TOUPPER ${name} variable)
  if(LOSSC_${variable})
    list(APPEND lossc_compilers ${name})
    set(lossc_compiler_${name} "${LOSSC_${variable}}")
  else()
    message(WARNING "${name} was not found: the tests of headers and of rejected programs run without it.")
  endif()
endforeach()

# Given by the caller, or found: the folder that holds Eigen/Core.
find_path(LOSSC_EIGEN_INCLUDE_DIR Eigen/Core PATH_SUFFIXES eigen3)
set(lossc_include_flags
    "-I${LOSSC_SOURCE_DIR}/include" "-I${LOSSC_SOURCE_DIR}/dsl" "-I${LOSSC_SOURCE_DIR}/codegen")
if(LOSSC_EIGEN_INCLUDE_DIR)
  list(APPEND lossc_include_flags -isystem "${LOSSC_EIGEN_INCLUDE_DIR}")
endif()
