# Runs a command that must fail and say a given text: how every harness here shows that it can fail.
#   cmake -DEXPECT=<text> -P expect_failure.cmake -- <command> <argument>...
# CTest's own WILL_FAIL and PASS_REGULAR_EXPRESSION do not combine: the second ignores the exit status.
cmake_minimum_required(VERSION 3.25)

set(command "")
set(after_dashes FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
  if(after_dashes)
    string(REPLACE ";" "\\;" argument "${CMAKE_ARGV${i}}")  # -DFLAGS=a;b is one argument
    list(APPEND command "${argument}")
  elseif(CMAKE_ARGV${i} STREQUAL "--")
    set(after_dashes TRUE)
  endif()
endforeach()

execute_process(COMMAND ${command} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(status EQUAL 0)
  message("This must fail, and it succeeded:\n${output}")
  message(FATAL_ERROR "no failure")
endif()
if("${EXPECT}" STREQUAL "")
  message(FATAL_ERROR "-DEXPECT is empty: any failure would do")
endif()
string(FIND "${output}" "${EXPECT}" at)
if(at EQUAL -1)
  message("This must say\n${EXPECT}\nand it said\n${output}")
  message(FATAL_ERROR "another failure")
endif()
