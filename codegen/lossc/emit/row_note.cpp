// Finds the guards that rows without support or direction stand behind.
#include <lossc/emit/row_note.hpp>

namespace lossc {

int note_of(const kernel_plan& p, node_id id) {
  const node& n = p.g[id];
  if (!is<op::NotEqual>(n) || level_of(p, id) != level::row || !is<op::Number>(p.g[n.in[1]])) return -1;
  const node& guarded = p.g[n.in[0]];
  const double at = from_bits(p.g[n.in[1]].payload);
  if (is<op::MaxOver>(guarded) && at == row_notes[0].at) return 0;
  if (is<op::Sqrt>(guarded) && is<op::Sum>(p.g[guarded.in[0]]) && at == row_notes[1].at) return 1;
  return -1;
}

std::vector<int> notes_of(const kernel_plan& p, const region& r) {
  const region_scope scope(p, r);
  std::vector<int> notes;
  for (int k = 0; k < static_cast<int>(std::size(row_notes)); ++k)
    if (std::any_of(scope.rows.begin(), scope.rows.end(), [&](node_id id) { return note_of(p, id) == k; })) notes.push_back(k);
  return notes;
}

}  // namespace lossc
