// Interprets the graph in f64 and walks from a NaN towards the inputs, until operands are numbers.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <lossc/graph/formula.hpp>
#include <lossc/program/interpreted.hpp>
#include <lossc/program/not_a_number.hpp>

namespace lossc::program {
namespace {

// An entry of a node, by its index along each axis of the graph; those it lacks are 0.
struct place {
  node_id node = no_node;
  std::vector<std::int64_t> index;
};

class search {
 public:
  search(const graph& g, const call_arguments& given) : g_(g), run_(g, given) {}

  std::optional<std::string> from(node_id id) {
    for (std::int64_t k = 0; k < run_[id].data.size(); ++k) {
      if (!std::isnan(run_[id].data(k))) continue;
      place at{id, index_of(id, k)};
      while (const auto next = operand_not_a_number(at)) {
        if (const auto input = probability_outside(at)) return described(*input) + " is outside [0, 1]";
        at = *next;
      }
      return sentence(at);
    }
    return std::nullopt;
  }

 private:
  std::vector<std::int64_t> index_of(node_id id, std::int64_t entry) const {
    std::vector<std::int64_t> index(g_.axes.size(), 0);
    for (std::size_t axis = index.size(); axis-- > 0;) {
      if (!(run_[id].mask >> axis & 1)) continue;
      index[axis] = entry % run_.where().sizes[axis];
      entry /= run_.where().sizes[axis];
    }
    return index;
  }

  double value(const place& at) const {
    std::int64_t entry = 0;
    for (std::size_t axis = 0; axis < at.index.size(); ++axis) {
      if (run_[at.node].mask >> axis & 1) entry = entry * run_.where().sizes[axis] + at.index[axis];
    }
    return run_[at.node].data(entry);
  }

  bool is_label(node_id id) const {
    return is<op::Input>(g_[id]) && g_.inputs[g_[id].payload].kind == input_kind::label;
  }

  // Whether operand i of a node decides its entry: of a choice, the branch that was taken.
  bool matters(const place& at, std::size_t i) const {
    const node& n = g_[at.node];
    if (n.in[i] == no_node || is_label(n.in[i])) return false;
    if (!is<op::Guard>(n) && !is<op::Where>(n)) return true;
    const bool first = value({n.in[0], at.index}) != 0;
    return i == 0 || (i == 1 ? first : !first);
  }

  // Whether an entry of an operand is among those that an entry of the node is computed from.
  bool belongs(const place& operand, const place& at) const {
    const node& n = g_[at.node];
    const axis_mask looked_along =
        facts_of(n.code).shape == shape::elementwise ? 0 : static_cast<axis_mask>(n.payload);
    const axis_mask shared = run_[at.node].mask & run_[operand.node].mask & ~looked_along;
    for (std::size_t axis = 0; axis < at.index.size(); ++axis) {
      if ((shared >> axis & 1) && operand.index[axis] != at.index[axis]) return false;
    }
    return true;
  }

  std::optional<place> operand_not_a_number(const place& at) const {
    const node& n = g_[at.node];
    for (std::size_t i = 0; i < max_operands; ++i) {
      if (!matters(at, i)) continue;
      for (std::int64_t k = 0; k < run_[n.in[i]].data.size(); ++k) {
        place operand{n.in[i], index_of(n.in[i], k)};
        if (!std::isnan(value(operand)) || !belongs(operand, at)) continue;
        for (std::size_t axis = 0; axis < at.index.size(); ++axis) {
          if (!(run_[operand.node].mask >> axis & 1)) operand.index[axis] = at.index[axis];
        }
        return operand;
      }
    }
    return std::nullopt;
  }

  // Of p + guard(p < 0 || 1 < p, NaN), which is what the declaration of a probability means, the p.
  std::optional<place> probability_outside(const place& at) const {
    const node& n = g_[at.node];
    if (!is<op::Add>(n) || !is<op::Input>(g_[n.in[0]]) || !g_.inputs[g_[n.in[0]].payload].probability) return std::nullopt;
    const place input{n.in[0], at.index};
    return value(input) < 0 || value(input) > 1 ? std::optional(input) : std::nullopt;
  }

