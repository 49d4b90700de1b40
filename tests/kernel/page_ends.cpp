// Arrays that end where readable memory ends: a kernel that touches one byte too many is killed.
#include <sys/mman.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "call.hpp"
#include "targets.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

/// An array between two pages that may not be touched, against one of them.
class guarded {
 public:
  guarded(std::size_t bytes, bool at_end) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t inside = (bytes + page - 1) / page * page + page;
    length_ = inside + 2 * page;
    void* const all = mmap(nullptr, length_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(all != MAP_FAILED);
    base_ = static_cast<char*>(all);
    REQUIRE(mprotect(base_ + page, inside, PROT_READ | PROT_WRITE) == 0);
    data_ = at_end ? base_ + page + inside - bytes : base_ + page;
  }
  ~guarded() { munmap(base_, length_); }
  guarded(const guarded&) = delete;
  guarded& operator=(const guarded&) = delete;
  void* data() const { return data_; }

 private:
  char *base_ = nullptr, *data_ = nullptr;
  std::size_t length_ = 0;
};

void check_at_page_ends(const subject& s, std::size_t element, std::int64_t outer,
                        std::int64_t inner) {
  const auto a = random_arguments(s, outer, inner, 13);
  call right(s.kernel(element), a);
  right.run_ok();
  for (bool at_end : {true, false}) {
    call c(s.kernel(element), a);
    std::vector<std::unique_ptr<guarded>> pages;
    for (int i = 0; i < c.slots(); ++i) {
      auto& place = c.data[static_cast<std::size_t>(i)];
      if (place == nullptr) continue;
      const std::size_t bytes = static_cast<std::size_t>(c.count(i)) * c.element_size(i);
      pages.push_back(std::make_unique<guarded>(bytes, at_end));
      std::memcpy(pages.back()->data(), place, bytes);
      place = pages.back()->data();
    }
    c.run_ok();
    CHECK(c.output_bytes() == right.output_bytes());
  }
}

}  // namespace

TEST_CASE("no kernel touches memory beyond its arrays, whatever their lengths") {
  for (const auto& s : one_of_each())
    for (auto target : targets()) {
      const using_target scope(target);
      for (std::size_t element : {4u, 8u})
        for (std::int64_t n = 1; n <= 70; ++n) {
          INFO(s.name << (element == 8 ? " f64, " : " f32, ") << hwy::TargetName(target) << ", "
                      << n);
          check_at_page_ends(s, element, n, 1 + n % 3);  // short rows: n of them, one per lane
          check_at_page_ends(s, element, 1 + n % 2, 64 + n);
        }
    }
}

TEST_CASE("the page behind an array cannot be read") {
  const guarded g(8, true);
  int pipes[2];
  REQUIRE(pipe(pipes) == 0);
  CHECK(write(pipes[1], g.data(), 8) == 8);
  // The kernel answers EFAULT where the program would be killed.
  CHECK(write(pipes[1], static_cast<char*>(g.data()) + 8, 1) == -1);
  close(pipes[0]);
  close(pipes[1]);
}
