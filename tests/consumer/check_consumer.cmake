# Builds the consumer project in a fresh folder, runs its callers, and sees what a change of the losses rebuilds.
#   cmake -DPROJECT=<folder> -DSCRATCH=<folder> -DGENERATOR=<name> -DOPTIONS=<list of -D…>
#         [-DINSTALL_FROM=<build folder>] -P check_consumer.cmake
# With INSTALL_FROM that build is installed into the scratch folder first and found there; the installed
# program then compiles a kernel on demand with the headers of that folder.
cmake_minimum_required(VERSION 3.25)

# Runs a command that must succeed; what it printed is left in `output`.
macro(expect_success sentence)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message("${output}")
    message(FATAL_ERROR "${sentence}")
  endif()
endmacro()

function(expect_printed text)
  string(FIND "${output}" "${text}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "The build should say '${text}', and it said:\n${output}")
  endif()
endfunction()

function(expect_not_printed text)
  string(FIND "${output}" "${text}" at)
  if(NOT at EQUAL -1)
    message(FATAL_ERROR "The build should not say '${text}', and it said:\n${output}")
  endif()
endfunction()

function(replace_in_losses old new)
  file(READ "${SCRATCH}/project/kernels/losses.cpp" text)
  string(REPLACE "${old}" "${new}" changed "${text}")
  if(changed STREQUAL text)
    message(FATAL_ERROR "losses.cpp does not hold '${old}', so nothing can be replaced.")
  endif()
  file(WRITE "${SCRATCH}/project/kernels/losses.cpp" "${changed}")
endfunction()

file(REMOVE_RECURSE "${SCRATCH}")
file(COPY "${PROJECT}/" DESTINATION "${SCRATCH}/project")
if(INSTALL_FROM)
  expect_success("lossc cannot be installed." "${CMAKE_COMMAND}" --install "${INSTALL_FROM}" --prefix "${SCRATCH}/prefix")
  list(APPEND OPTIONS "-DCMAKE_PREFIX_PATH=${SCRATCH}/prefix")

  # The sources are still there: which headers it was is read from the cache, which keeps their text.
  file(APPEND "${SCRATCH}/prefix/include/lossc/kernel.h" "// of this prefix\n")
  expect_success("The installed program cannot compile a kernel." "${CMAKE_COMMAND}" -E env --unset=LOSSC_INCLUDE_DIR
                 "XDG_CACHE_HOME=${SCRATCH}/cache" "CXX=c++ -DHWY_COMPILE_ONLY_STATIC"
                 "${SCRATCH}/prefix/bin/lossc" --strict check mse)
  file(GLOB made_with "${SCRATCH}/cache/lossc/*/made_with.txt")
  file(READ "${made_with}" text)
  if(NOT text MATCHES "// of this prefix")
    message(FATAL_ERROR "The installed program compiled a kernel with other headers than those beside it.")
  endif()
endif()

set(build "${CMAKE_COMMAND}" --build "${SCRATCH}/build" -j 2)
expect_success("The project cannot be configured." "${CMAKE_COMMAND}" -G "${GENERATOR}" -S "${SCRATCH}/project"
               -B "${SCRATCH}/build" -DCMAKE_BUILD_TYPE=Release ${OPTIONS})
expect_printed("lossc_add_kernels(shipped_losses): no CUDA kernels, since there is no nvcc")
expect_success("The project cannot be built." ${build})
expect_printed(pinball.cc.o)
expect_printed(poisson.cc.o)
foreach(caller IN ITEMS caller_in_cpp caller_in_c)
  expect_success("${caller} failed." "${SCRATCH}/build/${caller}")
endforeach()

replace_in_losses("namespace own {" "// A remark that changes no kernel.\nnamespace own {")
expect_success("The project cannot be built after a comment was added." ${build})
expect_printed("Generating the kernels of own_losses")
expect_not_printed(.cc.o)

replace_in_losses("mean(exp(log_rate)" "mean(2_c * exp(log_rate)")
expect_success("The project cannot be built after a formula was changed." ${build})
expect_printed(poisson.cc.o)
expect_not_printed(pinball.cc.o)
execute_process(COMMAND "${SCRATCH}/build/caller_in_cpp" RESULT_VARIABLE status OUTPUT_VARIABLE output)
if(status EQUAL 0)
  message(FATAL_ERROR "The formula was changed, and caller_in_cpp still finds the old numbers.")
endif()
expect_printed("poisson is ")
