// Writes what surrounds the core of a loss on all pairs: operands made, right sides packed, gradients handed back.
#include <lossc/emit/cpu_pairs.hpp>

#include <fmt/format.h>

namespace lossc {

namespace {

class pairs_emitter : call_of_parts {
 public:
  using call_of_parts::call_of_parts;

  void write() {
    write_setting();
    write_workspace_size("call, {nullptr, 0}, false");
    write_run();
  }

 private:
  const pair_parts& parts_ = c_.pairs->parts;

  std::size_t sides() const { return parts_.operands.size(); }

  /// Whether some gradient of the whole does not come from exactly one part.
  bool gradients_add_up() const {
    std::vector<int> parts(whole_.size(), 0);
    const auto count = [&](const graph_part& part) {
      for (int s : gradient_slots(part)) ++parts[static_cast<std::size_t>(s)];
    };
    count(parts_.core);
    for (const auto& operand : parts_.operands) count(operand);
    for (std::size_t i = 0; i < whole_.size(); ++i)
      if (whole_[i].role == slot_role::gradient && parts[i] != 1) return true;
    return false;
  }

  void write_setting() {
    out_.line("/// The sides of the products, and where everything lies in the workspace.");
    out_.line("template <class T>");
    out_.open("struct setting {");
    out_.line(fmt::format("pair_side<T> sides[{}];", sides()));
    out_.line(fmt::format("pair_blocks<T, {}> pairs;", parts_.products.size()));
    write_label_members();
    out_.line("lossc_workspace units;  // of the parts, one after the other");
    out_.line("size_t used;");
    out_.open(fmt::format("setting(const lossc_call& call, lossc_workspace given, bool keeps) : pairs(call.sizes[{}], call.sizes[{}], call.sizes[{}], keeps, loop_for<T>(&HWY_DYNAMIC_DISPATCH(product_f32), &HWY_DYNAMIC_DISPATCH(product_f64))) {{",
                          parts_.row, parts_.column, parts_.operands[0].axes[1]));
    out_.line("workspace_cursor workspace{static_cast<char*>(given.data)};");
    for (std::size_t k = 0; k < sides(); ++k) {
      const auto& axes = parts_.operands[k].axes;
      if (is_computed(parts_.operands[k])) {
        out_.line(fmt::format("sides[{}] = made_side<T>(call.sizes[{}], call.sizes[{}], workspace);", k, axes[0], axes[1]));
      } else {
        const int slot = slot_of(whole_, slot_role::tensor, input_as_it_is(parts_.operands[k]));
        out_.line(fmt::format("sides[{}] = input_side<T>(signature<T>(), call, {});", k, slot));
      }
      if (gradients_) out_.line(fmt::format("sides[{0}].gradient = workspace.take<T>(sides[{0}].rows * sides[{0}].depth);", k));
    }
    for (std::size_t k = 0; k < parts_.products.size(); ++k)
      out_.line(fmt::format("pairs.place({}, sides[{}], sides[{}], {}, workspace);", k, parts_.products[k].left, parts_.products[k].right, gradients_ ? "true" : "false"));
    write_label_places();
    std::string most;
    for (const auto& u : units_) {
      const bool is_core = &u == &units_.front();
      const auto add = [&](const char* space) { most += (most.empty() ? "" : ", ") + workspace_size_of(u, space); };
      add(is_core ? plan() : "value_only");
      if (!is_core && gradients_) add("with_gradients");
    }
    out_.line(fmt::format("const size_t bytes = std::max({{{}, size_t{{0}}}});", most));
    out_.line("units = {workspace.take<char>(static_cast<int64_t>(bytes)), bytes};");
    out_.line("used = workspace.used;");
    out_.close("}");
    out_.line("setting(const setting&) = delete;");
    out_.close("};");
    out_.line();
  }