  // In the order in which an input declares its axes.
  std::string position(const place& at) const {
    std::vector<std::int64_t> index;
    if (is<op::Input>(g_[at.node])) {
      const input_info& input = g_.inputs[g_[at.node].payload];
      for (int k = 0; k < rank(input); ++k)
        index.push_back(
            at.index[static_cast<std::size_t>(input.axes[static_cast<std::size_t>(k)])]);
    } else {
      for (std::size_t axis = 0; axis < at.index.size(); ++axis) {
        if (run_[at.node].mask >> axis & 1) index.push_back(at.index[axis]);
      }
    }
    return index.empty() ? "" : fmt::format("[{}]", fmt::join(index, ", "));
  }

  // "probability[0, 2] = -1", "1 - probability = -1 at [0, 2]".
  std::string described(const place& at) const {
    if (is<op::Input>(g_[at.node]))
      return fmt::format("{}{} = {:.6g}", formula(g_, at.node), position(at), value(at));
    const std::string where = position(at);
    return fmt::format("{} = {:.6g}{}", formula(g_, at.node), value(at),
                       where.empty() ? "" : " at " + where);
  }

  // The inputs right under an operand that is none itself: ", from probability[0, 2] = 2".
  void collect_inputs(const place& at, std::vector<std::string>& found) const {
    constexpr std::size_t most = 3;
    const node& n = g_[at.node];
    if (is<op::Input>(n) && g_.inputs[n.payload].kind != input_kind::upstream) {
      const std::string text = described(at);
      if (found.size() < most && std::find(found.begin(), found.end(), text) == found.end())
        found.push_back(text);
    }
    if (facts_of(n.code).shape != shape::elementwise) return;
    for (std::size_t i = 0; i < max_operands; ++i) {
      if (matters(at, i)) collect_inputs({n.in[i], at.index}, found);
    }
  }

  std::string origin(const place& at) const {
    if (is<op::Input>(g_[at.node])) return "";
    std::vector<std::string> found;
    collect_inputs(at, found);
    return found.empty() ? "" : fmt::format(", from {}", fmt::join(found, ", "));
  }

  std::string sentence(const place& at) const {
    const node& n = g_[at.node];
    const facts& f = facts_of(n.code);
    if (is<op::Input>(n)) return described(at) + " is given";
    if (f.shape != shape::elementwise) {
      return fmt::format("{}: {} is no number, since infinities of both signs meet in it", f.name,
                         described(at).substr(0, described(at).find(" = ")));
    }
    const place first{n.in[0], at.index};
    if (value(first) < f.domain.low || value(first) > f.domain.high) {
      return fmt::format("{}: its operand {} is outside [{}, {}]{}", f.name, described(first),
                         print_number(f.domain.low), print_number(f.domain.high), origin(first));
    }
    std::vector<std::string> operands;
    for (std::size_t i = 0; i < max_operands; ++i) {
      if (matters(at, i)) operands.push_back(described({n.in[i], at.index}));
    }
    return fmt::format("{}: there is no number for {}{}", f.name, fmt::join(operands, " and "),
                       origin(at));
  }

  const graph& g_;
  interpreted<double> run_;
};

}  // namespace

std::optional<std::string> why_not_a_number(const graph& g, node_id result,
                                            const call_arguments& arguments) {
  return search(g, arguments).from(result);
}

std::optional<std::string> why_not_a_number(const graph& g, const call_arguments& arguments) {
  search reasons(g, arguments);
  for (const output_info& output : g.outputs) {
    if (const auto reason = reasons.from(output.value)) {
      const bool is_value = output.wrt < 0;
      return fmt::format("{} is NaN: {}", is_value ? "the value" : print_output_name(g, output),
                         *reason);
    }
  }
  return std::nullopt;
}

}  // namespace lossc::program
