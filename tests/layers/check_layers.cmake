# Checks who may include whom: the path of a file tells its layer, the layer tells what it may include.
#   cmake -DROOT=<repository> -P check_layers.cmake
# A file may always include its own layer. Headers of other libraries are free, except for kernel.h.
cmake_minimum_required(VERSION 3.25)
cmake_path(ABSOLUTE_PATH ROOT)

set(every_layer "base op expr graph grad rewrite loss plan emit runtime emulate program evaluate")

# folder or file                     | may include: layers, files of lossc, headers of C
set(rules
  "dsl/lossc/base                    |"
  "dsl/lossc/op                      | base"
  "dsl/lossc/expr                    | op base"
  "dsl/lossc/loss                    | expr"                        # what a user could have written
  "dsl/lossc/graph                   | op base"
  "dsl/lossc/graph/lower.hpp         | expr op base"                # the bridge from types to values
  "dsl/lossc/grad                    | graph op base"
  "dsl/lossc/rewrite                 | grad graph op base"
  "codegen/lossc/plan                | rewrite grad graph op base"
  "codegen/lossc/plan/interpreter.hpp | evaluate graph op base"     # plans in plain loops, on evaluate's arrays
  "codegen/lossc/emit                | pipeline.hpp plan rewrite grad graph op base"
  "codegen/lossc/runtime             | kernel.h"
  "codegen/lossc/emulate             | runtime kernel.h"
  "codegen/lossc/cuda.h              | runtime emulate"             # one or the other: nvcc, or the host
  "codegen/lossc/program             | pipeline.hpp plan emit runtime emulate evaluate rewrite grad graph op base kernel.h"
  "codegen/lossc/pipeline.hpp        | plan rewrite grad graph op base"
  "codegen/lossc/pipeline.cpp        | pipeline.hpp plan rewrite grad graph op base"
  "codegen/lossc/generate.hpp        | program expr graph"          # the user's losses meet the program
  "codegen/lossc/generator_main.cpp  | generate.hpp program"
  "codegen/main.cpp                  | ${every_layer} generate.hpp pipeline.hpp lossc.hpp evaluate.hpp kernel.h"
  "include/lossc/lossc.hpp           | expr generate.hpp"           # the compiler only in a generator
  "include/lossc/evaluate            | rewrite grad graph op base"
  "include/lossc/evaluate.hpp        | evaluate lossc.hpp loss rewrite grad graph expr op base"
  "include/lossc/kernel.h            | <stddef.h> <stdint.h>"       # C callers and nvcc read nothing else
)

# The rule of a file is that of its own path, else that of its folder.
foreach(rule IN LISTS rules)
  string(REGEX MATCH "^([^ |]+) *\\| *(.*)$" unused "${rule}")
  set(path "${CMAKE_MATCH_1}")
  set(targets "${CMAKE_MATCH_2}")
  string(REPLACE " " ";" targets "${targets}")
  list(APPEND ruled_paths "${path}")
  set("allowed_${path}" "${targets}")
  cmake_path(GET path FILENAME "layer_${path}")
endforeach()

# "base", "op and base", "graph, op and base", "nothing of lossc".
function(in_words result)
  if(NOT ARGN)
    set(${result} "nothing of lossc" PARENT_SCOPE)
    return()
  endif()
  list(POP_BACK ARGN last)
  list(JOIN ARGN ", " words)
  string(JOIN " and " words ${words} ${last})
  set(${result} "${words} only" PARENT_SCOPE)
endfunction()

# The include directives of a file, as <path> or "path". Emitters hold raw strings with directives of
# the generated code; those are dropped. A directive whose name is a macro is Highway's and is skipped.
function(includes_of file result)
  file(READ "${file}" text)
  while(text MATCHES "R\"([^()\\ \n]*)\\(")
    set(opening "${CMAKE_MATCH_0}")
    set(closing ")${CMAKE_MATCH_1}\"")
    string(FIND "${text}" "${opening}" from)
    string(SUBSTRING "${text}" 0 ${from} before)
    string(SUBSTRING "${text}" ${from} -1 after)
    string(FIND "${after}" "${closing}" to)
    if(to EQUAL -1)
      break()
    endif()
    string(LENGTH "${closing}" length)
    math(EXPR to "${to} + ${length}")
    string(SUBSTRING "${after}" ${to} -1 after)
    set(text "${before}\"\"${after}")
  endwhile()
  string(REGEX MATCHALL "\n[ \t]*#[ \t]*include[ \t]*[<\"][^<>\"\n]*[>\"]" directives "\n${text}")
  list(TRANSFORM directives REPLACE "^[^<\"]+" "")
  set(${result} "${directives}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE "${ROOT}"
     "${ROOT}/include/*.h" "${ROOT}/dsl/*.h" "${ROOT}/codegen/*.h"
     "${ROOT}/include/*.hpp" "${ROOT}/dsl/*.hpp" "${ROOT}/codegen/*.hpp"
     "${ROOT}/include/*.cpp" "${ROOT}/dsl/*.cpp" "${ROOT}/codegen/*.cpp")
if(NOT files)
  message(FATAL_ERROR "There is no source file under ${ROOT}.")
endif()

set(violations 0)
macro(violation sentence)
  message("${sentence}")
  math(EXPR violations "${violations} + 1")
endmacro()

list(SORT files)
foreach(file IN LISTS files)
  set(path "${file}")
  if(NOT path IN_LIST ruled_paths)
    cmake_path(GET file PARENT_PATH path)
  endif()
  if(NOT path IN_LIST ruled_paths)
    violation("${file} is in no layer: move it into one, or give ${path} a row in check_layers.cmake")
    continue()
  endif()
  set(layer "${layer_${path}}")
  cmake_path(GET file PARENT_PATH own_folder)
  cmake_path(GET own_folder FILENAME own_layer)

  includes_of("${ROOT}/${file}" includes)
  foreach(include IN LISTS includes)
    string(REGEX REPLACE "^.(.*).$" "\\1" target "${include}")
    if(include MATCHES "^\"")
      violation("${file} includes ${include}: write <lossc/...>, so that the path shows the layer")
    elseif(target MATCHES "^lossc/([^/]+)")
      if(NOT CMAKE_MATCH_1 IN_LIST allowed_${path} AND NOT CMAKE_MATCH_1 STREQUAL own_layer)
        in_words(words ${allowed_${path}})
        violation("${file} includes ${target}: ${layer} may include ${words}")
      endif()
    elseif("${allowed_${path}}" MATCHES "<" AND NOT include IN_LIST allowed_${path})
      in_words(words ${allowed_${path}})
      violation("${file} includes ${include}: ${layer} may include ${words}")
    endif()
  endforeach()
endforeach()

list(LENGTH files count)
if(violations GREATER 0)
  message(FATAL_ERROR "${violations} of the includes break a rule.")
endif()
message("${count} files, every include within its layer's rule.")
