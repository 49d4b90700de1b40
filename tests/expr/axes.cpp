// Broadcasting and reductions by axis name; the types of expressions carry their axes.
#include <lossc/lossc.hpp>

using namespace lossc;
namespace hana = boost::hana;

inline constexpr struct batch final : axis<"batch"> {
} batch;
inline constexpr struct classes final : axis<"classes"> {
} classes;
inline constexpr struct feature final : axis<"feature", 16> {
} feature;

template <class... A> using set = hana::tuple<A...>;
template <class Axes, class E> constexpr bool has_axes(E) {
  return std::is_same_v<typename E::axes, Axes>;
}
using B = struct batch;
using C = struct classes;
using F = struct feature;

constexpr auto x = tensor<"x">(batch, classes);
constexpr auto y = tensor<"y">(classes, feature);
constexpr auto s = param<"s">(2_c);
constexpr auto t = label<"t">(batch, classes);

// The union of the operands' axes, in the order in which they appear.
static_assert(has_axes<set<B, C>>(x + s));
static_assert(has_axes<set<B, C>>(s * x));
static_assert(has_axes<set<B, C, F>>(x * y));
static_assert(has_axes<set<C, F, B>>(y * x));
static_assert(has_axes<set<>>(s + 1_c));
static_assert(has_axes<set<B, C>>(where(x < 0_c, x, s)));

// A reduction takes away what it names; without names, everything. Softmax keeps the axes.
static_assert(has_axes<set<B>>(sum(x, classes)));
static_assert(has_axes<set<F>>(mean(x * y, classes, batch)));
static_assert(has_axes<set<>>(max(x)));
static_assert(has_axes<set<B, C>>(softmax(x, classes)));
static_assert(has_axes<set<B>>(mean_onto(x * y, sum(x, classes))));
static_assert(has_axes<set<C, B>>(pairwise_distance(x, y, feature) * sum(x, classes)) == false);

// A pick replaces the indexed axis by the label's own.
static_assert(has_axes<set<B>>(at(x, t)));
static_assert(has_axes<set<F, B>>(at(y, t)));
static_assert(has_axes<set<B, C>>(same(classes, t)));
static_assert(std::is_same_v<decltype(same(classes, t)), decltype(same(t, classes))>);
static_assert(has_axes<set<B, F>>(same(batch, feature)));

static_assert(std::is_same_v<decltype(indexed_axis(t)), struct classes>);
static_assert(std::is_same_v<decltype(last_axis(x)), struct classes>);
static_assert(F::size == 16 && B::size == 0);

// Names stay in the type; a named expression has the axes and the kind of what it names.
constexpr auto named = name<"gap">(x - s);
static_assert(has_axes<set<B, C>>(named));
static_assert(!std::is_same_v<decltype(named), decltype(x - s)>);
static_assert(decltype(name<"small">(x < s))::value_kind == kind::condition);

// Type is identity: the same formula twice is one type, and it holds nothing.
static_assert(std::is_same_v<decltype(exp(x) + 1_c), decltype(exp(x) + 1.0_c)>);
static_assert(std::is_empty_v<decltype(exp(x) + 1_c)>);

// Declarations.
static_assert(decltype(x)::flags.differentiable && !decltype(x.constant())::flags.differentiable);
static_assert(decltype(x.constant().distribution())::flags.structural);
static_assert(!decltype(s)::flags.differentiable &&
              decltype(s.differentiable())::flags.differentiable);
static_assert(decltype(param<"r">())::flags.required);
