# lossc run and check with --backend cuda: on the emulated grid, and as far as possible on a GPU.
set(cuda_focal ${focal} --backend cuda)
set(emulated "on the emulated grid: no GPU was found")

# This one compiles the kernel that those after it find in the cache.
lossc_add_cli_test(cuda OUTPUT "${emulated}\nlaunches: 3; planned: 3\n" FILES ${both} COMPARE f32 RUN ${cuda_focal})
set_tests_properties(cli.cuda PROPERTIES FIXTURES_SETUP cli_cuda_kernel)
lossc_add_cli_test(cuda_bytes OUTPUT "d_logits                      48            48             0  0\n"
                   FILES ${both} RUN ${cuda_focal})
lossc_add_cli_test(cuda_f64 OUTPUT "${emulated}" FILES ${both} COMPARE f64
                   RUN run focal --out {OUT} --backend cuda --dtype f64 --in logits=logits_f64.npy target=target.npy)
lossc_add_cli_test(cuda_ignored_label FILES ${both} COMPARE ignored RUN ${cuda_focal} --param ignore_index=2)
lossc_add_cli_test(cuda_check OUTPUT ", seed 1, ${emulated}\n" RUN check focal --backend cuda)
lossc_add_cli_test(cuda_check_hard OUTPUT " hard inputs in f32, ${emulated}\n" RUN check focal --backend cuda --hard)
foreach(dtype IN ITEMS bf16 f16)
  lossc_add_cli_test(cuda_${dtype} FILES ${both} COMPARE ${dtype}
    ERROR "lossc: notice: inputs are rounded to ${dtype}; the results, of that precision, are written as float32."
    RUN run focal --out {OUT} --backend cuda --dtype ${dtype} --in logits=logits_far.npy target=target.npy)
  foreach(backend IN ITEMS cpu reference)
    lossc_add_cli_refusal(${dtype}_${backend}
      "--dtype ${dtype}: --backend ${backend} computes in f32 and f64; bf16 and f16 are for --backend cuda."
      ${focal} --dtype ${dtype} --backend ${backend})
  endforeach()
endforeach()
lossc_add_cli_refusal(beyond_f16 "logits_large.npy: the element at [0, 1] is 70000; expected numbers that float16 can hold."
                      run focal --out {OUT} --backend cuda --dtype f16 --in logits=logits_large.npy target=target.npy)
lossc_add_cli_refusal(bench_f16 "--dtype f16: --backend cpu computes in f32 and f64; bf16 and f16 are for --backend cuda."
                      bench focal --dtype f16)
lossc_add_cli_refusal(bench_cuda "--backend cuda: bench would run on the emulated grid: no GPU was found, where time says nothing."
                      bench focal --backend cuda)
# Compiled with the same options as on the CPU.
lossc_add_cli_test(cuda_itemwise OUTPUT "value.npy (3,)" FILES ${both} COMPARE itemwise
                   RUN ${cuda_focal} --reduction none --upstream upstream.npy)

# A header in which the labels are counted one too far: another kernel, and a fault that leaves no file.
set(header "${LOSSC_SOURCE_DIR}/codegen/lossc/runtime/cuda_labels.h")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${header}")
file(READ "${header}" right)
string(REPLACE "i < n; i += element_step<1>()" "i <= n; i += element_step<1>()" wrong "${right}")
if(wrong STREQUAL right)
  message(FATAL_ERROR "cli.cuda_fault plants nothing: ${header} has no such loop.")
endif()
file(CONFIGURE OUTPUT planted/lossc/runtime/cuda_labels.h CONTENT "${wrong}" @ONLY)
set(folders "${CMAKE_CURRENT_BINARY_DIR}/planted:${LOSSC_SOURCE_DIR}/include:${LOSSC_SOURCE_DIR}/codegen")
lossc_add_cli_test(cuda_fault STATUS 1 ENV "LOSSC_INCLUDE_DIR=${folders}"
  ERROR_LIKE "lossc: focal: its CUDA kernel does what no kernel may do, which is a mistake of lossc and not of your data: .* reads 8 bytes at byte 24 of allocation 'target' .24 bytes., which is outside of it[.]"
  RUN ${cuda_focal})

foreach(test IN ITEMS cuda_bytes cuda_f64 cuda_ignored_label cuda_check cuda_check_hard cuda_bf16 cuda_f16 refuses_beyond_f16 run_all_ignored_cuda
                      run_no_rows_cuda run_not_finite_cuda refuses_label_cuda refuses_no_classes_cuda)
  set_tests_properties(cli.${test} PROPERTIES FIXTURES_REQUIRED "cli_arrays;cli_cuda_kernel")
endforeach()

# A driver that has a GPU to tell of, and nothing else of CUDA: the kernel is compiled by nvcc and loaded, and the
# first thing it asks of the driver fails.
add_library(lossc_imagined_driver SHARED imagined_driver.c)
set(folder "${CMAKE_CURRENT_BINARY_DIR}/imagined_driver")
set_target_properties(lossc_imagined_driver PROPERTIES OUTPUT_NAME cuda SOVERSION 1 LIBRARY_OUTPUT_DIRECTORY "${folder}")
set(mse run mse --out {OUT} --backend cuda --in prediction=logits.npy target=logits.npy)
find_program(nvcc_on_path nvcc NO_CACHE)
if(nvcc_on_path)
  lossc_add_cli_test(cuda_gpu STATUS 1 ENV "LD_LIBRARY_PATH=${folder}"
    ERROR_LIKE "lossc: mse: its kernel did not run on the GPU [(].+[)]; hide the GPU with CUDA_VISIBLE_DEVICES=-1 to run it on the emulated grid[.]"
    RUN ${mse})
else()
  lossc_add_cli_test(cuda_gpu_without_nvcc ENV "LD_LIBRARY_PATH=${folder}"
    OUTPUT "on the emulated grid: there is no nvcc on the PATH to compile for GPU Imagined"
    FILES d_prediction.npy d_target.npy value.npy RUN ${mse})
endif()

lossc_add_cli_test(cuda_on_gpu ENV CUDA_VISIBLE_DEVICES=0 OUTPUT "on GPU " FILES ${both} COMPARE f32 RUN ${cuda_focal})
set_tests_properties(cli.cuda_on_gpu PROPERTIES LABELS gpu FIXTURES_REQUIRED "cli_arrays;cli_cuda_kernel"
                     SKIP_REGULAR_EXPRESSION "no GPU was found|there is no nvcc on the PATH")
lossc_add_cli_test(cuda_bench_on_gpu ENV CUDA_VISIBLE_DEVICES=0 OUTPUT "on GPU " RUN bench focal --backend cuda)
set_tests_properties(cli.cuda_bench_on_gpu PROPERTIES LABELS gpu FIXTURES_REQUIRED cli_cuda_kernel
                     SKIP_REGULAR_EXPRESSION "no GPU was found|there is no nvcc on the PATH")
