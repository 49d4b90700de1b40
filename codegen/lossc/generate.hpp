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

template <class... Loss>
int generate(int argc, char** argv, std::string_view file, const Loss&... losses) {
  static_assert(sizeof...(Loss) > 0, "lossc: LOSSC_GENERATE() names no loss");
  return program::main(argc, argv, entries(detail::file_name(file), losses...));
}

}  // namespace lossc::program

#define LOSSC_GENERATE(...)                                                              \
  int main(int argc, char** argv) {                                                      \
    return ::lossc::program::generate(argc, argv, __FILE__ __VA_OPT__(, ) __VA_ARGS__);  \
  }
