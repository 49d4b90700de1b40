// A binding for an input that the loss does not have.
// expect: lossc: bind names an input that this loss does not have
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
  return evaluate(focal, bind("logits"_s = logits, "target"_s = target, "alpha"_s = 0.25)).value();
#else
  return evaluate(focal, bind("logits"_s = logits, "target"_s = target, "gamma"_s = 0.25)).value();
#endif
}
}  // namespace my
