// Formulas as people write them: a node in infix text, and in LaTeX.
#pragma once
#include <map>
#include <string>

#include <lossc/graph/print.hpp>

namespace lossc {

/// Words that stand for nodes inside a formula: names that the user gave, or letters.
using node_words = std::map<node_id, std::string>;

namespace detail {

// How tightly a primitive's operator binds; functions bind tightest.
inline int binding(const node& n) {
  const auto sign = facts_of(n.code).infix;
  if (sign.empty()) return is<op::CrossEntropy>(n) || is<op::CrossEntropyGradient>(n) ? 4 : 9;
  if (is<op::Negate>(n) || is<op::Not>(n)) return 6;
  if (sign == "*" || sign == "/") return 5;
  if (sign == "+" || sign == "-") return 4;
  if (sign == "&&" || sign == "||") return 2;
  return 3;
}

struct formula_printer {
  const graph& g;
  const node_words& words = no_words;

  static inline const node_words no_words;

  std::string operand(node_id id, int outer, bool right_of_minus = false) const {
    const int inner = words.contains(id) ? 9 : binding(g[id]);
    const std::string text = write(id);
    return inner < outer || (right_of_minus && inner == outer) ? "(" + text + ")" : text;
  }

  std::string axes(axis_mask mask) const {
    const auto text = print_axes(g, mask);
    return text.substr(1, text.size() - 2);
  }

  std::string write(node_id id) const {
    const auto word = words.find(id);
    return word == words.end() ? spell_out(id) : word->second;
  }

  std::string spell_out(node_id id) const {
    const node& n = g[id];
    const auto& f = facts_of(n.code);
    const int mine = binding(n);
    if (is<op::Input>(n)) return std::string(g.inputs[n.payload].name);
    if (is<op::Number>(n)) return print_number(from_bits(n.payload));
    if (is<op::Size>(n)) return "n_" + axes(static_cast<axis_mask>(n.payload));
    if (is<op::Position>(n)) return axes(static_cast<axis_mask>(n.payload));
    if (is<op::ValidCount>(n)) return "n_valid";
    if (is<op::CrossEntropy>(n)) return "logsumexp(" + write(n.in[0]) + ") - " + operand(n.in[0], 9) + "[" + write(n.in[1]) + "]";
    if (is<op::CrossEntropyGradient>(n)) return "softmax(" + write(n.in[0]) + ") - one_hot(" + write(n.in[1]) + ")";
    if (is<op::At>(n)) return operand(n.in[0], 9) + "[" + write(n.in[1]) + "]";
    if (is<op::Guard>(n)) return "(" + write(n.in[0]) + " ? " + write(n.in[1]) + " : 0)";
    if (is<op::Where>(n)) return "(" + write(n.in[0]) + " ? " + write(n.in[1]) + " : " + write(n.in[2]) + ")";
    if (is<op::Negate>(n)) return "-" + operand(n.in[0], mine, true);  // -(-x): -- is another operator
    if (is<op::Not>(n)) return "!" + operand(n.in[0], mine);
    if (!f.infix.empty()) {
      // Also for + and *: the order of rounding is part of the formula.
      return operand(n.in[0], mine) + " " + std::string(f.infix) + " " + operand(n.in[1], mine, true);
    }
    std::string text = std::string(f.name) + "(" + write(n.in[0]);
    for (int i = 1; i < operand_count(n); ++i) text += ", " + write(n.in[static_cast<std::size_t>(i)]);
    if (n.payload != 0) text += ", " + axes(static_cast<axis_mask>(n.payload));
    return text + ")";
  }

  std::string latex_name(std::string_view name) const {
    std::string text;
    for (char c : name) text += c == '_' ? std::string("\\_") : std::string(1, c);
    return name.size() == 1 ? text : "\\mathrm{" + text + "}";
  }

  std::string latex(node_id id) const {
    const node& n = g[id];
    if (is<op::Input>(n)) return latex_name(g.inputs[n.payload].name);
    if (is<op::Number>(n)) return print_number(from_bits(n.payload));
    if (is<op::ValidCount>(n)) return "n_{\\mathrm{valid}}";
    std::string text;
    const auto pattern = facts_of(n.code).latex;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] != '$') {
        text += pattern[i];
        continue;
      }
      const char what = pattern[++i];
      if (what == 'a' || facts_of(n.code).shape == shape::leaf) {
        text += latex_name(axes(static_cast<axis_mask>(n.payload)));
      } else {
        const node_id in = n.in[static_cast<std::size_t>(what - '0')];
        const bool loose = binding(g[in]) < binding(n) || (i > 1 && binding(n) < 9 && binding(g[in]) <= binding(n) && what == '1');
        text += loose && !is<op::Divide>(n) ? "\\left(" + latex(in) + "\\right)" : latex(in);
      }
    }
    return text;
  }
};

}  // namespace detail

/// "mean(pow(1 - exp(log_p), gamma) * -log_p, batch)"
inline std::string formula(const graph& g, node_id id) { return detail::formula_printer{g}.write(id); }

/// The same with words for some of its parts; never for the whole.
inline std::string formula(const graph& g, node_id id, const node_words& words) {
  return detail::formula_printer{g, words}.spell_out(id);
}

inline std::string latex(const graph& g, node_id id) { return detail::formula_printer{g}.latex(id); }

}  // namespace lossc
