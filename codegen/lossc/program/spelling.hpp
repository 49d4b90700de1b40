// Formulas with words for their parts: the names that the user gave, and letters.
#pragma once

#include <lossc/graph/formula.hpp>
#include <string>
#include <vector>

namespace lossc::program {

class spelling {
 public:
  explicit spelling(const graph& g);

  // The user's name for a node stands for it, except in its own definition.
  const node_words& words() const { return words_; }
  void forget(node_id id) { words_.erase(id); }

  // Gives a node a letter that no input and no name in the graph has. Returns its definition,
  // "u = exp(logits)"; nothing where the letters are used up or the node is short.
  std::string abbreviate(node_id id);

  // A node by its word, if it has one.
  std::string operator()(node_id id) const;

 private:
  const graph& g_;
  node_words words_;
  std::vector<std::string> letters_;  // still free, the next one last
};

// The outputs of a graph, and before them what they share: "error = prediction - target".
std::string definitions_text(const graph& g);

}  // namespace lossc::program
