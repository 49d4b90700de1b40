// Draws embeddings with the charts of `lossc plot`, in the plane of their two largest principal components.
#include "picture.hpp"

#include <Eigen/Eigenvalues>
#include <fstream>
#include <lossc/program/chart.hpp>
#include <stdexcept>

using namespace lossc::program;

namespace {

/// Directions of the rows on the sphere, then the two axes along which these spread most, scaled to [-1, 1].
matrix in_the_plane(const matrix& embedding) {
  const matrix directions = embedding.rowwise().normalized();
  const matrix centred = directions.rowwise() - directions.colwise().mean();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf> spread(centred.transpose() * centred);
  Eigen::MatrixXf axes = spread.eigenvectors().rightCols(2);  // eigenvalues ascend
  for (auto axis : axes.colwise()) {
    Eigen::Index largest = 0;
    axis.cwiseAbs().maxCoeff(&largest);
    if (axis(largest) < 0) axis = -axis;  // an eigenvector has no sign
  }
  const matrix placed = centred * axes;
  return placed / placed.cwiseAbs().maxCoeff();
}

}  // namespace

void draw_embeddings(const std::string& file, const std::vector<embedded_digits>& clouds, const std::vector<std::int32_t>& labels) {
  constexpr double side = 380, margin = 20, title = 34;
  picture p(margin + static_cast<double>(clouds.size()) * (side + margin), title + side + margin, format_of(file));
  for (std::size_t k = 0; k < clouds.size(); ++k) {
    const double left = margin + static_cast<double>(k) * (side + margin);
    p.text(left + side / 2, title / 2, clouds[k].name, anchor::middle, 13);
    const matrix placed = in_the_plane(clouds[k].embedding);
    for (Eigen::Index row = 0; row < placed.rows(); ++row) {
      const auto label = static_cast<std::size_t>(labels[static_cast<std::size_t>(row)]);
      const double x = left + side / 2 * (1 + 0.96 * static_cast<double>(placed(row, 0))), y = title + side / 2 * (1 - 0.96 * static_cast<double>(placed(row, 1)));
      p.text(x, y, std::to_string(label), anchor::middle, 9, curve_colour(label));
    }
  }
  std::ofstream stream(file, std::ios::binary);
  if (!(stream << p.finish())) throw std::runtime_error(file + ": cannot be written.");
}
