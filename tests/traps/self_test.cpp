// The measure of answers: wrong ones are seen.
#include <catch2/catch.hpp>

#include "expect.hpp"

using namespace lossc::traps;

TEST_CASE("a wrong answer is seen") {
  CHECK(ulps(1, 1, 4) == 0);
  CHECK(ulps(1 + 0x1p-23, 1, 4) == 1);
  CHECK(ulps(1 + 0x1p-23, 1, 8) == 0x1p29);
  CHECK(ulps(2.06115e-9, 2.0611536203143807e-9, 4) > 8);
  CHECK(ulps(0, 2.0611536203143807e-9, 4) > 8);
  CHECK(ulps(0x1p-149, 0x1p-148, 4) == 1);
  CHECK(ulps(1e-30, 0, 4) == inf);
  CHECK(ulps(-0.0, 0, 4) == 0);
  CHECK(ulps(not_a_number, 0, 4) == inf);
  CHECK(ulps(0, not_a_number, 4) == inf);
  CHECK(ulps(not_a_number, not_a_number, 4) == 0);
  CHECK(ulps(inf, -inf, 4) == inf);
  CHECK(ulps(3e38, inf, 4) == inf);
}
