// Runs a graph on arrays: values of all nodes, and gradients by the primitives' rules on numbers.
#pragma once
#include <lossc/evaluate/values.hpp>
#include <lossc/grad/reverse_sweep.hpp>

namespace lossc {

/// The arguments of one evaluation, in the order of the graph's inputs, each in its declared axis order.
template <class T>
struct arguments {
  std::vector<std::int64_t> sizes;                          // per axis of the graph
  std::vector<Eigen::Array<T, Eigen::Dynamic, 1>> numbers;  // per input; empty for labels and unbound parameters
  std::vector<std::vector<std::int64_t>> labels;            // per input
  std::int64_t ignore_index = -100;
};

namespace detail {

/// Where entry i of an input's declared order stands in the canonical one (axes ascending).
template <class T>
std::vector<std::int64_t> canonical_places(const input_info& input, const domain& where) {
  const int r = rank(input);
  std::vector<std::int64_t> size(static_cast<std::size_t>(r)), stride(static_cast<std::size_t>(r));
  for (int i = 0; i < r; ++i) {
    const int axis = input.axes[static_cast<std::size_t>(i)];
    size[static_cast<std::size_t>(i)] = where.sizes[static_cast<std::size_t>(axis)];
    std::int64_t step = 1;
    for (int j = 0; j < r; ++j)
      if (input.axes[static_cast<std::size_t>(j)] > axis) step *= where.sizes[static_cast<std::size_t>(input.axes[static_cast<std::size_t>(j)])];
    stride[static_cast<std::size_t>(i)] = step;
  }
  std::vector<std::int64_t> places(static_cast<std::size_t>(where.count(axes_of(input))));
  std::vector<std::int64_t> index(static_cast<std::size_t>(r), 0);
  for (auto& place : places) {
    place = 0;
    for (std::size_t i = 0; i < index.size(); ++i) place += index[i] * stride[i];
    for (std::size_t i = index.size(); i-- > 0;) {
      if (++index[i] < size[i]) break;
      index[i] = 0;
    }
  }
  return places;
}

template <class T>
domain domain_of(const graph& g, const arguments<T>& a) {
  domain where{a.sizes, {}, {}, a.ignore_index};
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    const auto& input = g.inputs[i];
    where.targets.push_back(input.target >= 0 ? axis_mask{1} << input.target : 0);
    where.labels.emplace_back();
    if (input.kind != input_kind::label) continue;
    const auto places = canonical_places<T>(input, where);
    where.labels.back().resize(places.size());
    for (std::size_t k = 0; k < places.size(); ++k) where.labels.back()[static_cast<std::size_t>(places[k])] = a.labels[i][k];
  }
  return where;
}

template <class T>
values<T> input_values(const graph& g, const domain& where, const arguments<T>& a, std::size_t place) {
  const auto& input = g.inputs[place];
  if (input.kind == input_kind::label) {
    values<T> v(&where, axes_of(input));
    v.label = static_cast<int>(place);
    return v;
  }
  values<T> v(&where, axes_of(input));
  if (place >= a.numbers.size() || a.numbers[place].size() == 0) {
    v.data.setConstant(T(input.default_value));
    return v;
  }
  const auto places = canonical_places<T>(input, where);
  for (std::size_t k = 0; k < places.size(); ++k) v.data(places[k]) = a.numbers[place](static_cast<std::int64_t>(k));
  return v;
}

template <class Op, class T>
values<T> run_node(const node& n, const std::vector<values<T>>& known) {
  const auto in = [&](std::size_t i) -> const values<T>& { return known[static_cast<std::size_t>(n.in[i])]; };
  const auto axes = static_cast<axis_mask>(n.payload);
  if constexpr (Op::info.shape == shape::derivative) fail("a derivative inside a formula is resolved before it is evaluated", Op::info.name);
  else if constexpr (Op::info.shape == shape::reduction || Op::info.shape == shape::along || Op::info.shape == shape::rename)
    return values<T>::template along<Op>(in(0), axes);
  else if constexpr (arity_of<Op> == 3) return values<T>::template apply<Op>(in(0), in(1), in(2));
  else if constexpr (arity_of<Op> == 2) return values<T>::template apply<Op>(in(0), in(1));
  else return values<T>::template apply<Op>(in(0));
}

/// Which entries of operand i's adjoint are alive: not zero by construction, as in a branch not
/// taken or under a weight of 0, where an infinite derivative further down must not revive them (R1, R2).
template <class Op, class T>
values<T> alive_through(const node& n, std::size_t i, const values<T>& alive, const std::vector<values<T>>& known) {
  const auto in = [&](std::size_t k) -> const values<T>& { return known[static_cast<std::size_t>(n.in[k])]; };
  if constexpr (std::is_same_v<Op, op::Guard> || std::is_same_v<Op, op::Where>)
    return i == 0 ? alive : i == 1 ? alive && in(0) : alive && !in(0);
  else if constexpr (std::is_same_v<Op, op::Weigh>) return i == 0 ? alive && (in(0) != 0 || is_finite(in(1))) : alive && in(0) != 0;
  else if constexpr (Op::info.shape == shape::along) return values<T>::template along<op::MaxOver>(alive, static_cast<axis_mask>(n.payload));
  else if constexpr (Op::info.shape == shape::rename) return values<T>::template along<Op>(alive, static_cast<axis_mask>(n.payload));
  else return alive;
}

}  // namespace detail

