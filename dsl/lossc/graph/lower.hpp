// lower(loss) → graph: the last place where an expression is a type; each distinct type is visited once.
#pragma once
#include <lossc/expr/loss.hpp>
#include <lossc/graph/graph.hpp>

namespace lossc {

namespace detail {

// One object per expression type: its address is the type's identity in constant expressions.
template <class E>
inline constexpr char type_identity = 0;

struct lowering {
  struct visited {
    const char* type;
    node_id id;
  };
  graph g;
  std::vector<visited> memo;

  template <class A>
  constexpr int axis_place() {
    for (std::size_t i = 0; i < g.axes.size(); ++i)
      if (g.axes[i].name == A::name) return static_cast<int>(i);
    int twin_of = -1;
    if constexpr (requires { typename A::original; }) twin_of = axis_place<typename A::original>();
    if (g.axes.size() == 32) fail("a loss may use at most 32 axes");
    g.axes.push_back({A::name, A::size, twin_of});
    return static_cast<int>(g.axes.size()) - 1;
  }
  template <class... A>
  constexpr axis_mask mask_of(boost::hana::tuple<A...>) {
    return (axis_mask{0} | ... | (axis_mask{1} << axis_place<A>()));
  }
  template <class... A>
  constexpr void place_axes(input_info& info, boost::hana::tuple<A...>) {
    static_assert(sizeof...(A) <= 6, "lossc: an input has at most six axes");
    std::size_t r = 0;
    ((info.axes[r++] = static_cast<std::int8_t>(axis_place<A>())), ...);
  }

  template <text Name, input_flags Flags, class Axes>
  constexpr input_info describe(real_input<Name, Flags, Axes> x) {
    input_info info{.name = stored<Name>.view(), .differentiable = Flags.differentiable, .structural = Flags.structural, .probability = Flags.probability};
    if (Flags.parameter) {
      info.kind = input_kind::parameter;
      info.required = Flags.required;
      info.default_value = from_bits(Flags.default_bits);
      info.range = Flags.range();
    } else if (Flags.structural && Flags.differentiable) {
      info.kind = input_kind::weight;
    }
    place_axes(info, typename decltype(x)::axes{});
    return info;
  }
  template <text Name, class Axes, class Target>
  constexpr input_info describe(label_input<Name, Axes, Target>) {
    input_info info{.name = stored<Name>.view(), .kind = input_kind::label};
    place_axes(info, Axes{});
    info.target = static_cast<std::int8_t>(axis_place<Target>());
    return info;
  }
  template <text Name, class Axes>
  constexpr input_info describe(mask_input<Name, Axes>) {
    input_info info{.name = stored<Name>.view(), .kind = input_kind::mask, .structural = true};
    place_axes(info, Axes{});
    return info;
  }

  template <class E>
  constexpr node_id visit(E e) {
    const char* identity = &type_identity<E>;
    for (const auto& v : memo)
      if (v.type == identity) return v.id;
    const node_id id = build(e);
    memo.push_back({identity, id});
    return id;
  }

  template <class Input>
    requires detail::input<Input>
  constexpr node_id build(Input) {
    constexpr std::string_view wanted = stored<Input::input_name>.view();
    for (std::size_t i = 0; i < g.inputs.size(); ++i)
      if (g.inputs[i].name == wanted) return g.input(static_cast<int>(i));
    fail("the formula uses an input that is not in inputs(…)", wanted);
  }
  template <std::uint64_t Bits>
  constexpr node_id build(number_expression<Bits>) {
    return g.number(from_bits(Bits));
  }
  template <class A>
  constexpr node_id build(position_expression<A>) {
    return g.push(code_of<op::Position>, {no_node, no_node, no_node}, axis_mask{1} << axis_place<A>());
  }
  template <class A>
  constexpr node_id build(size_expression<A>) {
    return g.push(code_of<op::Size>, {no_node, no_node, no_node}, axis_mask{1} << axis_place<A>());
  }
  template <text Name, class E>
  constexpr node_id build(named_expression<Name, E>) {
    const node_id id = visit(E{});
    g.names[static_cast<std::size_t>(id)] = stored<Name>.view();
    return id;
  }
  template <class From, class To, class E>
  constexpr node_id build(renamed_expression<From, To, E>) {
    const node_id id = visit(E{});
    return g.push(code_of<op::Rename>, {id, no_node, no_node}, mask_of(boost::hana::tuple<From, To>{}));
  }
  template <class Op, class Axes, class Reduced, class... X>
  constexpr node_id build(applied<Op, Axes, Reduced, X...>) {
    std::array<node_id, max_operands> in{no_node, no_node, no_node};
    std::size_t place = 0;
    ((in[place++] = visit(X{})), ...);
    return g.push(code_of<Op>, in, mask_of(Reduced{}));
  }
};

}  // namespace detail

/// The graph of a loss, as written: the output "result", then those beside it.
template <text Name, class... X, class Body>
constexpr graph lower(const loss_definition<Name, boost::hana::tuple<X...>, Body>&) {
  detail::lowering l;
  l.g.name = stored<Name>.view();
  (l.g.inputs.push_back(l.describe(X{})), ...);
  using definition = loss_definition<Name, boost::hana::tuple<X...>, Body>;
  l.g.outputs.push_back({"result", l.visit(typename definition::expression{})});
  [&]<class... Output>(boost::hana::tuple<Output...>) {
    (l.g.outputs.push_back({stored<Output::output_name>.view(), l.visit(typename Output::expression{})}), ...);
  }(typename definition::output_list{});
  return l.g;
}

/// The graph of an expression over the inputs of a loss: how tests write what they expect.
template <text Name, class... X, class Body, class E>
constexpr graph lower_over(const loss_definition<Name, boost::hana::tuple<X...>, Body>&, E expression) {
  detail::lowering l;
  l.g.name = stored<Name>.view();
  (l.g.inputs.push_back(l.describe(X{})), ...);
  l.g.outputs.push_back({"result", l.visit(expression)});
  return l.g;
}

}  // namespace lossc
