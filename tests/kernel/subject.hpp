// The predefined losses with their built-in kernels: what the tests of this folder loop over.
#pragma once
#include <lossc/kernel.h>

#include <lossc/program/call_arguments.hpp>
#include <lossc/program/outcome.hpp>
#include <string>
#include <vector>

namespace lossc::test {

struct subject {
  std::string name;
  graph written;
  const lossc_kernel *f32, *f64;

  const lossc_kernel& kernel(std::size_t element_size) const {
    return element_size == 8 ? *f64 : *f32;
  }
};

/// The kernel for a type; null where there is none.
const lossc_kernel* kernel_of(const subject& s, lossc_dtype dtype);

/// Those whose kernels are linked: all, or the few that sanitizers look at.
const std::vector<subject>& subjects();

/// One of each structure, for tests that state what each of them does, or that take long.
const std::vector<subject>& one_of_each();
std::size_t predefined_losses();
const subject& subject_named(const std::string& name);

/// Sizes of all axes, the first one's first, a third one's at most 11; a loss of one axis gets the
/// product.
std::vector<std::int64_t> sizes_of(const subject& s, std::int64_t outer, std::int64_t inner);

program::call_arguments random_arguments(const subject& s, std::int64_t outer, std::int64_t inner,
                                         std::uint64_t seed);

/// Whether its kernel is cut at products of matrices.
bool is_on_pairs(const subject& s);

/// The rewritten loss interpreted in f64: the answer where the text as written overflows.
program::outcome stable_reference(const subject& s, const program::call_arguments& a);

}  // namespace lossc::test
