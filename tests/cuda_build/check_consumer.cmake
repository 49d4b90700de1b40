# Installs lossc, builds the project that calls CUDA kernels, and runs it where no GPU is seen.
#   cmake -DPROJECT=<folder> -DSCRATCH=<folder> -DGENERATOR=<name> -DOPTIONS=<list of -D…> -DNVCC=<program, or empty>
#         -DINSTALL_FROM=<build folder> -P check_consumer.cmake
cmake_minimum_required(VERSION 3.25)
if(NOT NVCC)
  message("Skipped: there is no nvcc.")
  return()
endif()

# Runs a command that must succeed; what it printed is left in `output`.
macro(expect_success sentence)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message("${output}")
    message(FATAL_ERROR "${sentence}")
  endif()
endmacro()

file(REMOVE_RECURSE "${SCRATCH}")
expect_success("lossc cannot be installed." "${CMAKE_COMMAND}" --install "${INSTALL_FROM}" --prefix "${SCRATCH}/prefix")
expect_success("The project cannot be configured." "${CMAKE_COMMAND}" -G "${GENERATOR}" -S "${PROJECT}"
               -B "${SCRATCH}/build" -DCMAKE_BUILD_TYPE=Release "-DCMAKE_PREFIX_PATH=${SCRATCH}/prefix" ${OPTIONS})
set(build "${CMAKE_COMMAND}" --build "${SCRATCH}/build" -j 2)
expect_success("The project cannot be built." ${build})
foreach(caller IN ITEMS caller cuda_only)
  expect_success("${caller} failed." "${CMAKE_COMMAND}" -E env CUDA_VISIBLE_DEVICES= "${SCRATCH}/build/${caller}")
  message("${caller}: ${output}")
endforeach()

# What nvcc read is known to the build: a header of the runtime that changes compiles the kernels anew.
file(APPEND "${SCRATCH}/prefix/include/lossc/runtime/cuda_team.h" "// a remark\n")
expect_success("The project cannot be built after a header was changed." ${build} --target gpu)
if(NOT output MATCHES "Compiling mae.cu of gpu for sm_80, sm_90")
  message(FATAL_ERROR "A header of the runtime was changed and mae.cu was not compiled again. The build said:\n${output}")
endif()
