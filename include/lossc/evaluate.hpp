// Runs a loss in process, without generating anything: value and gradients, in any scalar type.
#pragma once
#include <boost/hana/at_key.hpp>
#include <boost/hana/contains.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/keys.hpp>
#include <boost/hana/map.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/type.hpp>
#include <stdexcept>
#include <string>
#include <tuple>

#include <lossc/evaluate/interpret.hpp>
#include <lossc/grad/differentiate.hpp>
#include <lossc/graph/lower.hpp>
#include <lossc/graph/print.hpp>
#include <lossc/lossc.hpp>
#include <lossc/rewrite/derivatives.hpp>
#include <lossc/rewrite/expand.hpp>
#include <lossc/rewrite/meaning.hpp>

namespace lossc {

/// An array handed to an evaluation: a view of the caller's numbers with rows and columns.
template <class T>
struct bound_array {
  const T* data;
  std::int64_t rows, columns;
  int rank;
  bool row_major;
};

namespace detail {
template <class X>
auto view_of(const X& x) {
  if constexpr (std::is_arithmetic_v<X>) return bound_array<X>{&x, 1, 1, 0, true};
  else if constexpr (requires { x.rows(); x.cols(); x.data(); })
    return bound_array<std::remove_cvref_t<decltype(*x.data())>>{x.data(), x.rows(), x.cols(), x.cols() == 1 ? 1 : 2, bool(X::IsRowMajor)};
  else return bound_array<std::remove_cvref_t<decltype(*x.data())>>{x.data(), static_cast<std::int64_t>(x.size()), 1, 1, true};
}
}  // namespace detail

template <text Name>
template <class T>
constexpr auto name_type<Name>::operator=(const T& bound) const {
  return boost::hana::make_pair(boost::hana::type_c<name_type<Name>>, detail::view_of(bound));
}

/// bind("logits"_s = logits, "gamma"_s = 2.0): Eigen matrices, vectors and numbers by input name.
/// A function object, so that std::bind cannot be found instead.
inline constexpr struct bind_function {
  template <class... Pairs>
  auto operator()(Pairs... pairs) const {
    static_assert(detail::all_different(boost::hana::tuple<std::remove_cvref_t<decltype(boost::hana::first(pairs))>...>{}),
                  "lossc: bind names one input twice");
    return boost::hana::make_map(pairs...);
  }
} bind{};

/// How a loss is evaluated: `as_written` keeps the formula (the tests' oracle, gradients by the
/// primitives' rules on numbers); otherwise it is rewritten and differentiated like a kernel. Derivatives
/// that the formula asks for have no written form: they are stable in both.
enum class evaluation_mode : std::uint8_t { stable, as_written };

namespace detail {

template <text Name, class Inputs>
inline constexpr bool has_input = false;
template <text Name, class... X>
inline constexpr bool has_input<Name, boost::hana::tuple<X...>> = ((stored<Name>.view() == stored<X::input_name>.view()) || ...);

template <text Name, class Inputs>
inline constexpr bool is_differentiable = false;
template <text Name, class... X>
inline constexpr bool is_differentiable<Name, boost::hana::tuple<X...>> = ([] {
  if constexpr (requires { X::flags; }) return stored<Name>.view() == stored<X::input_name>.view() && X::flags.differentiable;
  else return false;
}() || ...);

template <class T>
void set_size(const graph& g, arguments<T>& a, int axis, std::int64_t size, std::string_view input) {
  auto& known = a.sizes[static_cast<std::size_t>(axis)];
  if (known >= 0 && known != size)
    throw std::invalid_argument(std::string(input) + ": axis " + std::string(g.axes[static_cast<std::size_t>(axis)].name) + " has size " +
                                std::to_string(size) + " here and " + std::to_string(known) + " elsewhere");
  known = size;
}

template <class T, class X>
void take_argument(const graph& g, arguments<T>& a, std::size_t place, const bound_array<X>& x) {
  const auto& input = g.inputs[place];
  const int r = rank(input);
  if (r > 2) throw std::invalid_argument(std::string(input.name) + ": bind takes inputs of at most two axes");
  if (r == 2) set_size(g, a, input.axes[0], x.rows, input.name), set_size(g, a, input.axes[1], x.columns, input.name);
  if (r == 1) set_size(g, a, input.axes[0], x.rows * x.columns, input.name);
  if (r == 0 && x.rows * x.columns != 1) throw std::invalid_argument(std::string(input.name) + ": a number is expected, not an array");
  const std::int64_t n = x.rows * x.columns;
  const auto entry = [&](std::int64_t i) { return x.row_major ? x.data[i] : x.data[i % x.columns * x.rows + i / x.columns]; };
  if (input.kind == input_kind::label) {
    if constexpr (std::is_arithmetic_v<X>)
      for (std::int64_t i = 0; i < n; ++i) a.labels[place].push_back(static_cast<std::int64_t>(entry(i)));
    else
      throw std::invalid_argument(std::string(input.name) + ": labels are plain integers");
  } else {
    a.numbers[place].resize(n);
    for (std::int64_t i = 0; i < n; ++i) a.numbers[place](i) = T(entry(i));
  }
}

template <class T>
void check_labels(const graph& g, const arguments<T>& a) {
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    if (g.inputs[i].kind != input_kind::label) continue;
    const std::int64_t limit = a.sizes[static_cast<std::size_t>(g.inputs[i].target)];
    for (std::size_t row = 0; row < a.labels[i].size(); ++row)
      if (a.labels[i][row] != a.ignore_index && (a.labels[i][row] < 0 || a.labels[i][row] >= limit))
        throw std::invalid_argument(std::string(g.inputs[i].name) + ": " + std::to_string(a.labels[i][row]) + " at row " +
                                    std::to_string(row) + " is outside [0, " + std::to_string(limit) + ")");
  }
}

template <class T>
void check_parameters(const graph& g, const arguments<T>& a) {
  for (std::size_t i = 0; i < g.inputs.size(); ++i)
    if (g.inputs[i].kind == input_kind::parameter && a.numbers[i].size() == 1 && !g.inputs[i].range.holds(static_cast<double>(a.numbers[i](0))))
      throw std::invalid_argument(std::string(g.inputs[i].name) + ": " + print_number(static_cast<double>(a.numbers[i](0))) + " is outside " +
                                  print_range(g.inputs[i].range));
}

template <text Name>
inline constexpr bool is_size = stored<Name>.view().substr(0, 2) == "n_";

/// bind("n_classes"_s = 10): the size of an axis that no array has.
template <class T>
void take_size(const graph& g, arguments<T>& a, std::string_view name, std::int64_t size) {
  for (std::size_t axis = 0; axis < g.axes.size(); ++axis)
    if (g.axes[axis].name == name.substr(2)) return set_size(g, a, static_cast<int>(axis), size, name);
  throw std::invalid_argument(std::string(name) + ": this loss has no axis " + std::string(name.substr(2)));
}

template <text Name, class Outputs>
struct find_output {};
template <text Name, class First, class... More>
struct find_output<Name, boost::hana::tuple<First, More...>> : find_output<Name, boost::hana::tuple<More...>> {};
template <text Name, class X, class... More>
struct find_output<Name, boost::hana::tuple<named_output<Name, X>, More...>> {
  using axes = typename X::axes;
};
template <text Name, class Outputs>
inline constexpr bool has_output = false;
template <text Name, class... Output>
inline constexpr bool has_output<Name, boost::hana::tuple<Output...>> = ((stored<Name>.view() == stored<Output::output_name>.view()) || ...);

}  // namespace detail

