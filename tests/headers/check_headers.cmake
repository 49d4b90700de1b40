# Compiles each header alone, included twice: it includes what it uses, and is guarded.
#   cmake -DROOT=<repository> -DCOMPILER=<g++ or clang++> -DINCLUDE_FLAGS=<list> -DSCRATCH=<folder>
#         [-DHEADERS=<list> -DFLAGS=<list>] -P check_headers.cmake
# Without HEADERS: every header, as C++20; those that generated kernels include, as C++17. Those of CUDA kernels
# for the emulated grid: nvcc sees them in tests/cuda_build.
cmake_minimum_required(VERSION 3.25)
cmake_path(ABSOLUTE_PATH ROOT)

if(NOT HEADERS)
  foreach(folder IN ITEMS include dsl codegen)
    file(GLOB_RECURSE found RELATIVE "${ROOT}" "${ROOT}/${folder}/*.h" "${ROOT}/${folder}/*.hpp")
    list(APPEND HEADERS ${found})
  endforeach()
  # Highway compiles these once per instruction set, inside namespaces that the including file opens.
  list(FILTER HEADERS EXCLUDE REGEX "-inl\\.h$")
  # The other half of emulate/device.h, which only nvcc can compile.
  list(FILTER HEADERS EXCLUDE REGEX "^codegen/lossc/runtime/cuda_device\\.h$")
  list(SORT HEADERS)
endif()
if(NOT HEADERS)
  message(FATAL_ERROR "There is no header under ${ROOT}.")
endif()

file(MAKE_DIRECTORY "${SCRATCH}")
set(failures 0)
foreach(header IN LISTS HEADERS)
  set(flags ${FLAGS})
  if(NOT flags)
    set(flags -x c++ -std=c++20)
    if(header MATCHES "^codegen/lossc/(runtime|emulate)/|/cuda\\.h$")
      set(flags -x c++ -std=c++17 -DLOSSC_EMULATED_GRID)
    endif()
    if(header MATCHES "^codegen/lossc/runtime/cuda_")
      list(APPEND flags -include lossc/emulate/device.h)  # what cuda.h includes before these
    endif()
  endif()
  string(REGEX REPLACE "^(include|dsl|codegen)/" "" spelling "${header}")
  # A source that begins with its header has compiled it alone.
  string(REGEX REPLACE "\\.hpp$" ".cpp" source "${ROOT}/${header}")
  if(source MATCHES "\\.cpp$" AND EXISTS "${source}")
    file(STRINGS "${source}" includes REGEX "^#include")
    file(STRINGS "${ROOT}/${header}" guard REGEX "^#pragma once$")
    list(GET includes 0 first)
    if(first STREQUAL "#include <${spelling}>" AND guard)
      continue()
    endif()
  endif()
  file(WRITE "${SCRATCH}/twice" "#include <${spelling}>\n#include <${spelling}>\n")
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env LC_ALL=C
            "${COMPILER}" ${flags} -fsyntax-only ${INCLUDE_FLAGS} "${SCRATCH}/twice"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    list(JOIN flags " " flags)
    message("${header} does not compile when it is all that a file includes, twice "
            "(${COMPILER} ${flags}):\n${output}")
    math(EXPR failures "${failures} + 1")
  endif()
endforeach()

list(LENGTH HEADERS count)
if(failures GREATER 0)
  message(FATAL_ERROR "${failures} of ${count} headers do not compile alone.")
endif()
message("${count} headers compile alone.")
