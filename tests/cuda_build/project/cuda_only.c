/* Links a library that holds CUDA kernels only, and calls one where no GPU is seen. */
#include <stdio.h>
#include <stdlib.h>

//{ readme-cuda-call
#include <gpu/mae.h>

/* All pointers are into the device's memory. */
lossc_status queue_mae(const float* prediction, const float* target, int64_t n, float* loss,
                       float* d_prediction, lossc_workspace workspace, lossc_report* report,
                       void* stream) {
  gpu_mae_args a = GPU_MAE_DEFAULTS;
  a.n_batch = n;
  a.n_feature = 1;
  a.prediction = prediction;
  a.target = target;
  a.result = loss;
  a.d_prediction = d_prediction;
  a.workspace = workspace; /* of at least gpu_mae_cuda_workspace_size(&a) bytes */
  a.report = report;
  a.stream = stream;
  return gpu_mae_cuda(&a);
}
//}

int main(void) {
  float x[4] = {0}; /* never looked at: nothing can be launched */
  lossc_report report;
  gpu_mae_args sizes = GPU_MAE_DEFAULTS;
  sizes.n_batch = sizes.n_feature = 1;
  lossc_workspace workspace = {NULL, gpu_mae_cuda_workspace_size(&sizes)};
  workspace.data = aligned_alloc(64, (workspace.bytes + 63) / 64 * 64);
  const lossc_status status = queue_mae(&x[0], &x[1], 1, &x[2], &x[3], workspace, &report, NULL);
  printf("%s\n", gpu_mae_cuda_status_text(status));
  free(workspace.data);
  return status.kind == LOSSC_LAUNCH_FAILED ? 0 : 1;
}