/// One evaluation of a loss: ask for `.value()` or `.wrt("logits"_s, …)`.
template <class T, class Loss>
class evaluation {
 public:
  evaluation(graph g, arguments<T> a, evaluation_mode mode) : graph_(std::move(g)), arguments_(std::move(a)), mode_(mode) {}

  /// The loss: a number if it has no axes, else an array with the lowest axis outermost.
  auto value() const {
    const graph g = mode_ == evaluation_mode::as_written ? graph_ : expand(rewrite(graph_, stable_rules()).result);
    const domain where = detail::domain_of(g, arguments_);
    return as_result(interpret(g, where, arguments_)[static_cast<std::size_t>(g.outputs[0].value)]);
  }

  /// An output beside the value, by name: a number or an array, as the value.
  template <text Name>
  auto output(name_type<Name>) const {
    static_assert(detail::has_output<Name, typename Loss::output_list>, "lossc: output names something that this loss does not report");
    if constexpr (detail::has_output<Name, typename Loss::output_list>) {
      const graph g = mode_ == evaluation_mode::as_written ? graph_ : expand(rewrite(graph_, stable_rules()).result);
      const domain where = detail::domain_of(g, arguments_);
      return as_array_over<typename detail::find_output<Name, typename Loss::output_list>::axes>(
          interpret(g, where, arguments_)[static_cast<std::size_t>(g.find_output(stored<Name>.view())->value)]);
    }
  }

  /// (value, gradient, …) for the named inputs; gradients of a non-scalar loss are those of its sum.
  template <text... Names>
  auto wrt(name_type<Names>...) const {
    using input_list = typename Loss::input_list;
    static_assert((detail::has_input<Names, input_list> && ...), "lossc: wrt names an input that this loss does not have");
    static_assert((detail::is_differentiable<Names, input_list> && ...),
                  "lossc: wrt names an input without a gradient: a label, a mask, a parameter or a constant");
    const auto all = gradients();
    return std::make_tuple(all.first, all.second[static_cast<std::size_t>(place_of(stored<Names>.view()))]...);
  }

