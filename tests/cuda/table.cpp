// The table of what CUDA kernels move, beside what the field's do: counted, written to a file, held against the golden.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <lossc/emit/cuda_traffic.hpp>
#include <sstream>

#include "session.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

// Per element of the logits or predictions, value and gradients: from the sources named in the text.
struct peer {
  const char *loss, *liger, *inductor;
};
constexpr peer peers[] = {{"cross_entropy", "3 R, 2 W, 2 launches", "2 to 3 R, 1 W, 2 graphs"}};
constexpr const char* head =
    "# What the CUDA kernels move\n\n"
    "Value and all gradients in f32, 48 rows of 1024, counted access by access in the emulated grid. Reads and\n"
    "writes are bytes of the large arrays divided by those of one of them: 2 R where a loss has two such inputs\n"
    "that are read once each. Launches are all of a call, with the counting of labels and the joins.\n\n"
    "The peers' figures are per logit, where they are known. Liger's cross-entropy reads its rows twice and\n"
    "writes the gradient, then reads and writes it once more to scale it by the upstream gradient\n"
    "(linkedin/Liger-Kernel, ead96b61, August 2026). Inductor makes a forward and a backward graph, so that logits\n"
    "are read again (PyTorch 2.13; pull requests 127011 and 184069).\n\n"
    "| loss | reads | writes | launches | Liger | Inductor |\n|---|---|---|---|---|---|\n";

std::string row_of(const subject& s) {
  const auto a = random_arguments(s, 48, 1024, 7);
  grid_session session;
  call full(*kernel_of(s, LOSSC_F32), a);
  full.run_ok();
  session.check_no_faults();
  const auto c = compile(s.written);
  const auto& r = session.report();
  double read = 0, written = 0, one = 0;
  for (const auto& t : cuda_traffic(c.gradient_plan, slots_of(c))) {
    const int slot = full.slot_named(t.name);
    for (std::size_t i = 0; i < r.allocation_count; ++i) {
      if (r.allocations[i].first != full.data[static_cast<std::size_t>(slot)]) continue;
      // Picks, which all lanes of a team make, are a sector per row.
      const auto whole = static_cast<double>(full.count(slot)) * static_cast<double>(full.element_size(slot));
      read += t.picked ? static_cast<double>(t.reads) * whole : static_cast<double>(r.allocations[i].bytes_read);
      written += static_cast<double>(r.allocations[i].bytes_written);
      if (full.element_size(slot) == 4) one = whole;
    }
  }
  if (one == 0) return {};  // labels alone
  std::string liger, inductor;
  for (const auto& p : peers)
    if (s.name == p.loss) liger = p.liger, inductor = p.inductor;
  return fmt::format("| {} | {:.2f} R | {:.2f} W | {} | {} | {} |\n", s.name, read / one, written / one, r.launch_count, liger, inductor);
}

}  // namespace

TEST_CASE("the table of traffic is the committed one") {
  std::string table = head;
  for (const auto& s : subjects()) table += row_of(s);
  if (std::getenv("LOSSC_UPDATE_GOLDENS") != nullptr) std::ofstream(LOSSC_TRAFFIC_TABLE) << table;
  std::ifstream file(LOSSC_TRAFFIC_TABLE);
  std::stringstream golden;
  golden << file.rdbuf();
  CHECK(golden.str() == table);
}
