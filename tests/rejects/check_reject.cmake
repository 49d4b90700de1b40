# A wrong program must not compile and its first error must be our sentence; its corrected twin must compile.
#   cmake -DCASE=<file> -DCOMPILER=<g++ or clang++> -DFLAGS=<list> -P check_reject.cmake
# One file holds both: `#ifdef WRONG`, and the sentence in a line `// expect: <sentence>`. No double quotes
# in a sentence: clang prints those of a static_assert as \".
cmake_minimum_required(VERSION 3.25)

file(READ "${CASE}" text)
if(NOT "\n${text}" MATCHES "\n// expect: ([^\n]+)")
  message("${CASE} has no line '// expect: <sentence>'.")
  message(FATAL_ERROR "no sentence")
endif()
set(sentence "${CMAKE_MATCH_1}")

# LC_ALL=C: error messages in English, with plain quotes.
function(compile result_status result_output)
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env LC_ALL=C
            "${COMPILER}" ${FLAGS} -std=c++20 -fsyntax-only ${ARGN} "${CASE}"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  set(${result_status} "${status}" PARENT_SCOPE)
  set(${result_output} "${output}" PARENT_SCOPE)
endfunction()

compile(status output)
if(NOT status EQUAL 0)
  message("${CASE}: the corrected program must compile, and does not:\n${output}")
  message(FATAL_ERROR "the corrected program does not compile")
endif()

compile(status output -DWRONG)
if(status EQUAL 0)
  message("${CASE}: the wrong program compiles; it should be refused with\n  ${sentence}")
  message(FATAL_ERROR "the wrong program compiles")
endif()
string(REGEX MATCH "[^\n]*error:[^\n]*" first_error "${output}")
string(FIND "${first_error}" "${sentence}" at)
if(at EQUAL -1)
  message("${CASE}: the first error should say\n  ${sentence}\nand it is\n  ${first_error}\nof\n${output}")
  message(FATAL_ERROR "another error comes first")
endif()
