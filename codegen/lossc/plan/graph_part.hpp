// A part of a graph as a graph of its own: what some outputs need, with some nodes as inputs.
#pragma once
#include <bit>
#include <set>
#include <vector>

#include <lossc/graph/graph.hpp>

namespace lossc {

/// Its axes and inputs are those it uses, which these lists number in the whole.
struct graph_part {
  graph g;
  std::vector<int> axes;
  std::vector<int> inputs;  // what was cut has the number that cut() was given
};

/// A side of a product has rows, whether it is the left or the right one: there a twin is its axis. The core has both.
enum class twins : std::uint8_t { apart, folded };

/// Copies what `outputs` need into a graph whose axes begin with `first_axes` and are those it uses.
class part_maker {
 public:
  part_maker(const graph& whole, const std::vector<int>& first_axes, twins kept);

  /// These labels become numbers, of which an ignored one is no number.
  void make_numbers(std::set<std::uint64_t> labels) { numbers_ = std::move(labels); }

  /// This node of the whole becomes an input.
  void cut(node_id id, const input_info& input, int number) { cuts_.push_back({id, input, number, 0}); }

  graph_part make(const std::vector<output_info>& outputs);

  /// After make(): the place of what was cut there among the part's inputs; -1 where the outputs do not need it.
  int place_of_cut(node_id id) const;

 private:
  struct cut_node {
    node_id id;
    input_info input;
    int number;
    std::uint64_t place;  // among the part's inputs
  };
  const graph& whole_;
  const twins twins_;
  graph_part part_;
  std::vector<int> axes_;
  std::vector<node_id> map_;
  std::vector<cut_node> cuts_;
  std::set<std::uint64_t> numbers_;
  std::set<node_id> needed_;  // in the whole's order: operands first

  const cut_node* cut_at(node_id id) const;
  int here(int axis) const;
  void use_axes(axis_mask mask);
  void need(node_id id);
  int place_of(int axis) const;
  axis_mask moved(axis_mask mask) const;
  std::uint64_t add_input(input_info input, int number);
  std::uint64_t input_place(int number) const;
  node_id count_of(std::uint64_t labels);
  void copy(node_id id);
};

inline int axis_in(axis_mask one) { return std::countr_zero(one); }
inline axis_mask mask_of(int axis) { return axis_mask{1} << axis; }

}  // namespace lossc
