// A kernel with an array that has no place in registers: its compilation must be refused.
extern "C" __global__ void spilling(const int* at, double* x) {
  double kept[64];
  for (int i = 0; i < 64; ++i) kept[i] = x[i * 32];
  for (int i = 0; i < 64; ++i) kept[at[i]] += x[i];
  for (int i = 0; i < 64; ++i) x[i * 32] = kept[i];
}
