// Lowers every predefined loss once and finds its kernels.
#include <boost/hana/for_each.hpp>
#include <boost/hana/size.hpp>
#include <lossc/graph/lower.hpp>
#include <lossc/loss/all.hpp>
#include <lossc/program/built_in.hpp>

#include "subject.hpp"

namespace lossc::test {

const std::vector<subject>& subjects() {
  static const std::vector<subject> all = [] {
    std::vector<subject> list;
    boost::hana::for_each(losses::all, [&](const auto& loss) {
      const graph g = lower(loss);
      const auto* f32 = program::built_in_kernel(g.name, LOSSC_F32);
      const auto* f64 = program::built_in_kernel(g.name, LOSSC_F64);
      if (f32 != nullptr && f64 != nullptr) list.push_back({std::string(g.name), g, f32, f64});
    });
    return list;
  }();
  return all;
}

const std::vector<subject>& one_of_each() {
  static const std::vector<subject> chosen = [] {
    std::vector<subject> list;
    for (const char* name :
         {"mse", "mae", "huber", "weighted_mse", "gaussian_nll", "weighted_variance",
          "cross_entropy", "cross_entropy_naive", "focal", "label_smoothing",
          "class_weighted_cross_entropy", "bce_with_logits", "binary_cross_entropy", "dice",
          "dice_bce", "kl_divergence", "triplet", "diffusion_score_mse_min_snr", "info_nce", "clip"})
      for (const auto& s : subjects())
        if (s.name == name) list.push_back(s);
    return list;
  }();
  return chosen;
}

std::size_t predefined_losses() { return decltype(boost::hana::size(losses::all))::value; }

}  // namespace lossc::test
