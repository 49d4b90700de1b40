// LOSSC_GENERATE(my::focal, …): turns a source file with losses into a generator, the lossc program
// with these losses in it.
#pragma once

#include <lossc/graph/lower.hpp>
#include <lossc/program/program.hpp>

namespace lossc::program {

namespace detail {

template <class Loss>
concept is_loss = requires(const Loss& loss) {
  typename Loss::input_list;
  typename Loss::expression;
  loss.text;
};

// The file without its folders, which differ from machine to machine and would show in its text.
constexpr std::string_view file_name(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

}  // namespace detail

/// The entries of losses, in their order. `made_from` is what generated files name as their origin.
template <class... Loss>
std::vector<loss_entry> entries(std::string_view made_from, const Loss&... losses) {
  constexpr bool all_losses = (detail::is_loss<Loss> && ...);
  static_assert(all_losses, "lossc: LOSSC_GENERATE takes losses, made by loss<\"name\">(...)");
  std::vector<loss_entry> list;
  if constexpr (all_losses) {
    constexpr std::array<std::string_view, sizeof...(Loss)> names{Loss::name...};
    static_assert(lossc::detail::names_differ(names), "lossc: two losses of one generator have the same name");
    const auto add = [&](const auto& loss) {
      const auto& text = loss.text;
      list.push_back({lower(loss), {std::string(text.summary), std::string(text.formula), std::string(text.source), std::string(text.id)},
                      nullptr, nullptr, std::string(made_from)});
    };
    (add(losses), ...);
  }
  return list;
}

/// The losses of all linked sources, in the order in which they registered.
inline std::vector<loss_entry>& registered_losses() {
  static std::vector<loss_entry> losses;
  return losses;
}

template <class... Loss>
bool register_losses(std::string_view file, const Loss&... losses) {
  static_assert(sizeof...(Loss) > 0, "lossc: LOSSC_GENERATE() names no loss");
  for (auto& entry : entries(detail::file_name(file), losses...)) registered_losses().push_back(std::move(entry));
  return true;
}

}  // namespace lossc::program

#define LOSSC_JOIN_LINE(name, line) name##line
#define LOSSC_NAME_WITH_LINE(name, line) LOSSC_JOIN_LINE(name, line)
#define LOSSC_GENERATE(...)                                                       \
  [[maybe_unused]] static const bool LOSSC_NAME_WITH_LINE(lossc_registered_, __LINE__) = \
      ::lossc::program::register_losses(__FILE__ __VA_OPT__(, ) __VA_ARGS__);
