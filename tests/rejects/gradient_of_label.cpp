// The gradient with respect to a label.
// expect: lossc: wrt names an input without a gradient: a label, a mask, a parameter or a constant
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
  return std::get<0>(evaluate(focal, bind("logits"_s = logits, "target"_s = target)).wrt("target"_s));
#else
  return std::get<0>(evaluate(focal, bind("logits"_s = logits, "target"_s = target)).wrt("logits"_s));
#endif
}
}  // namespace my
