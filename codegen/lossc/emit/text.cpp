// Substitutes operands into the primitives' own C++ text.
#include <lossc/emit/text.hpp>

#include <lossc/graph/print.hpp>

namespace lossc {

void writer::line(std::string_view text) {
  if (!text.empty()) text_ += std::string(static_cast<std::size_t>(2 * depth_), ' ') + std::string(text);
  text_ += '\n';
}

int emitted_binding(const node& n) {
  const auto pattern = facts_of(n.code).cpu;
  const auto sign = facts_of(n.code).infix;
  if (pattern.find('(') != std::string_view::npos || sign.empty()) return 9;
  if (sign == "*" || sign == "/") return 5;
  if (sign == "+" || sign == "-") return 4;
  return 3;
}

std::string literal(double value) {
  if (value != value) return "std::numeric_limits<double>::quiet_NaN()";
  if (value == infinity) return "std::numeric_limits<double>::infinity()";
  if (value == -infinity) return "-std::numeric_limits<double>::infinity()";
  std::string text = print_number(value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string expression_text::operator()(node_id id) const {
  if (auto known = leaf_(id); !known.empty()) return known;
  return definition(id);
}

std::string expression_text::number(double value) const {
  switch (dialect_) {
    case dialect::doubles:
      return literal(value);
    case dialect::scalars:
      return "R(" + (value != value ? "not_a_number" : value == infinity ? "infinity" : value == -infinity ? "-infinity" : literal(value)) + ")";
    case dialect::vectors:
      break;
  }
  return value == 0 ? "zero" : value == 1 ? "one" : "broadcast<T>(" + literal(value) + ")";
}

std::string expression_text::operand(node_id id, int outer, bool right) const {
  std::string text = (*this)(id);
  if (!leaf_(id).empty()) return text;
  const int inner = emitted_binding(g_[id]);
  return inner < outer || (right && inner == outer) ? "(" + text + ")" : text;
}

std::string expression_text::condition(node_id id, int outer) const {
  if (facts_of(g_[id].code).boolean) return operand(id, outer, false);
  return "(" + operand(id, 3, true) + (dialect_ == dialect::vectors ? " != zero)" : " != 0)");
}

std::string expression_text::definition(node_id id) const {
  const node& n = g_[id];
  if (is<op::Number>(n)) return number(from_bits(n.payload));
  const auto& f = facts_of(n.code);
  if (f.cpu.empty()) fail("the CPU emitter has no text for a primitive", f.name);
  const int mine = emitted_binding(n);
  const bool logic = is<op::And>(n) || is<op::Or>(n) || is<op::Not>(n);
  std::string text;
  for (std::size_t i = 0; i < f.cpu.size(); ++i) {
    if (f.cpu[i] != '$') {
      text += f.cpu[i];
      continue;
    }
    const int place = f.cpu[++i] - '0';
    const node_id in = n.in[static_cast<std::size_t>(place)];
    const bool is_condition = logic || ((is<op::Where>(n) || is<op::Guard>(n)) && place == 0);
    const int outer = mine == 9 ? 0 : mine;
    text += is_condition ? condition(in, outer) : operand(in, outer, place == 1 && mine != 9);
  }
  return text;
}

}  // namespace lossc
