// A symbol is a node of a graph written like a number: `x + 1` pushes a node. The calculus runs on it.
#pragma once
#include <lossc/graph/graph.hpp>

namespace lossc {

struct symbol {
  using term_tag = void;
  graph* home = nullptr;
  node_id id = no_node;

  constexpr const node& self() const { return (*home)[id]; }
  constexpr axis_mask axes() const { return self().axes; }

  template <class Op, class... S>
  static constexpr symbol apply(symbol first, S... rest) {
    std::array<node_id, max_operands> in{no_node, no_node, no_node};
    in[0] = first.id;
    std::size_t place = 1;
    ((in[place++] = rest.id), ...);
    return {first.home, first.home->push(code_of<Op>, in)};
  }

  /// A reduction or softmax over `axes`.
  template <class Op>
  static constexpr symbol along(symbol x, axis_mask axes) {
    return {x.home, x.home->push(code_of<Op>, {x.id, no_node, no_node}, axes)};
  }

  static constexpr symbol number(symbol like, double value) { return {like.home, like.home->number(value)}; }
  /// Gives a node a name, unless the user did.
  static constexpr symbol named(symbol x, std::string_view name) {
    auto& known = x.home->names[static_cast<std::size_t>(x.id)];
    if (known.empty()) known = name;
    return x;
  }
  static constexpr bool is_number(symbol x) { return is<op::Number>(x.self()); }
  static constexpr axis_mask target_axis(symbol label) { return label.home->target_axis(label.id); }

  /// The product of the sizes of `axes`.
  static constexpr symbol count(symbol like, axis_mask axes) {
    symbol product{};
    for (axis_mask axis = 1; axis != 0; axis <<= 1)
      if (axes & axis) {
        const symbol size{like.home, like.home->push(code_of<op::Size>, {no_node, no_node, no_node}, axis)};
        product = product.home == nullptr ? size : product * size;
      }
    return product.home == nullptr ? number(like, 1) : product;
  }
};

}  // namespace lossc
