// Changes one thing at a time in arguments that are easy otherwise.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <lossc/program/breakpoint_inputs.hpp>
#include <lossc/program/hard_inputs.hpp>
#include <lossc/program/spelling.hpp>
#include <set>

namespace lossc::program {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
// Not the largest number there is: a kernel keeps the sum of a row in f32, which several of these
// fit.
constexpr double huge = 0x1p120;
constexpr double smallest = std::numeric_limits<float>::denorm_min();
constexpr double smallest_normal = std::numeric_limits<float>::min();

// Beside 1 the first is lost, and so is e^-x of the second; e^-x of the third is 0.
constexpr double lost_beside_one = 0x1p-25, saturated = 17.5, vanished = 104;

// With the digits that tell it from its neighbours.
std::string print(double x) { return fmt::format("{}", static_cast<float>(x)); }

bool is_number_tensor(const input_info& input) { return input.kind == input_kind::tensor; }
bool is_target(const input_info& input) { return is_number_tensor(input) && input.structural; }
bool is_free(const input_info& input) { return is_number_tensor(input) && !input.structural; }
bool can_be_zeroed(const input_info& input) {
  return input.kind == input_kind::weight || input.kind == input_kind::mask;
}

// Of both signs; with the ends of the domains of the loss's primitives and the next float beyond.
std::vector<double> hard_numbers(const compiled& loss) {
  std::set<double> sizes{0,        smallest, smallest_normal, lost_beside_one, 1, saturated,
                         vanished, huge,     infinity};
  for (const graph* g : {&loss.written, &loss.stable}) {
    for (const node& n : g->nodes()) {
      const interval domain = facts_of(n.code).domain;
      for (double end : {domain.low, domain.high}) {
        if (!std::isfinite(end)) continue;
        const auto narrow = static_cast<float>(std::abs(end));
        sizes.insert(narrow);
        sizes.insert(std::nextafter(narrow, std::numeric_limits<float>::infinity()));
      }
    }
  }
  std::vector<double> numbers(sizes.begin(), sizes.end());
  for (double x : sizes) {
    if (x != 0) numbers.push_back(-x);
  }
  return numbers;
}

class maker {
 public:
  maker(const compiled& loss, const call_arguments& base)
      : loss_(loss), inputs_(loss.written.inputs), base_(base), numbers_(hard_numbers(loss)) {
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      if (inputs_[i].kind == input_kind::label) name_first_entry(base_.arrays[i]);
    }
  }