/// The values of all nodes, in order.
template <class T>
std::vector<values<T>> interpret(const graph& g, const domain& where, const arguments<T>& a) {
  std::vector<values<T>> known;
  for (const node& n : g.nodes()) {
    if (is<op::Input>(n)) {
      known.push_back(detail::input_values(g, where, a, n.payload));
    } else if (is<op::Number>(n)) {
      known.push_back(values<T>::number(values<T>(&where, 0), from_bits(n.payload)));
    } else if (is<op::Size>(n)) {
      known.push_back(values<T>::count(values<T>(&where, 0), static_cast<axis_mask>(n.payload)));
      known.back().literal = false;
    } else if (is<op::Position>(n)) {
      values<T> v(&where, static_cast<axis_mask>(n.payload));
      for (std::int64_t i = 0; i < v.data.size(); ++i) v.data(i) = T(static_cast<double>(i));
      known.push_back(v);
    } else if (is<op::ValidCount>(n)) {
      std::int64_t count = 0;
      for (auto label : where.labels[n.payload]) count += label != where.ignore_index;
      known.push_back(values<T>::number(values<T>(&where, 0), static_cast<double>(count)));
    } else {
      with_primitive(n.code, [&]<class Op>() {
        if constexpr (Op::info.shape != shape::leaf) known.push_back(detail::run_node<Op, T>(n, known));
      });
    }
  }
  return known;
}

/// Gradients of the result by reverse mode on numbers: the rules run, no symbolic graph is made.
/// `upstream` has the result's axes; entry i is the gradient of input i, empty where it has none.
template <class T>
std::vector<values<T>> numeric_gradients(const graph& g, const std::vector<values<T>>& known, const values<T>& upstream) {
  using array = values<T>;
  const auto active = detail::active_nodes(g);
  const node_id result = g.outputs[0].value;
  const domain* where = upstream.where;
  std::vector<array> adjoint(static_cast<std::size_t>(g.size()), array(where, 0));
  std::vector<char> reached(static_cast<std::size_t>(g.size()), 0);
  std::vector<array> alive = adjoint;
  adjoint[static_cast<std::size_t>(result)] = upstream;
  alive[static_cast<std::size_t>(result)] = array::number(upstream, 1).spread_to(upstream.mask);
  reached[static_cast<std::size_t>(result)] = 1;
  std::vector<array> gradients;
  for (const auto& input : g.inputs) gradients.emplace_back(where, axes_of(input));
  for (node_id id = result; id >= 0; --id) {
    const node& n = g[id];
    if (!reached[static_cast<std::size_t>(id)] || !active[static_cast<std::size_t>(id)]) continue;
    const array& mine = adjoint[static_cast<std::size_t>(id)];
    if (is<op::Input>(n)) {
      gradients[n.payload] = mine.spread_to(n.axes);
      continue;
    }
    const auto in = [&](std::size_t i) -> const array& { return known[static_cast<std::size_t>(n.in[i])]; };
    std::vector<array> parts, lives;
    const auto take = [&](const auto& list) { parts.assign(list.begin(), list.end()); };
    const array& out = known[static_cast<std::size_t>(id)];
    const auto axes = static_cast<axis_mask>(n.payload);
    with_primitive(n.code, [&]<class Op>() {
      if constexpr (requires { Op::vjp(mine, out, in(0), axes); }) take(Op::vjp(mine, out, in(0), axes));
      else if constexpr (requires { Op::vjp(mine, out, in(0)); }) take(Op::vjp(mine, out, in(0)));
      else if constexpr (requires { Op::vjp(mine, out, in(0), in(0)); }) take(Op::vjp(mine, out, in(0), in(1)));
      else if constexpr (requires { Op::vjp(mine, out, in(0), in(0), in(0)); }) take(Op::vjp(mine, out, in(0), in(1), in(2)));
      if constexpr (Op::info.shape != shape::leaf)
        for (std::size_t i = 0; i < parts.size(); ++i)
          lives.push_back(detail::alive_through<Op, T>(n, i, alive[static_cast<std::size_t>(id)], known));
    });
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const node_id operand = n.in[i];
      if ((facts_of(n.code).constant >> i & 1) != 0 || !active[static_cast<std::size_t>(operand)]) continue;
      const axis_mask wide = (is<op::Rename>(n) ? 0 : n.axes) | g[operand].axes | parts[i].mask;
      const axis_mask extra = wide & ~g[operand].axes;
      const array live = lives[i].spread_to(wide);
      const array part = sum(guard(live, parts[i].spread_to(wide)), extra);
      const array any_live = array::template along<op::MaxOver>(live, extra);
      auto& total = adjoint[static_cast<std::size_t>(operand)];
      auto& total_live = alive[static_cast<std::size_t>(operand)];
      total = reached[static_cast<std::size_t>(operand)] ? total + part : part;
      total_live = reached[static_cast<std::size_t>(operand)] ? total_live || any_live : any_live;
      reached[static_cast<std::size_t>(operand)] = 1;
    }
  }
  return gradients;
}

/// Back to an input's declared axis order.
template <class T>
Eigen::Array<T, Eigen::Dynamic, 1> in_declared_order(const input_info& input, const values<T>& v) {
  const auto places = detail::canonical_places<T>(input, *v.where);
  Eigen::Array<T, Eigen::Dynamic, 1> out(static_cast<std::int64_t>(places.size()));
  const values<T> wide = v.spread_to(axes_of(input));
  for (std::size_t k = 0; k < places.size(); ++k) out(static_cast<std::int64_t>(k)) = wide.data(places[k]);
  return out;
}

}  // namespace lossc
