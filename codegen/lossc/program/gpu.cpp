// Asks the driver, which is looked for at run time: lossc itself needs nothing of CUDA.
#include <dlfcn.h>

#include <lossc/program/gpu.hpp>

namespace lossc::program {

std::optional<std::string> find_gpu() {
  void* driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);  // stays: kernels need it too
  if (driver == nullptr) return std::nullopt;
  // 0 is success, for all functions of the driver; a device is an int.
  const auto call = [&]<class... T>(const char* name, T... arguments) {
    const auto function = reinterpret_cast<int (*)(T...)>(dlsym(driver, name));
    return function != nullptr && function(arguments...) == 0;
  };
  int count = 0, device = 0;
  char name[256] = "";
  if (!call("cuInit", 0u) || !call("cuDeviceGetCount", &count) || count == 0 ||
      !call("cuDeviceGet", &device, 0) ||
      !call("cuDeviceGetName", &name[0], static_cast<int>(sizeof name), device)) {
    return std::nullopt;
  }
  return name;
}

}  // namespace lossc::program