  /// The value and the gradients of all inputs, in their order; arrays in declared axis order.
  auto gradients() const {
    using gradient_list = std::vector<Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
    gradient_list list(graph_.inputs.size());
    if (mode_ == evaluation_mode::as_written) {
      const domain where = detail::domain_of(graph_, arguments_);
      const auto known = interpret(graph_, where, arguments_);
      const auto& value = known[static_cast<std::size_t>(graph_.outputs[0].value)];
      values<T> ones(&where, value.mask);
      ones.data.setOnes();
      const auto numeric = numeric_gradients(graph_, known, ones);
      for (std::size_t i = 0; i < list.size(); ++i) list[i] = shaped(graph_.inputs[i], in_declared_order(graph_.inputs[i], numeric[i]));
      return std::make_pair(as_result(value), list);
    }
    const graph g = expand(rewrite(differentiate(rewrite(graph_, stable_rules()).result), stable_rules()).result);
    const domain where = detail::domain_of(g, arguments_);
    const auto known = interpret(g, where, arguments_);
    for (const auto& output : g.outputs)
      if (output.wrt >= 0) {
        const auto& input = g.inputs[static_cast<std::size_t>(output.wrt)];
        list[static_cast<std::size_t>(output.wrt)] = shaped(input, in_declared_order(input, known[static_cast<std::size_t>(output.value)]));
      }
    return std::make_pair(as_result(known[static_cast<std::size_t>(g.outputs[0].value)]), list);
  }

 private:
  graph graph_;
  arguments<T> arguments_;
  evaluation_mode mode_;

  int place_of(std::string_view name) const {
    for (std::size_t i = 0; i < graph_.inputs.size(); ++i)
      if (graph_.inputs[i].name == name) return static_cast<int>(i);
    return -1;
  }
  static auto as_result(const values<T>& v) { return as_array_over<typename Loss::expression::axes>(v); }
  template <class Axes>
  static auto as_array_over(const values<T>& v) {
    if constexpr (std::is_same_v<Axes, boost::hana::tuple<>>) return T(v.data(0));
    else return typename values<T>::array(v.data);
  }
  Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> shaped(const input_info& input, const Eigen::Array<T, Eigen::Dynamic, 1>& flat) const {
    const std::int64_t rows = rank(input) == 0 ? 1 : arguments_.sizes[static_cast<std::size_t>(input.axes[0])];
    const std::int64_t columns = rows == 0 ? 0 : flat.size() / rows;
    return Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(flat.data(), rows, columns);
  }
};

/// Evaluates `loss` on the bound arrays in scalar type T (double unless said otherwise).
template <class T = double, class Loss, class Bound>
auto evaluate(const Loss& loss, const Bound& bound, evaluation_mode mode = evaluation_mode::stable) {
  const graph g = resolve_derivatives(with_declared_meaning(lower(loss)));
  arguments<T> a;
  a.sizes.assign(g.axes.size(), -1);
  a.numbers.resize(g.inputs.size());
  a.labels.resize(g.inputs.size());
  for (std::size_t axis = 0; axis < g.axes.size(); ++axis)
    if (g.axes[axis].size > 0) a.sizes[axis] = g.axes[axis].size;
  [&]<class... X>(const boost::hana::tuple<X...>&) {
    boost::hana::for_each(boost::hana::keys(bound), [](auto key) {
      constexpr auto Name = decltype(key)::type::text_value;
      static_assert(detail::has_input<Name, boost::hana::tuple<X...>> || stored<Name>.view() == "ignore_index" || detail::is_size<Name>,
                    "lossc: bind names an input that this loss does not have");
    });
    std::size_t place = 0;
    const auto take = [&]<class Input>(Input) {
      constexpr auto key = boost::hana::type_c<name_type<Input::input_name>>;
      if constexpr (decltype(boost::hana::contains(bound, key))::value) {
        detail::take_argument(g, a, place, bound[key]);
      } else {
        constexpr bool has_default = [] {
          if constexpr (requires { Input::flags; }) return Input::flags.parameter && !Input::flags.required;
          else return false;
        }();
        static_assert(has_default, "lossc: an input of this loss is not bound");
      }
      ++place;
    };
    (take(X{}), ...);
  }(typename Loss::input_list{});
  boost::hana::for_each(boost::hana::keys(bound), [&](auto key) {
    if constexpr (detail::is_size<decltype(key)::type::text_value>)
      detail::take_size(g, a, stored<decltype(key)::type::text_value>.view(), static_cast<std::int64_t>(*bound[key].data));
  });
  constexpr auto ignored = boost::hana::type_c<name_type<"ignore_index">>;
  if constexpr (decltype(boost::hana::contains(bound, ignored))::value) a.ignore_index = static_cast<std::int64_t>(*bound[ignored].data);
  complete_twins(g.axes, a.sizes);
  for (std::size_t axis = 0; axis < a.sizes.size(); ++axis)
    if (a.sizes[axis] < 0) throw std::invalid_argument("the size of axis " + std::string(g.axes[axis].name) + " is not known");
  detail::check_labels(g, a);
  detail::check_parameters(g, a);
  return evaluation<T, Loss>(g, a, mode);
}

}  // namespace lossc
