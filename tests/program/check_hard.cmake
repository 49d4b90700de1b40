# Every predefined loss keeps its promise on hard inputs.
#   cmake -DLOSSC=<program> -P check_hard.cmake
cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND "${LOSSC}" list OUTPUT_VARIABLE list COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "(^|\n)[a-z0-9_]+" losses "${list}")
list(TRANSFORM losses STRIP)
set(failed "")
foreach(loss IN LISTS losses)
  execute_process(COMMAND "${LOSSC}" check ${loss} --hard RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE error)
  if(NOT status EQUAL 0)
    list(APPEND failed ${loss})
    message("${output}${error}")
  endif()
endforeach()
list(LENGTH losses count)
if(failed OR count LESS 18)
  message(FATAL_ERROR "Of ${count} losses these break their promise on hard inputs: ${failed}")
endif()
