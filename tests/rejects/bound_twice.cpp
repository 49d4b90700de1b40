// One input bound twice.
// expect: lossc: bind names one input twice
#include <Eigen/Core>
#include <lossc/evaluate.hpp>

namespace my {
using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct classes final : axis<"classes"> {} classes;

inline constexpr auto focal = loss<"focal">(
    inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes), param<"gamma">(2_c)),
    [](auto logits, auto target, auto gamma) {
      auto log_p = at(log_softmax(logits, classes), target);
      return mean(pow(1_c - exp(log_p), gamma) * -log_p);
    });

inline double run(const Eigen::MatrixXd& logits, const Eigen::VectorXi& target) {
#ifdef WRONG
  return evaluate(focal, bind("logits"_s = logits, "logits"_s = logits, "target"_s = target)).value();
#else
  return evaluate(focal, bind("logits"_s = logits, "target"_s = target, "gamma"_s = 2.0)).value();
#endif
}
}  // namespace my
