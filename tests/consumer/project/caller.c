/* Calls a kernel from C: defaults from the macro, a status that names the argument. */
#include <own_losses/pinball.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  const double prediction[2] = {1.0, 0.0}, target[2] = {0.0, 4.0};
  double loss = 0.0;
  own_losses_pinball_f64_args a = OWN_LOSSES_PINBALL_F64_DEFAULTS; /* tau is 1/2: half of |error| */
  lossc_status status;
  a.n_batch = 2;
  a.prediction = prediction;
  a.target = target;
  a.result = &loss;
  status = own_losses_pinball_f64(&a);
  if (status.kind != LOSSC_OK || loss != 1.25) {
    printf("pinball is %.17g and should be 1.25; %s\n", loss, own_losses_pinball_status_text(status));
    return 1;
  }
  a.target = NULL;
  status = own_losses_pinball_f64(&a);
  if (status.kind != LOSSC_NULL_INPUT || strstr(own_losses_pinball_status_text(status), "target") == NULL) {
    printf("a null target gives status %d: %s\n", (int)status.kind, own_losses_pinball_status_text(status));
    return 1;
  }
  return 0;
}
