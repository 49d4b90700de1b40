// Draws with the charts of `lossc plot`.
#include "pictures.hpp"

#include <fstream>
#include <lossc/program/chart.hpp>
#include <stdexcept>

using namespace lossc::program;

namespace {

void save(const std::string& file, const std::string& bytes) {
  std::ofstream stream(file, std::ios::binary);
  if (!(stream << bytes)) throw std::runtime_error(file + ": cannot be written.");
}

}  // namespace

void draw_curves(const std::string& file, const std::vector<training_curve>& curves) {
  picture p(560, 380, format_of(file));
  std::vector<std::vector<double>> relative;
  std::vector<double> epochs, seen{1};
  for (const auto& c : curves) {
    relative.emplace_back();
    for (double loss : c.losses) relative.back().push_back(loss / c.losses.front());
    seen.insert(seen.end(), relative.back().begin(), relative.back().end());
  }
  for (std::size_t k = 0; k < curves[0].losses.size(); ++k) epochs.push_back(static_cast<double>(k + 1));
  chart frame(p, {64, 50, 470, 250}, {1, epochs.back()}, {0, extent_of(seen).high});
  frame.axes("loss relative to the first epoch", "epoch", "");
  double at = 70;
  for (std::size_t k = 0; k < curves.size(); ++k) {
    frame.curve(epochs, relative[k], curve_colour(k));
    p.line({{at, 362}, {at + 22, 362}}, curve_colour(k), 2.2);
    p.text(at + 28, 362, curves[k].name, anchor::left, 11);
    at += 50 + p.text_width(curves[k].name, 11);
  }
  save(file, p.finish());
}

void draw_digits(const std::string& file, const std::vector<sampled_digits>& all) {
  constexpr int side = 8;
  constexpr double size = 44, gap = 6, left = 90, top = 16;
  const auto columns = static_cast<double>(all[0].images.rows());
  picture p(left + columns * (size + gap) + 10, top + static_cast<double>(all.size()) * (size + gap) + 10, format_of(file));
  for (std::size_t row = 0; row < all.size(); ++row) {
    const double y = top + static_cast<double>(row) * (size + gap);
    p.text(left - 12, y + size / 2, all[row].name, anchor::right, 12);
    for (Eigen::Index image = 0; image < all[row].images.rows(); ++image) {
      std::vector<colour> pixels;
      for (int k = 0; k < side * side; ++k) {
        const double dark = (1 - all[row].images(image, k)) / 2;  // ink is 1
        pixels.push_back({dark, dark, dark});
      }
      p.image(left + static_cast<double>(image) * (size + gap), y, size, size, side, pixels);
    }
  }
  save(file, p.finish());
}
