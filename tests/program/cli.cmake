# Runs the lossc program and checks all of what it did: status, both outputs, and the files it left.
#   cmake -DLOSSC=<program> -DARRAYS=<folder> -DWORK=<own folder> -DPYTHON=<python3> -DCASE=<file> -P cli.cmake
# It runs in ARRAYS. The case sets
#   RUN       the arguments; {OUT} stands for WORK/out
#   STATUS    the exit status, 0 unless set
#   ERROR     all of stderr, without the line end; empty unless set
#   ERROR_LIKE  instead of ERROR, a regular expression that all of stderr matches
#   OUTPUT    a text that stdout contains; with another status than 0, stdout must be empty
#   FILES     the files in WORK/out afterwards, sorted; unless set the folder must not exist
#   OLD       a file that is in WORK/out before, and must be there unchanged afterwards
#   ENV       NAME=VALUE, in the environment of the program
#   COMPARE   a case of arrays.py that the results are compared with
cmake_minimum_required(VERSION 3.25)

include("${CASE}")
string(REPLACE "{OUT}" "${WORK}/out" arguments "${RUN}")
if("${STATUS}" STREQUAL "")
  set(STATUS 0)
endif()

file(REMOVE_RECURSE "${WORK}/out")
file(MAKE_DIRECTORY "${WORK}")
if(NOT "${OLD}" STREQUAL "")
  file(WRITE "${WORK}/out/${OLD}" "from before")
endif()
# Never the user's own cache; one for all tests, so that a kernel is compiled once.
set(ENV{XDG_CACHE_HOME} "${ARRAYS}/cache")
# The same everywhere: without a GPU.
set(ENV{CUDA_VISIBLE_DEVICES} -1)
if(NOT "${ENV}" STREQUAL "")
  string(REGEX MATCH "^([^=]*)=(.*)$" unused "${ENV}")
  set(ENV{${CMAKE_MATCH_1}} "${CMAKE_MATCH_2}")
endif()
execute_process(COMMAND "${LOSSC}" ${arguments} WORKING_DIRECTORY "${ARRAYS}"
                RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE error)

set(failed FALSE)
macro(wrong text)
  message("${text}")
  set(failed TRUE)
endmacro()

if(NOT status STREQUAL STATUS)
  wrong("the status is ${status}, not ${STATUS}")
endif()
string(STRIP "${error}" error)
if(NOT "${ERROR_LIKE}" STREQUAL "")
  if(NOT error MATCHES "^${ERROR_LIKE}$")
    wrong("stderr is\n  ${error}\nand not like\n  ${ERROR_LIKE}")
  endif()
elseif(NOT error STREQUAL "${ERROR}")
  wrong("stderr is\n  ${error}\nand not\n  ${ERROR}")
endif()
if(NOT STATUS EQUAL 0 AND NOT output STREQUAL "")
  wrong("stdout must be empty, and is\n${output}")
endif()
string(FIND "${output}" "${OUTPUT}" at)
if(at EQUAL -1)
  wrong("stdout is\n${output}\nand does not contain\n${OUTPUT}")
endif()

file(GLOB files RELATIVE "${WORK}/out" "${WORK}/out/*" "${WORK}/out/*/*")
list(SORT files)
if(NOT "${OLD}" STREQUAL "")
  file(READ "${WORK}/out/${OLD}" content)
  if(NOT content STREQUAL "from before")
    wrong("${OLD} was overwritten")
  endif()
  list(REMOVE_ITEM files "${OLD}")
elseif("${FILES}" STREQUAL "" AND EXISTS "${WORK}/out")
  wrong("the folder for the results was made")
endif()
if(NOT files STREQUAL "${FILES}")
  wrong("the files are '${files}', not '${FILES}'")
endif()

if(NOT "${COMPARE}" STREQUAL "")
  execute_process(COMMAND "${PYTHON}" "${CMAKE_CURRENT_LIST_DIR}/arrays.py" compare "${COMPARE}" "${WORK}/out"
                  RESULT_VARIABLE comparison)
  if(NOT comparison EQUAL 0)
    wrong("the results are not those of arrays.py")
  endif()
endif()

if(failed)
  list(JOIN arguments " " arguments)
  message(FATAL_ERROR "not as expected: lossc ${arguments}")
endif()
