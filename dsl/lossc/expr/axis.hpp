// Axes are named types; a set of them is a Hana tuple of axis objects, without repetition.
#pragma once
#include <boost/hana/tuple.hpp>
#include <type_traits>

#include <lossc/base/text.hpp>

namespace lossc {

struct axis_base {};

/// Base of every axis: `inline constexpr struct batch final : axis<"batch"> {} batch;`
/// A second argument fixes the size, and kernels are specialised for it.
template <text Name, int Size = 0>
struct axis : axis_base {
  static constexpr std::string_view name = stored<Name>.view();
  static constexpr int size = Size;  // 0: given at run time
};

/// The same rows once more, for all pairs of them: `inline constexpr struct other final : twin<"other", struct batch> {} other;`
template <text Name, class Of>
struct twin : axis<Name, Of::size> {
  using original = Of;
};

template <class A>
concept is_axis = std::is_base_of_v<axis_base, A>;

namespace detail {
template <class A, class B>
inline constexpr bool are_twins = [] {
  if constexpr (requires { typename A::original; }) return std::is_same_v<typename A::original, B>;
  else if constexpr (requires { typename B::original; }) return std::is_same_v<typename B::original, A>;
  else return false;
}();
}  // namespace detail

namespace detail {

template <class A, class Set>
inline constexpr bool contains = false;
template <class A, class... All>
inline constexpr bool contains<A, boost::hana::tuple<All...>> = (std::is_same_v<A, All> || ...);

template <class Sub, class Set>
inline constexpr bool includes = false;
template <class... Sub, class Set>
inline constexpr bool includes<boost::hana::tuple<Sub...>, Set> = (contains<Sub, Set> && ...);

template <class Set, class... More>
struct insert {
  using type = Set;
};
template <class... A, class First, class... More>
struct insert<boost::hana::tuple<A...>, First, More...> {
  using grown = std::conditional_t<contains<First, boost::hana::tuple<A...>>, boost::hana::tuple<A...>,
                                   boost::hana::tuple<A..., First>>;
  using type = typename insert<grown, More...>::type;
};

template <class... Sets>
struct union_of {
  using type = boost::hana::tuple<>;
};
template <class Set>
struct union_of<Set> {
  using type = Set;
};
template <class Set, class... B, class... More>
struct union_of<Set, boost::hana::tuple<B...>, More...> {
  using type = typename union_of<typename insert<Set, B...>::type, More...>::type;
};

template <class Result, class Removed, class... A>
struct difference {
  using type = Result;
};
template <class... R, class Removed, class First, class... More>
struct difference<boost::hana::tuple<R...>, Removed, First, More...> {
  using kept = std::conditional_t<contains<First, Removed>, boost::hana::tuple<R...>, boost::hana::tuple<R..., First>>;
  using type = typename difference<kept, Removed, More...>::type;
};
template <class Set, class Removed>
struct without;
template <class... A, class Removed>
struct without<boost::hana::tuple<A...>, Removed> {
  using type = typename difference<boost::hana::tuple<>, Removed, A...>::type;
};

template <class... A>
constexpr bool all_different(const boost::hana::tuple<A...>&) {
  return std::is_same_v<typename insert<boost::hana::tuple<>, A...>::type, boost::hana::tuple<A...>>;
}

}  // namespace detail
}  // namespace lossc
