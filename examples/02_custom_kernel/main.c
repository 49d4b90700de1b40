/* Calls the generated kernel from C: once as it should be, once with a label that is no class. */
//{ readme-call
#include <my_losses/poly1.h>
#include <stdio.h>

int main(void) {
  const float logits[2][3] = {{2.0f, 0.5f, -1.0f}, {0.0f, 3.0f, 1.0f}};
  int32_t target[2] = {0, 2};
  float loss = 0.0f, d_logits[2][3];

  my_losses_poly1_args a = MY_LOSSES_POLY1_DEFAULTS; /* epsilon is 1 */
  a.n_batch = 2;
  a.n_classes = 3;
  a.logits = &logits[0][0];
  a.target = target;
  a.result = &loss;
  a.d_logits = &d_logits[0][0];
  lossc_status status = my_losses_poly1(&a);
  if (status.kind != LOSSC_OK) return 1;
  printf("loss %.6f\n", (double)loss);
  for (int i = 0; i < 2; ++i)
    printf("d_logits %9.6f %9.6f %9.6f\n", (double)d_logits[i][0], (double)d_logits[i][1], (double)d_logits[i][2]);

  target[1] = 17;
  status = my_losses_poly1(&a);
  printf("refused: %s\n", my_losses_poly1_status_text(status));
  return status.kind == LOSSC_LABEL_OUT_OF_RANGE ? 0 : 1;
}
//}
