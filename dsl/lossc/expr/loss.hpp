// A loss: a name, its inputs in order, its formula, and what a reader should know about it.
#pragma once
#include <boost/hana/unpack.hpp>

#include <lossc/expr/calculus.hpp>
#include <lossc/expr/entry.hpp>
#include <lossc/expr/outputs.hpp>
#include <lossc/expr/pick.hpp>
#include <lossc/expr/reweight.hpp>
#include <lossc/expr/similarity.hpp>

namespace lossc {

/// Shown by `lossc list`, in the generated header and on the loss's page.
struct documentation {
  std::string_view summary = {};  // one sentence
  std::string_view formula = {};  // in plain mathematics
  std::string_view source = {};   // paper, year
  std::string_view id = {};       // of the reference values
};

namespace detail {

constexpr bool is_reserved(std::string_view name) {
  constexpr std::string_view words[] = {
      "result", "workspace", "report", "parallel_for", "struct_size", "threads", "accumulate", "ignore_index",
      "auto", "bool", "break", "case", "catch", "char", "class", "const", "continue", "default", "delete", "do", "double",
      "else", "enum", "explicit", "extern", "false", "float", "for", "friend", "goto", "if", "inline", "int", "long",
      "mutable", "namespace", "new", "operator", "private", "protected", "public", "register", "restrict", "return",
      "short", "signed", "sizeof", "static", "struct", "switch", "template", "this", "throw", "true", "try", "typedef",
      "typename", "union", "unsigned", "using", "virtual", "void", "volatile", "while"};
  for (auto word : words)
    if (word == name) return true;
  return name.substr(0, 2) == "d_" || name.substr(0, 2) == "n_";
}

constexpr bool is_identifier(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  for (char c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) return false;
  return true;
}

template <std::size_t N>
constexpr bool names_differ(const std::array<std::string_view, N>& names) {
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = i + 1; j < N; ++j)
      if (names[i] == names[j]) return false;
  return true;
}

}  // namespace detail

/// The inputs of a loss, in the order of its signature.
template <class... X>
constexpr auto inputs(X...) {
  constexpr bool all_inputs = (detail::input<X> && ...);
  static_assert(all_inputs, "lossc: inputs(...) takes tensor, weight, label, mask and param declarations");
  if constexpr (all_inputs) {
    constexpr std::array<std::string_view, sizeof...(X)> names{stored<X::input_name>.view()...};
    static_assert(detail::names_differ(names), "lossc: two inputs of one loss have the same name");
    static_assert((detail::is_identifier(stored<X::input_name>.view()) && ...), "lossc: an input's name must be a C identifier");
    static_assert(!(detail::is_reserved(stored<X::input_name>.view()) || ...),
                  "lossc: an input's name is a C or C++ keyword, or collides with a member of the generated arguments");
  }
  return boost::hana::tuple<X...>{};
}

namespace detail {
template <class... X, class... Output>
constexpr void check_output_names(boost::hana::tuple<Output...>) {
  constexpr std::array<std::string_view, sizeof...(X) + sizeof...(Output)> names{stored<X::input_name>.view()..., stored<Output::output_name>.view()...};
  static_assert(names_differ(names), "lossc: an output has the name of another output or of an input");
  static_assert((is_identifier(stored<Output::output_name>.view()) && ...), "lossc: an output's name must be a C identifier");
  static_assert(!(is_reserved(stored<Output::output_name>.view()) || ...),
                "lossc: an output's name is a C or C++ keyword, or collides with a member of the generated arguments");
}
}  // namespace detail

namespace detail {
template <class>
inline constexpr double number_of = std::numeric_limits<double>::quiet_NaN();
template <std::uint64_t Bits>
inline constexpr double number_of<number_expression<Bits>> = from_bits(Bits);
template <class Axes, class Reduced, class X>
inline constexpr double number_of<applied<op::Negate, Axes, Reduced, X>> = -number_of<X>;

/// Whether what stands for a parameter lies in its range, as far as it is a number now.
template <class Input, class Given>
constexpr bool number_is_in_range() {
  if constexpr (requires { Input::flags; }) return number_of<Given> != number_of<Given> || Input::flags.range().holds(number_of<Given>);
  else return true;
}
}  // namespace detail

template <text Name, class Inputs, class Body>
struct loss_definition;

template <text Name, class... X, class Body>
struct loss_definition<Name, boost::hana::tuple<X...>, Body> {
  using input_list = boost::hana::tuple<X...>;
  using returned = detail::returned<decltype(std::declval<Body>()(X{}...))>;
  using expression = typename returned::value;
  using output_list = typename returned::outputs;  // beside the value
  static constexpr std::string_view name = stored<Name>.view();

  Body body;
  documentation text;

  static_assert(detail::is_identifier(name), "lossc: the name of a loss must be a C identifier");
  static_assert(!std::is_void_v<expression> && lossc::expression<expression>, "lossc: the formula of a loss must return an expression");

  /// The formula on other expressions: a loss is also a building block of larger ones. By-products stay behind.
  template <class... Y>
  constexpr auto operator()(Y... y) const {
    static_assert(sizeof...(Y) == sizeof...(X), "lossc: a loss used inside another takes as many expressions as it has inputs");
    constexpr bool in_range = (detail::number_is_in_range<X, Y>() && ...);
    static_assert(in_range, "lossc: a number given to a parameter is outside the range that the loss declares for it");
    return typename detail::returned<decltype(body(y...))>::value{};
  }
};

template <text Name, class... X, class Body>
constexpr auto loss(boost::hana::tuple<X...>, Body body, documentation text = {}) {
  using returned = detail::returned<decltype(body(X{}...))>;
  using value = typename returned::value;
  constexpr bool is_expression = expression<value>;
  static_assert(is_expression, "lossc: the formula of a loss must return an expression");
  if constexpr (is_expression) {
    static_assert(value::value_kind == kind::real, "lossc: the formula of a loss must return numbers, not labels or conditions");
    detail::check_output_names<X...>(typename returned::outputs{});
    return loss_definition<Name, boost::hana::tuple<X...>, Body>{body, text};
  }
}

}  // namespace lossc
