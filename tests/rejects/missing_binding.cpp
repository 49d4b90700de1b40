// An input that is not bound.
// expect: lossc: an input of this loss is not bound
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
  (void)target;
  return evaluate(focal, bind("logits"_s = logits)).value();
#else
  return evaluate(focal, bind("logits"_s = logits, "target"_s = target)).value();
#endif
}
}  // namespace my
