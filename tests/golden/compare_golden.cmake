# Compares a generated file with the one that is committed; prints a unified diff and how to update.
#   cmake -DACTUAL=<file> -DGOLDEN=<file> -DUPDATE_COMMAND=<what to type> -P compare_golden.cmake
cmake_minimum_required(VERSION 3.25)

foreach(argument IN ITEMS ACTUAL GOLDEN UPDATE_COMMAND)
  if("${${argument}}" STREQUAL "")
    message(FATAL_ERROR "compare_golden.cmake needs -D${argument}=...")
  endif()
endforeach()

set(advice "If the new text is right, update with\n  ${UPDATE_COMMAND}")
if(NOT EXISTS "${ACTUAL}")
  message("${ACTUAL} was not generated, so it cannot be compared with ${GOLDEN}.")
  message(FATAL_ERROR "nothing to compare")
endif()
if(NOT EXISTS "${GOLDEN}")
  message("${GOLDEN} does not exist yet; the generated text is in ${ACTUAL}.\n${advice}")
  message(FATAL_ERROR "no golden file")
endif()

find_program(DIFF diff REQUIRED)
execute_process(COMMAND "${DIFF}" -u --label golden --label actual "${GOLDEN}" "${ACTUAL}"
                RESULT_VARIABLE status OUTPUT_VARIABLE difference ERROR_VARIABLE difference)
if(NOT status EQUAL 0)
  message("${GOLDEN} differs from what is generated now:\n${difference}\n${advice}")
  message(FATAL_ERROR "the golden file differs")
endif()
