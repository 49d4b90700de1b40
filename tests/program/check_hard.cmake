# Every predefined loss keeps its promise on hard inputs, but for two that overflow on the way.
#   cmake -DLOSSC=<program> -P check_hard.cmake
cmake_minimum_required(VERSION 3.25)

# gaussian_nll: (target - mean)^2 * e^88.7 is beyond f32, and half of it, over the count, is not.
# weighted_variance: deviations of 2^120 have squares beyond f32, and a difference of these is NaN where it is inf.
set(known gaussian_nll weighted_variance)

execute_process(COMMAND "${LOSSC}" list OUTPUT_VARIABLE list COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "(^|\n)[a-z0-9_]+" losses "${list}")
list(TRANSFORM losses STRIP)
set(failed "")
foreach(loss IN LISTS losses)
  execute_process(COMMAND "${LOSSC}" check ${loss} --hard RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE error)
  if(NOT status EQUAL 0)
    list(APPEND failed ${loss})
    if(NOT loss IN_LIST known)
      message("${output}${error}")
    endif()
  endif()
endforeach()
list(LENGTH losses count)
if(NOT failed STREQUAL known OR count LESS 18)
  message(FATAL_ERROR "Of ${count} losses '${failed}' break their promise on hard inputs, not '${known}'")
endif()
message("All other losses of ${count} keep their promise on hard inputs.")
