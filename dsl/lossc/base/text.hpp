// A string that can be a template argument: the names of axes, inputs and losses.
#pragma once
#include <cstddef>
#include <string_view>

namespace lossc {

template <std::size_t N>
struct text {
  char characters[N]{};

  constexpr text(const char (&literal)[N]) {  // NOLINT: implicit, so that loss<"focal"> reads well
    for (std::size_t i = 0; i < N; ++i) characters[i] = literal[i];
  }
  constexpr std::string_view view() const { return {characters, N - 1}; }
};

/// The storage of a name: one object per distinct text, so that views of it never dangle.
template <text Name>
inline constexpr auto stored = Name;

namespace detail {
template <text... Parts>
constexpr auto join_texts() {
  char joined[(sizeof(Parts.characters) + ... + 1) - sizeof...(Parts)]{};
  std::size_t end = 0;
  const auto append = [&](std::string_view part) {
    for (char c : part) joined[end++] = c;
  };
  (append(Parts.view()), ...);
  return text(joined);
}
}  // namespace detail

/// Texts one after another: names of a family of losses.
template <text... Parts>
inline constexpr auto joined = detail::join_texts<Parts...>();

/// A name as a type, `"logits"_s`; keys of the maps made by `bind`.
template <text Name>
struct name_type {
  static constexpr auto text_value = Name;
  template <class T>
  constexpr auto operator=(const T& bound) const;  // defined by <lossc/evaluate.hpp>
};

inline namespace literals {
template <text Name>
constexpr auto operator""_s() {
  return name_type<Name>{};
}
}  // namespace literals

}  // namespace lossc
