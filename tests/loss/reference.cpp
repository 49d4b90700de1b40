// Values and gradient norms of the reference data, by both paths of evaluate, in double.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "arguments.hpp"

using namespace lossc;
using namespace lossc::test;

namespace {

arguments<double> arguments_of(const graph& g, const nlohmann::json& entry) {
  arguments<double> a;
  a.sizes.assign(g.axes.size(), -1);
  a.numbers.resize(g.inputs.size());
  a.labels.resize(g.inputs.size());
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    const auto& input = g.inputs[i];
    const std::string name(input.name);
    if (input.kind == input_kind::parameter) {
      if (entry["parameters"].contains(name))
        a.numbers[i] = Eigen::ArrayXd::Constant(1, entry["parameters"][name].get<double>());
      continue;
    }
    const bool is_label = input.kind == input_kind::label;
    const auto& tensor = entry.at(is_label ? "labels" : "inputs").at(name);
    for (int r = 0; r < rank(input); ++r)
      a.sizes[static_cast<std::size_t>(input.axes[static_cast<std::size_t>(r)])] =
          tensor.at("shape").at(static_cast<std::size_t>(r));
    if (is_label) {
      a.labels[i] = tensor.at("data").get<std::vector<std::int64_t>>();
    } else {
      const auto data = tensor.at("data").get<std::vector<double>>();
      a.numbers[i] =
          Eigen::Map<const Eigen::ArrayXd>(data.data(), static_cast<std::int64_t>(data.size()));
    }
  }
  return a;
}

/// The reference values have 12 digits.
bool agrees(double x, double reference) {
  return std::abs(x - reference) <= 1e-11 * std::abs(reference);
}

}  // namespace

TEST_CASE("reference values of the predefined losses") {
  std::ifstream file(LOSSC_REFERENCE);
  REQUIRE(file);
  const auto entries = nlohmann::json::parse(file).at("entries");
  int checked = 0, norms = 0, available = 0;
  for (const auto& entry : entries) {
    if (!entry.at("available").is_boolean() || !entry.at("available").get<bool>()) continue;
    ++available;
    boost::hana::for_each(losses::all, [&](const auto& loss) {
      if (entry.at("kernel") != std::string(loss.name)) return;
      ++checked;
      const graph g = meaning_of(loss);
      const auto a = arguments_of(g, entry);
      const double scale = entry.value("scale", 1.0);
      for (auto mode : {evaluation_mode::as_written, evaluation_mode::stable}) {
        const auto [value, gradients] = evaluation_of(loss, a, mode).gradients();
        INFO(entry.at("golden") << (mode == evaluation_mode::stable ? ", stable" : ", as written"));
        INFO("value " << scale * value << ", reference " << entry.at("value"));
        CHECK(agrees(scale * value, entry.at("value")));
        CHECK(evaluation_of(loss, a, mode).value() == Approx(value).epsilon(1e-14));
        for (const auto& [name, norm] : entry.at("gradient_norms").items()) {
          std::size_t place = 0;
          while (g.inputs.at(place).name != name) ++place;
          INFO("d_" << name);
          CHECK(agrees(scale * gradients[place].matrix().norm(), norm));
          ++norms;
        }
      }
    });
  }
  WARN(checked << " of " << entries.size() << " reference values checked, and " << norms / 2
               << " gradient norms, by both paths");
  CHECK(checked == available);
  CHECK(checked >= 24);
}

TEST_CASE("a wrong digit in a reference value is seen") {
  CHECK(agrees(7.58527923401, 7.58527923401));
  CHECK_FALSE(agrees(7.58527923401, 7.58527923411));
}
