// Text of expressions: a node as C++, for vectors, for one double, or for one number of type R.
#pragma once
#include <functional>
#include <string>

#include <lossc/emit/region_scope.hpp>

namespace lossc {

/// Indented lines.
class writer {
 public:
  void line(std::string_view text = {});
  void open(std::string_view text) { line(text), ++depth_; }
  void close(std::string_view text = "}") { --depth_, line(text); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  int depth_ = 0;
};

/// How tightly the emitted C++ of a primitive binds.
int emitted_binding(const node& n);

/// What the numbers of an expression are.
enum class dialect : std::uint8_t {
  vectors,  // Highway's, in a loop of a CPU kernel
  doubles,  // between regions
  scalars,  // of type R, in a CUDA kernel
};

/// Prints a node; `leaf` gives the text of what is known already, or nothing to go deeper.
class expression_text {
 public:
  using leaf_text = std::function<std::string(node_id)>;
  expression_text(const graph& g, dialect numbers, leaf_text leaf) : g_(g), dialect_(numbers), leaf_(std::move(leaf)) {}

  std::string operator()(node_id id) const;
  /// In parentheses if it is a sum or a comparison.
  std::string factor(node_id id) const { return operand(id, 5, false); }
  /// The expression itself, even if the node has a name.
  std::string definition(node_id id) const;

 private:
  const graph& g_;
  dialect dialect_;
  leaf_text leaf_;

  std::string operand(node_id id, int outer, bool right) const;
  std::string number(double value) const;
  std::string condition(node_id id, int outer) const;
};

/// A C++ double literal.
std::string literal(double value);

}  // namespace lossc
