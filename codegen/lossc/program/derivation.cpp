// Prints a step as "before = after"; what both sides share becomes a letter where it is long.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <lossc/program/derivation.hpp>
#include <lossc/program/spelling.hpp>

namespace lossc::program {
namespace {

constexpr std::size_t line_width = 100;  // of a step, and of what a letter stands for
constexpr std::string_view indent = "            ";

struct honesty_words {
  honesty kind;
  std::string_view title;
};
constexpr std::array<honesty_words, 5> headings{{
    {honesty::rounds_better, "the same function of real numbers, rounded less"},
    {honesty::rounds_differently, "the same function of real numbers, rounded as much"},
    {honesty::structural, "what zeros, weights, masks and kinks mean"},
    {honesty::exact, "the same bits"},
    {honesty::textbook, "shorter to print"},
}};

std::string cut(const std::string& text) {
  if (text.size() <= line_width) return text;
  std::size_t end = line_width;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not inside a character
  return text.substr(0, end) + " …";
}

// One firing as lines.
class step {
 public:
  step(const graph& seen, const firing& fired) : g_(seen), spelled_(seen) {
    spelled_.forget(fired.before);
    spelled_.forget(fired.after);
    const std::vector<char> before = nodes_under(g_, fired.before),
                            after = nodes_under(g_, fired.after);
    for (node_id root : {fired.before, fired.after}) abbreviate_shared(root, before, after);
    const std::string left = spelled_(fired.before), right = spelled_(fired.after);
    const bool one_line = left.size() + right.size() + 3 <= line_width;
    text_ = fmt::format("{}{}{}= {}\n", indent, left,
                        one_line ? " " : fmt::format("\n{}  ", indent), right);
    for (const std::string& part : parts_) text_ += fmt::format("{}    {}\n", indent, part);
  }

  const std::string& text() const { return text_; }

 private:
  void abbreviate_shared(node_id id, const std::vector<char>& before,
                         const std::vector<char>& after) {
    if (spelled_.words().contains(id)) return;
    const auto place = static_cast<std::size_t>(id);
    if (before[place] && after[place]) {
      const std::string definition = spelled_.abbreviate(id);
      if (!definition.empty()) parts_.push_back(cut(definition));
      return;
    }
    for (node_id in : g_[id].in) {
      if (in != no_node) abbreviate_shared(in, before, after);
    }
  }

  const graph& g_;
  spelling spelled_;
  std::vector<std::string> parts_;
  std::string text_;
};

bool same_rule(const firing& a, const firing& b) {
  return a.rule == b.rule && a.reason == b.reason;
}

// A rule once, and under it every place where it fired.
std::string rule_text(const firing& first, const std::vector<firing>& trace, const graph& seen) {
  std::string text = fmt::format("    {:<7} {}{}{}\n", first.rule, first.reason,
                                 first.where.empty() ? "" : ", where ", first.where);
  std::vector<std::string> printed;
  for (const firing& f : trace) {
    if (!same_rule(f, first)) continue;
    const std::string lines = step(seen, f).text();
    if (std::find(printed.begin(), printed.end(), lines) != printed.end()) continue;
    printed.push_back(lines);
    text += lines;
  }
  return text;
}

}  // namespace

std::vector<char> nodes_under(const graph& g, node_id root) {
  std::vector<char> under(static_cast<std::size_t>(g.size()), false);
  under[static_cast<std::size_t>(root)] = true;
  for (node_id id = root; id >= 0; --id) {
    if (!under[static_cast<std::size_t>(id)]) continue;
    for (node_id in : g[id].in) {
      if (in != no_node) under[static_cast<std::size_t>(in)] = true;
    }
  }
  return under;
}

std::string derivation_text(const std::vector<firing>& trace, const graph& seen) {
  if (trace.empty()) return "  no rule fired\n";
  std::string text;
  for (const auto& [kind, title] : headings) {
    std::string rules;
    for (auto f = trace.begin(); f != trace.end(); ++f) {
      const auto is_same = [&](const firing& earlier) { return same_rule(earlier, *f); };
      if (f->kind == kind && std::none_of(trace.begin(), f, is_same))
        rules += rule_text(*f, trace, seen);
    }
    if (!rules.empty()) text += fmt::format("  {}\n{}", title, rules);
  }
  return text;
}

}  // namespace lossc::program
