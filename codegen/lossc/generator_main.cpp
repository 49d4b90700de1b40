// main() of a generator: the lossc program with the losses that the linked sources registered.
#include <lossc/generate.hpp>

#include <cstdio>

int main(int argc, char** argv) {
  const auto& losses = lossc::program::registered_losses();
  for (std::size_t i = 0; i < losses.size(); ++i)
    for (std::size_t j = i + 1; j < losses.size(); ++j)
      if (losses[i].written.name == losses[j].written.name) {
        std::fprintf(stderr, "lossc: %.*s: two losses of one generator have the same name; rename one.\n",
                     static_cast<int>(losses[i].written.name.size()), losses[i].written.name.data());
        return 2;
      }
  return lossc::program::main(argc, argv, losses);
}
