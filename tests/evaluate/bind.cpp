// Binding arrays to inputs: layouts, scalar types, sizes that disagree, labels, options.
#include <catch2/catch.hpp>
#include <lossc/evaluate.hpp>
#include <lossc/loss/all.hpp>

using namespace lossc;

namespace {

inline constexpr struct rows final : axis<"rows"> {
} rows;
inline constexpr struct columns final : axis<"columns"> {
} columns;
inline constexpr struct three final : axis<"three", 3> {
} three;

// Σ over columns of w · x, per row; w is declared with its axes the other way round.
constexpr auto weighted = loss<"weighted">(
    inputs(tensor<"x">(rows, columns), tensor<"w">(columns, rows), param<"scale">(2_c)),
    [](auto x, auto w, auto scale) { return scale * sum(x * w, columns); });

template <class Exception = std::invalid_argument, class Body> std::string refusal(Body&& body) {
  try {
    body();
  } catch (const Exception& e) {
    return e.what();
  }
  return "no refusal";
}

using row_major = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
const Eigen::MatrixXd x{{1, 2, 3}, {4, 5, 6}};
const Eigen::MatrixXd w{{1, 0}, {10, 1}, {100, 2}};

}  // namespace

TEST_CASE("axes go by name: any layout, any order") {
  const Eigen::ArrayXd expected{{2 * 321.0, 2 * 17.0}};
  for (auto mode : {evaluation_mode::stable, evaluation_mode::as_written}) {
    CHECK((evaluate(weighted, bind("x"_s = x, "w"_s = w), mode).value() == expected).all());
    const row_major x_rows = x.array(), w_rows = w.array();
    CHECK(
        (evaluate(weighted, bind("w"_s = w_rows, "x"_s = x_rows), mode).value() == expected).all());
    CHECK((evaluate(weighted, bind("x"_s = x, "w"_s = w, "scale"_s = 1), mode).value() ==
           expected / 2)
              .all());
  }
}

TEST_CASE("gradients come in declared axis order") {
  for (auto mode : {evaluation_mode::stable, evaluation_mode::as_written}) {
    const auto [value, d_x, d_w] =
        evaluate(weighted, bind("x"_s = x, "w"_s = w), mode).wrt("x"_s, "w"_s);
    CHECK((d_x.matrix() == 2 * w.transpose()));
    CHECK((d_w.matrix() == 2 * x.transpose()));
    const auto [again, only_w] = evaluate(weighted, bind("x"_s = x, "w"_s = w), mode).wrt("w"_s);
    CHECK((only_w == d_w).all());
  }
}

TEST_CASE("float arrays, integer arrays and vectors are taken") {
  const Eigen::MatrixXf as_float = x.cast<float>();
  const Eigen::MatrixXi as_int = w.cast<int>();
  CHECK((evaluate<float>(weighted, bind("x"_s = as_float, "w"_s = as_int)).value() ==
         Eigen::ArrayXf{{642, 34}})
            .all());
  const std::vector<double> values{1, 2, 3}, weights{1, 1, 2};
  CHECK(
      evaluate(losses::weighted_variance, bind("value"_s = values, "weight"_s = weights)).value() ==
      Approx(0.6875).epsilon(1e-15));
}

TEST_CASE("sizes that disagree are refused") {
  const Eigen::MatrixXd wide = Eigen::MatrixXd::Zero(4, 2);
  CHECK(refusal([&] { evaluate(weighted, bind("x"_s = x, "w"_s = wide)).value(); }) ==
        "w: axis columns has size 4 here and 3 elsewhere");
  CHECK(refusal([&] { evaluate(weighted, bind("x"_s = x, "w"_s = w, "scale"_s = x)).value(); }) ==
        "scale: a number is expected, not an array");
}

TEST_CASE("an axis of fixed size takes no other") {
  constexpr auto fixed =
      loss<"fixed">(inputs(tensor<"x">(rows, three)), [](auto x) { return sum(x); });
  CHECK(evaluate(fixed, bind("x"_s = x)).value() == 21);
  CHECK(refusal([&] { evaluate(fixed, bind("x"_s = w)).value(); }) ==
        "x: axis three has size 2 here and 3 elsewhere");
}

TEST_CASE("ignore_index is an option") {
  const Eigen::MatrixXd logits{{0, 0}, {5, 1}};
  const Eigen::ArrayXi target{{0, -1}};
  CHECK(evaluate(losses::cross_entropy,
                 bind("logits"_s = logits, "target"_s = target, "ignore_index"_s = -1))
            .value() == Approx(std::log(2.0)).epsilon(1e-15));
  CHECK(refusal([&] {
          evaluate(losses::cross_entropy, bind("logits"_s = logits, "target"_s = target)).value();
        }) == "target: -1 at row 1 is outside [0, 2)");
}

TEST_CASE("two labels, an axis and a label, two axes compare by index") {
  constexpr auto pairs = loss<"pairs">(
      inputs(tensor<"x">(rows, columns), label<"t">(rows, columns)), [](auto x, auto t) {
        return sum(where(same(columns, t), x, 0_c)) + sum(where(same(rows, columns), x, 0_c));
      });
  const Eigen::ArrayXi t{{2, 0}};
  CHECK(evaluate(pairs, bind("x"_s = x, "t"_s = t)).value() == (3 + 4) + (1 + 5));
}

TEST_CASE("float evaluation is float arithmetic, not double rounded") {
  const float tenth = 0.1f;
  constexpr auto cubed = loss<"cubed">(inputs(tensor<"x">()), [](auto x) { return x * x * x; });
  CHECK(evaluate<float>(cubed, bind("x"_s = tenth)).value() == tenth * tenth * tenth);
  CHECK(evaluate<double>(cubed, bind("x"_s = 0.1)).value() == 0.1 * 0.1 * 0.1);
}
