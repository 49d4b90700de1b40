// A static test that must fail: cross-entropy is not its own negative.
#include <lossc/graph/equal.hpp>
#include <lossc/graph/lower.hpp>

using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {
} batch;
constexpr auto identity =
    loss<"identity">(inputs(tensor<"x">(batch)), [](auto x) { return x + 1_c; });
constexpr graph negative() { return lower_over(identity, -(tensor<"x">(batch) + 1_c)); }
static_assert(same_formula(lower(identity), lower(identity).outputs[0].value, negative(),
                           negative().outputs[0].value),
              "x + 1 and -(x + 1) are one formula");
