// A loss, its value and its gradient in process: nothing is generated.
//{ readme-first
#include <Eigen/Core>
#include <iostream>
#include <lossc/evaluate.hpp>

using namespace lossc;

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr auto logistic = loss<"logistic">(
    inputs(tensor<"score">(batch), tensor<"side">(batch).constant()),  // a side is -1 or 1
    [](auto score, auto side) { return mean(log(1_c + exp(-side * score))); });

int main() {
  Eigen::VectorXd score{{2, -3, 1000}}, side{{1, 1, -1}};
  auto [value, d_score] = evaluate(logistic, bind("score"_s = score, "side"_s = side)).wrt("score"_s);
  std::cout << "value " << value << "\ngradient\n" << d_score << "\n";
}
//}
