// What the text of one region consists of: which nodes it computes, at which stage, and what they are called.
#pragma once
#include <map>
#include <set>
#include <string>

#include <lossc/plan/need.hpp>

namespace lossc {

/// Names of nodes in generated text: the user's, or the primitive's and a number; never twice the same.
class node_names {
 public:
  explicit node_names(const kernel_plan& p);
  /// Named when first asked for, so that numbers count what the text shows.
  const std::string& operator[](node_id id) const;

 private:
  const kernel_plan& plan_;
  mutable std::map<node_id, std::string> names_;
  mutable std::set<std::string> taken_;
  mutable std::map<std::string, int> count_;
};

/// What an input or output is called inside generated text: its own name, unless a local there has it.
std::string text_name(const std::string& name);

/// One region, analysed for emission.
struct region_scope {
  const kernel_plan& plan;
  const lossc::region& region;
  std::map<node_id, int> stage;          // of every node computed here: after how many sweeps it is known
  std::vector<node_id> rows;             // row-level nodes in order, inputs included
  std::vector<std::vector<node_id>> elements;  // per sweep: element- and column-level nodes in order
  std::set<node_id> scalars;             // known before the region, used in it
  std::map<node_id, int> row_uses;       // by row-level nodes and by what the region does with rows
  std::set<node_id> row_variables;       // row-level nodes that other scopes use

  region_scope(const kernel_plan& p, const lossc::region& r);
};

/// What a region joins over its rows: scalars first, then columns and tables.
std::vector<accumulation> joins_of(const region& r);

/// How generated text speaks of a monoid.
struct join_text {
  const char* word;     // the runtimes' type
  const char* lanes;    // what a sweep of a CPU kernel accumulates in
  const char* unit;     // a double
  const char* joined;   // of {0} and {1}
  const char* feed;     // the statement that joins {1} into {0}
  const char* of_rows;  // a name for the join over rows
  bool in_double;       // what a thread accumulates on a GPU; an extreme has the operand's type
};
const join_text& text_of(monoid m);

/// Names of the outputs that need region `index`: if nobody wants them, the region is left out.
std::set<std::string> outputs_fed_by(const kernel_plan& p, std::size_t index);

}  // namespace lossc
