// A call allocates nothing: every allocation of this program is counted.
#include <atomic>
#include <catch2/catch.hpp>

#include "call.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {
std::atomic<long> allocations{0};
}

// glibc calls these wherever the program and its libraries allocate, operator new included.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* memory);

void* malloc(std::size_t size) { return ++allocations, __libc_malloc(size); }
void* calloc(std::size_t count, std::size_t size) {
  return ++allocations, __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
  return ++allocations, __libc_realloc(memory, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
  return ++allocations, __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  *memory = memalign(alignment, size);
  return *memory == nullptr;
}
void free(void* memory) { __libc_free(memory); }
}

TEST_CASE("a call allocates nothing, serial or on the caller's threads") {
  const lossc_parallel_for serial{
      [](void*, std::int64_t count, void (*task)(void*, std::int64_t), void* context) {
        for (std::int64_t i = 0; i < count; ++i) task(context, i);
      },
      nullptr};
  for (const auto& s : subjects())
    for (std::size_t element : {4u, 8u})
      for (std::int64_t inner : {10, 300})
        for (bool hook : {false, true}) {
          INFO(s.name << (element == 8 ? " f64, " : " f32, ") << inner << (hook ? ", hook" : ""));
          const auto& k = s.kernel(element);
          const auto a = random_arguments(s, 20000 / inner + 100, inner, 3);
          call c(k, a);
          c.options.threads = 1;
          if (hook) c.options.parallel_for = &serial;
          const lossc_call raw{c.sizes.data(), c.data.data(), c.row_strides.data(),
                               c.numbers.data(), c.options};
          storage memory(k.workspace_size(&raw));
          c.options.workspace = {memory.data(), k.workspace_size(&raw)};
          lossc_call ready = raw;
          ready.options = c.options;
          const long before = allocations;
          const auto status = k.run(&ready);
          const long after = allocations;
          CHECK(status.kind == LOSSC_OK);
          CHECK(after - before == 0);
        }
}

TEST_CASE("allocations are counted") {
  const long before = allocations;
  std::vector<int> some(100);
  CHECK(allocations - before == 1);
  void* const more = std::calloc(3, 5);
  CHECK(allocations - before == 2);
  std::free(more);
}
