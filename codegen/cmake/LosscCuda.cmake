# The CUDA half of lossc_add_kernels(): finds nvcc, and compiles each loss's .cu for all architectures into one object.
include_guard(GLOBAL)
cmake_policy(VERSION 3.25)  # dependency files of custom commands work in every folder

# Not CMake's own CUDA language: a function cannot enable it, nor can the folder that happens to call first,
# since every folder that links the kernels would have to know it.
function(_lossc_find_nvcc NVCC RUNTIME)
  set(${NVCC} "" PARENT_SCOPE)
  find_package(CUDAToolkit 12 QUIET)
  if(CUDAToolkit_FOUND AND CUDAToolkit_NVCC_EXECUTABLE AND TARGET CUDA::cudart_static)
    set(${NVCC} "${CUDAToolkit_NVCC_EXECUTABLE}" PARENT_SCOPE)
    # As files, since imported targets are not seen in every folder that links the kernels.
    get_target_property(cudart CUDA::cudart_static IMPORTED_LOCATION)
    set(${RUNTIME} "${cudart}" ${CMAKE_DL_LIBS} rt pthread PARENT_SCOPE)
  endif()
endfunction()

# Adds to the library NAME the objects of FOLDER/LOSS.cu: machine code for each architecture, PTX for the newest.
function(_lossc_compile_cuda NAME FOLDER NVCC LOSSES ARCHITECTURES)
  list(SORT ARCHITECTURES COMPARE NATURAL)
  set(targets "")
  foreach(architecture IN LISTS ARCHITECTURES)
    list(APPEND targets -gencode "arch=compute_${architecture},code=sm_${architecture}")
  endforeach()
  list(GET ARCHITECTURES -1 newest)
  list(APPEND targets -gencode "arch=compute_${newest},code=compute_${newest}")
  list(JOIN ARCHITECTURES ", sm_" architectures)

  set(host_compiler "${CMAKE_CUDA_HOST_COMPILER}")
  if(NOT host_compiler)
    set(host_compiler "${CMAKE_CXX_COMPILER}")
  endif()
  set(folders "$<TARGET_PROPERTY:${NAME},INCLUDE_DIRECTORIES>")
  foreach(loss IN LISTS LOSSES)
    set(object "${FOLDER}/${loss}.cu.o")
    # Contraction would round differently from what was tested. -O2 is for the launcher; kernels are at -O3.
    add_custom_command(
      OUTPUT "${object}"
      COMMAND "${NVCC}" -ccbin "${host_compiler}" -std=c++17 -fmad=false -O2 ${targets} -Xcompiler -fPIC
              "$<$<BOOL:${folders}>:-I$<JOIN:${folders},;-I>>" -MD -MF "${object}.d"
              -c "${FOLDER}/${loss}.cu" -o "${object}"
      DEPENDS "${FOLDER}/${loss}.cu"
      DEPFILE "${object}.d"
      COMMENT "Compiling ${loss}.cu of ${NAME} for sm_${architectures}"
      COMMAND_EXPAND_LISTS VERBATIM)
    set_source_files_properties("${object}" PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
    target_sources(${NAME} PRIVATE "${object}")
  endforeach()
endfunction()
