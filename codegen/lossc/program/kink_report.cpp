// Names the places by formulas, and tries those that small numbers hit.
#include <fmt/format.h>

#include <lossc/graph/equal.hpp>
#include <lossc/program/breakpoint_inputs.hpp>
#include <lossc/program/derivation.hpp>
#include <lossc/program/kink_report.hpp>
#include <lossc/program/random_arguments.hpp>
#include <lossc/program/spelling.hpp>

namespace lossc::program {
namespace {

constexpr std::int64_t outer_size = 2, inner_size = 3;

call_arguments easy_arguments(const graph& loss) {
  std::vector<named_value> parameters;
  for (const input_info& input : loss.inputs) {
    if (input.kind == input_kind::parameter && input.required)
      parameters.push_back({std::string(input.name), "1"});
  }
  return random_arguments(loss, choose_sizes(loss, {}, outer_size, inner_size), parameters, 1);
}

// The choices that rules put there, between forms of one function: no kinks of it.
std::vector<char> choices_of_rules(const compiled& loss) {
  std::vector<char> made(static_cast<std::size_t>(loss.stable.size()), false);
  graph stable = loss.stable;
  for (const firing& f : loss.trace) {
    const std::vector<char> before = nodes_under(loss.seen, f.before),
                            after = nodes_under(loss.seen, f.after);
    for (node_id id = 0; id < loss.seen.size(); ++id) {
      const auto place = static_cast<std::size_t>(id);
      if (!is<op::Where>(loss.seen[id]) || !after[place] || before[place]) continue;
      const auto same = static_cast<std::size_t>(copy_into(stable, loss.seen, id));
      if (same < made.size()) made[same] = true;
    }
  }
  return made;
}

}  // namespace

std::string kinks_text(const compiled& loss) {
  graph g = loss.stable;
  const std::vector<char> choices = choices_of_rules(loss);
  std::vector<kink_place> kinks = find_kinks(g);
  std::erase_if(kinks,
                [&](const kink_place& k) { return choices[static_cast<std::size_t>(k.node)]; });
  if (kinks.empty()) return "  none: the value has a derivative everywhere\n";
  const call_arguments easy = easy_arguments(loss.written);
  std::string text;
  for (std::size_t k = 0; k < kinks.size(); ++k) {
    const kink_place& kink = kinks[k];
    spelling spelled(g);
    spelled.forget(kink.node);
    text += "  " + spelled(kink.node);
    if (kink.at.variable == no_node) {
      text += fmt::format(": {}\n", kink.gradient);
      continue;
    }
    const auto hit = arguments_at(g, kinks, k, easy);
    const bool smooth = hit && is_smooth_at(loss, *hit);
    text += fmt::format(" at {} = {}: {}\n", spelled(kink.at.variable), spelled(kink.at.value),
                        smooth ? "none, the slopes on both sides are equal" : kink.gradient);
  }
  return text;
}

}  // namespace lossc::program
