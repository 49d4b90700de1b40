/* Calls both backends of one loss where no GPU is seen: the CPU's works, the other says in a status
 * why not. */
#include <both/mse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef BOTH_CUDA
#error "lossc_add_kernels() says by BOTH_CUDA that there are CUDA kernels"
#endif

int main(void) {
  const float prediction[2] = {1.0f, 2.0f}, target[2] = {0.0f, 0.0f};
  float loss = 0.0f;
  both_mse_args a = BOTH_MSE_DEFAULTS;
  a.n_batch = 1;
  a.n_feature = 2;
  a.prediction = prediction;
  a.target = target;
  a.result = &loss;
  lossc_status status = both_mse(&a);
  if (status.kind != LOSSC_OK || loss != 2.5f) {
    printf("on the CPU mse is %g and should be 2.5; %s\n", (double)loss,
           both_mse_status_text(status));
    return 1;
  }

  status = both_mse_cuda(&a);
  if (status.kind != LOSSC_WORKSPACE_TOO_SMALL) {
    printf("without a workspace the status is %d: %s\n", (int)status.kind,
           both_mse_cuda_status_text(status));
    return 1;
  }
  a.workspace.bytes = both_mse_cuda_workspace_size(&a);
  a.workspace.data = aligned_alloc(64, (a.workspace.bytes + 63) / 64 * 64);
  status = both_mse_cuda(&a);
  const char* text = both_mse_cuda_status_text(status);
  printf("%s\n", text);
  free(a.workspace.data);
  return status.kind == LOSSC_LAUNCH_FAILED &&
                 strstr(text, "a kernel could not be launched") != NULL
             ? 0
             : 1;
}
