/* As much of the CUDA driver as lossc asks for a GPU's name, without a GPU. */
#include <stdio.h>

int cuInit(unsigned flags) { return flags == 0 ? 0 : 1; }
int cuDeviceGetCount(int* count) { return *count = 1, 0; }
int cuDeviceGet(int* device, int ordinal) { return *device = ordinal, 0; }
int cuDeviceGetName(char* name, int bytes, int device) {
  return snprintf(name, (size_t)bytes, "Imagined") > 0 ? device : 1;
}
