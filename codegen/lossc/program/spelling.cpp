// A part that is used more than once and is long gets a letter, unless the user named it.
#include <fmt/format.h>

#include <algorithm>
#include <lossc/program/spelling.hpp>

namespace lossc::program {
namespace {

constexpr std::size_t longest_part = 16;  // of characters, before it is worth a letter
constexpr std::string_view all_letters = "qpdonmlkjihgfezyxtsrcbawvu";  // the next one last

bool is_leaf(const node& n) { return facts_of(n.code).shape == shape::leaf; }

std::vector<int> count_users(const graph& g) {
  std::vector<int> users(static_cast<std::size_t>(g.size()), 0);
  for (const output_info& output : g.outputs) ++users[static_cast<std::size_t>(output.value)];
  for (node_id id = g.size() - 1; id >= 0; --id) {
    if (users[static_cast<std::size_t>(id)] == 0) continue;
    for (node_id in : g[id].in) {
      if (in != no_node) ++users[static_cast<std::size_t>(in)];
    }
  }
  return users;
}

}  // namespace

spelling::spelling(const graph& g) : g_(g) {
  for (node_id id = 0; id < g.size(); ++id) {
    const std::string_view name = g.names[static_cast<std::size_t>(id)];
    if (!name.empty() && !is_leaf(g[id])) words_[id] = name;
  }
  for (char c : all_letters) {
    const std::string letter(1, c);
    const auto has_letter = [&](const auto& named) { return named.name == letter; };
    if (std::none_of(g.inputs.begin(), g.inputs.end(), has_letter) &&
        std::none_of(g.axes.begin(), g.axes.end(), has_letter) &&
        std::find(g.names.begin(), g.names.end(), letter) == g.names.end())
      letters_.push_back(letter);
  }
}

std::string spelling::abbreviate(node_id id) {
  const std::string spelled = formula(g_, id, words_);
  if (words_.contains(id) || letters_.empty() || spelled.size() <= longest_part) return "";
  words_[id] = letters_.back();
  letters_.pop_back();
  return fmt::format("{} = {}", words_[id], spelled);
}

std::string spelling::operator()(node_id id) const {
  const auto word = words_.find(id);
  return word == words_.end() ? formula(g_, id, words_) : word->second;
}

std::string definitions_text(const graph& g) {
  spelling spelled(g);
  const std::vector<int> users = count_users(g);
  std::string text;
  for (node_id id = 0; id < g.size(); ++id) {
    const int used = users[static_cast<std::size_t>(id)];
    if (used == 0 || is_leaf(g[id])) continue;
    const auto word = spelled.words().find(id);
    if (word != spelled.words().end()) {
      text += fmt::format("  {} = {}\n", word->second, formula(g, id, spelled.words()));
    } else if (used > 1) {
      const std::string definition = spelled.abbreviate(id);
      if (!definition.empty()) text += fmt::format("  {}\n", definition);
    }
  }
  for (const output_info& output : g.outputs)
    text += fmt::format("  {} = {}\n", print_output_name(g, output), spelled(output.value));
  return text;
}

}  // namespace lossc::program
