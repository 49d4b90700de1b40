// The installed program: all predefined losses, with their kernels built in.
#include <boost/hana/unpack.hpp>
#include <lossc/generate.hpp>
#include <lossc/loss/all.hpp>
#include <lossc/program/built_in.hpp>

int main(int argc, char** argv) {
  auto losses = boost::hana::unpack(lossc::losses::all, [](const auto&... loss) {
    return lossc::program::entries("the losses that lossc defines", loss...);
  });
  for (auto& entry : losses) {
    entry.f32 = lossc::program::built_in_kernel(entry.written.name, LOSSC_F32);
    entry.f64 = lossc::program::built_in_kernel(entry.written.name, LOSSC_F64);
  }
  return lossc::program::main(argc, argv, losses);
}