  std::vector<hard_input> make() {
    made_.push_back({"easy numbers", base_});
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      if (is_free(inputs_[i])) entries(i), rows(i), beside_targets(i), without_effect(i);
      if (can_be_zeroed(inputs_[i])) zeroed(i);
    }
    pairs();
    breakpoints();
    return std::move(made_);
  }

 private:
  // One change after another, and how it reads.
  class change {
   public:
    explicit change(const call_arguments& base) : made_{"", base} {}

    change& entry(std::size_t input, std::size_t place, double x) {
      store(input, place, x);
      return say(position(input, place), print(x));
    }
    // All entries that have the first row in common; of a single row all there are.
    change& row(std::size_t input, double x) {
      const auto [count, name] = row_of(input);
      for (std::size_t k = 0; k < count; ++k) store(input, k, x);
      return say(name, print(x));
    }
    change& ignored(std::size_t label, bool all) {
      array& labels = made_.arguments.arrays[label];
      std::vector<std::int32_t> values = labels.as_i32();
      for (std::size_t k = 0; k < (all ? values.size() : 1); ++k)
        values[k] = static_cast<std::int32_t>(made_.arguments.ignore_index);
      labels.data =
          make_array<std::int32_t>(labels.shape, std::span<const std::int32_t>(values)).data;
      return say(all ? labels.source : position(label, 0), "ignore_index");
    }
    // The row of one input from another's, moved by a few units in the last place.
    change& copied(std::size_t to, std::size_t from, bool moved) {
      const auto [count, name] = row_of(to);
      const std::vector<double> values = made_.arguments.arrays[from].as_f64();
      for (std::size_t k = 0; k < count; ++k) {
        const auto x = static_cast<float>(values[k]);
        store(to, k, moved ? std::nextafter(x, std::numeric_limits<float>::infinity()) : x);
      }
      return say(name, row_of(from).second + (moved ? " and one ulp" : ""));
    }
    hard_input done() const { return made_; }

   private:
    void store(std::size_t input, std::size_t place, double x) {
      std::memcpy(&made_.arguments.arrays[input].data[place * sizeof x], &x, sizeof x);
    }
    std::string position(std::size_t input, std::size_t place) const {
      const array& values = made_.arguments.arrays[input];
      return values.source + position_text(values, place);
    }
    std::pair<std::size_t, std::string> row_of(std::size_t input) const {
      const array& values = made_.arguments.arrays[input];
      const std::size_t count = values.data.size() / sizeof(double);
      if (values.shape.size() < 2) return {count, values.source};
      return {count / static_cast<std::size_t>(values.shape[0]), values.source + "[0]"};
    }
    change& say(const std::string& what, const std::string& is) {
      made_.text += fmt::format("{}{} = {}", made_.text.empty() ? "" : ", ", what, is);
      return *this;
    }

    hard_input made_;
  };

  // The first row's label names the entry that is changed: a confident row, right or wrong.
  static void name_first_entry(array& labels) {
    std::vector<std::int32_t> values = labels.as_i32();
    if (!values.empty()) values[0] = 0;
    labels.data =
        make_array<std::int32_t>(labels.shape, std::span<const std::int32_t>(values)).data;
  }

  void add(const change& c) { made_.push_back(c.done()); }

  void entries(std::size_t i) {
    for (double x : numbers_) add(change(base_).entry(i, 0, x));
    add(change(base_).entry(i, 0, nan));
  }

  void rows(std::size_t i) {
    for (double x : {0.0, 1.0, vanished, -vanished, huge, infinity, -infinity})
      add(change(base_).row(i, x));
  }

  void beside_targets(std::size_t i) {
    for (std::size_t t = 0; t < inputs_.size(); ++t) {
      if (!is_target(inputs_[t]) || axes_of(inputs_[t]) != axes_of(inputs_[i])) continue;
      for (double y : {0.0, 1.0}) {
        for (double x : numbers_) add(change(base_).entry(i, 0, x).entry(t, 0, y));
      }
    }
  }

  // What counts nowhere has no effect, whatever it is.
  void without_effect(std::size_t i) {
    for (std::size_t w = 0; w < inputs_.size(); ++w) {
      for (double x : {nan, infinity}) {
        if (can_be_zeroed(inputs_[w])) add(change(base_).entry(w, 0, 0).entry(i, 0, x));
        if (inputs_[w].kind == input_kind::label)
          add(change(base_).ignored(w, false).entry(i, 0, x));
      }
      if (inputs_[w].kind == input_kind::label) add(change(base_).ignored(w, true));
    }
  }

  void zeroed(std::size_t i) { add(change(base_).row(i, 0)); }

  void pairs() {
    for (std::size_t a = 0; a < inputs_.size(); ++a) {
      for (std::size_t b = a + 1; b < inputs_.size(); ++b) {
        if (!is_free(inputs_[a]) || !is_free(inputs_[b]) || inputs_[a].axes != inputs_[b].axes)
          continue;
        add(change(base_).copied(a, b, false));
        add(change(base_).copied(a, b, true));
      }
    }
  }

  void breakpoints() {
    graph g = loss_.stable;
    const std::vector<kink_place> kinks = find_kinks(g);
    const spelling spelled(g);
    for (std::size_t k = 0; k < kinks.size(); ++k) {
      const breakpoint at = kinks[k].at;
      const auto is_same = [&](const kink_place& earlier) {
        return earlier.normal == kinks[k].normal;
      };
      const auto here = kinks.begin() + static_cast<std::ptrdiff_t>(k);
      if (at.variable == no_node || std::any_of(kinks.begin(), here, is_same)) continue;
      if (auto hit = arguments_at(g, kinks, k, base_)) {
        made_.push_back(
            {fmt::format("{} = {} in one entry", spelled(at.variable), spelled(at.value)),
             std::move(*hit)});
      }
    }
  }

  const compiled& loss_;
  const std::vector<input_info>& inputs_;
  call_arguments base_;
  std::vector<double> numbers_;
  std::vector<hard_input> made_;
};

}  // namespace

std::vector<hard_input> hard_inputs(const compiled& loss, const call_arguments& base) {
  return maker(loss, base).make();
}

}  // namespace lossc::program