  void write_run() {
    const bool adds = gradients_ && gradients_add_up();
    open_run();
    out_.line("// With room for all products they are made once.");
    out_.line(fmt::format("const bool keeps = product_fits(call.sizes[{}], pair_stride(call.sizes[{}])) && setting<T>(call, {{nullptr, 0}}, true).used <= call.options.workspace.bytes;",
                          parts_.row, parts_.column));
    out_.line("setting<T> at(call, call.options.workspace, keeps);");
    out_.line("lossc_report report{0, -1, -1, -1};");
    const std::vector<std::string> adding = adds ? std::vector<std::string>{"unit.call.options.accumulate = 1;"} : std::vector<std::string>{};
    if (adds) {
      out_.line("// Several parts add to one gradient.");
      for (std::size_t i = 0; i < whole_.size(); ++i)
        if (whole_[i].role == slot_role::gradient) out_.line(fmt::format("clear<T>(s, call, {});", i));
    }
    if (gradients_) write_wanted();
    for (std::size_t k = 0; k < sides(); ++k)
      if (const kernel_unit* u = unit_of(k)) {
        out_.line();
        out_.line(fmt::format("// {}", u->space));
        write_call(u->space, "value_only", {fmt::format("unit.data[{}] = const_cast<T*>(at.sides[{}].data);", slot_of(u->slots, slot_role::result), k)});
      }
    out_.line();
    out_.line("at.pairs.pack_right_sides(call.options);");
    auto core_sets = adding;
    write_labels(core_sets);
    write_call("core", plan(), core_sets, ", at.pairs");
    if (gradients_) write_gradients_of_operands(adding);
    close_run();
  }
  /// Null for an input as it is.
  const kernel_unit* unit_of(std::size_t operand) const {
    const auto found = std::find_if(units_.begin(), units_.end(), [&](const auto& u) { return u.part == &parts_.operands[operand]; });
    return found == units_.end() ? nullptr : &*found;
  }

  void write_wanted() {
    for (std::size_t k = 0; k < sides(); ++k) {
      std::string wanted;
      for (int s : gradient_slots(parts_.operands[k])) wanted += (wanted.empty() ? "" : " && ") + fmt::format("call.data[{}] == nullptr", s);
      out_.line(wanted.empty() ? fmt::format("at.sides[{}].gradient = nullptr;", k) : fmt::format("if ({}) at.sides[{}].gradient = nullptr;", wanted, k));
    }
    out_.line("at.pairs.start_gradients(at.sides);");
  }
  void write_gradients_of_operands(const std::vector<std::string>& adding) {
    for (std::size_t k = 0; k < sides(); ++k) {
      const auto slots = gradient_slots(parts_.operands[k]);
      if (slots.empty()) continue;
      out_.line();
      const kernel_unit* unit = unit_of(k);
      out_.open(fmt::format("if (at.sides[{}].gradient != nullptr) {{  // of {}", k, unit != nullptr ? unit->space : "an input as it is"));
      if (unit != nullptr) {
        auto sets = adding;
        sets.push_back(fmt::format("unit.data[{}] = at.sides[{}].gradient;", slot_of(unit->slots, slot_role::upstream), k));
        write_call(unit->space, "with_gradients", sets);
      } else {
        out_.line(fmt::format("output_rows<T> out = output_of<T>(s, call, {}, false);", slots[0]));
        if (!adding.empty()) out_.line("out.accumulate = true;");
        out_.line(fmt::format("add_rows(out, at.sides[{0}].gradient, at.sides[{0}].rows, at.sides[{0}].depth);", k));
      }
      out_.close();
    }
  }
};

}  // namespace

void emit_products(writer& out) {
  out.line("namespace HWY_NAMESPACE {");
  for (const auto& [suffix, type] : {std::pair{"f32", "float"}, std::pair{"f64", "double"}}) {
    out.open(fmt::format("void product_{}(const product_terms<{}>& p, int64_t rows, int64_t first_column, int64_t last_column, int64_t terms, bool add) {{", suffix, type));
    out.line("lossc::runtime::HWY_NAMESPACE::product(p, rows, first_column, last_column, terms, add);");
    out.close();
  }
  out.line("}  // namespace HWY_NAMESPACE");
}

void emit_pairs_run(writer& out, const compiled& c, const std::vector<slot>& whole, const std::deque<kernel_unit>& units) {
  out.line("HWY_EXPORT(product_f32);");
  out.line("HWY_EXPORT(product_f64);");
  emit_both_plans(out, [&](bool gradients) { pairs_emitter(out, c, whole, units, gradients).write(); });
}

}  // namespace lossc
