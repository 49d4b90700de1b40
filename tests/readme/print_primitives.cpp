// Prints the README's table of primitives in Markdown, from what the primitives say about themselves.
#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>

#include <lossc/op/all.hpp>

namespace {

using namespace lossc;

void replace_all(std::string& text, std::string_view old, std::string_view fresh) {
  for (std::size_t at = 0; (at = text.find(old, at)) != std::string::npos; at += fresh.size())
    text.replace(at, old.size(), fresh);
}

// In backticks, so that no Markdown is seen in it; \vert, since a bar would end the column.
std::string formula(const facts& f) {
  if (f.latex.empty()) return "";
  std::string text(f.latex);
  replace_all(text, "$0", f.shape == shape::leaf ? "i" : "x");
  replace_all(text, "$1", "y");
  replace_all(text, "$2", "z");
  replace_all(text, "$a", "i");
  replace_all(text, R"(\|)", R"(\Vert )");
  replace_all(text, "|", R"(\vert )");
  return "$`" + text + "`$";
}

std::string print(double x) {
  if (x == infinity) return "∞";
  if (x == -infinity) return "−∞";
  std::ostringstream text;
  text << std::setprecision(3) << x;
  return text.str();
}

std::string domain(const facts& f) {
  return f.domain == interval{} ? "" : "[" + print(f.domain.low) + ", " + print(f.domain.high) + "]";
}

// A primitive that is taken apart promises nothing unless its row says so.
std::string promise(const facts& f) {
  if (f.boolean || (f.cpu.empty() && f.ulp == facts{}.ulp)) return "";
  return f.ulp == 0 ? "exact" : print(f.ulp) + " ulp";
}

}  // namespace

int main() {
  std::cout << "| name | formula | domain | f32 error | gradient at a kink | note |\n|---|---|---|---|---|---|\n";
  for (const facts& f : facts_table) {
    std::string note(f.note);
    replace_all(note, "|", "\\|");
    std::cout << "| `" << f.name << "` | " << formula(f) << " | " << domain(f) << " | " << promise(f) << " | " << f.kink << " | "
              << note << " |\n";
  }
}
