// The text form of graphs reads back, bad text is refused with a sentence, formulas print as people
// write them.
#include <boost/hana/for_each.hpp>
#include <catch2/catch.hpp>
#include <lossc/grad/differentiate.hpp>
#include <lossc/graph/equal.hpp>
#include <lossc/graph/formula.hpp>
#include <lossc/graph/lower.hpp>
#include <lossc/graph/parse.hpp>
#include <lossc/graph/verify.hpp>
#include <lossc/loss/all.hpp>
#include <lossc/rewrite/expand.hpp>
#include <lossc/rewrite/meaning.hpp>

using namespace lossc;
using losses::batch, losses::classes;

namespace {

struct stage {
  std::string_view name;
  graph result;
};

template <class Loss> std::vector<stage> stages_of(const Loss& loss) {
  std::vector<stage> all{{"graph", lower(loss)}};
  all.push_back({"meaning", with_declared_meaning(all.back().result)});
  all.push_back({"stable value", rewrite(all.back().result, stable_rules()).result});
  all.push_back({"gradient", differentiate(all.back().result)});
  all.push_back({"rewrite", rewrite(all.back().result, stable_rules()).result});
  all.push_back({"expand", expand(all.back().result)});
  all.push_back(
      {"strict", rewrite(differentiate(all[1].result), stable_rules(), /*strict=*/true).result});
  return all;
}

std::string refusal(std::string_view text) {
  try {
    parse(text);
  } catch (const failure& f) {
    return std::string(f.subject) + ": " + std::string(f.sentence);
  }
  return "no refusal";
}

template <class Loss> std::string textbook_gradient(const Loss& loss) {
  const graph g = stages_of(loss)[4].result;
  const graph t = rewrite(g, textbook_rules()).result;
  return formula(t, t.find_gradient(0)->value);
}

constexpr std::string_view small = R"(graph small
axis batch
axis classes 10
tensor x [batch, classes] differentiable
label t [batch] of classes
param s [] = 0.5
%0 = input x
%1 = input s
%2 = multiply %0 %1 as scaled
%3 = sum %2 over [batch, classes]
result = %3
)";

}  // namespace

TEST_CASE("parse(print(g)) == g for every predefined loss at every stage") {
  boost::hana::for_each(losses::one_of_each, [&](const auto& loss) {
    for (const auto& [name, g] : stages_of(loss)) {
      const std::string text = print(g);
      INFO(loss.name << ", " << name << "\n" << text);
      CHECK(first_violation(g).empty());
      const graph back = parse(text);
      CHECK(back == g);
      CHECK(back.names == g.names);
      CHECK(print(back) == text);
    }
  });
}

TEST_CASE("the text form is what it says") {
  const graph g = parse(small);
  CHECK(print(g) == small);
  CHECK(g.inputs[1].target == 1);
  CHECK(g.names[2] == "scaled");
}

TEST_CASE("a changed text is another graph") {
  std::string changed(small);
  changed.replace(changed.find("multiply"), 8, "subtract");
  CHECK_FALSE(parse(changed) == parse(small));
}

TEST_CASE("bad text is refused with a sentence") {
  const std::string text(small);
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = text;
    const auto at = changed.find(from);
    REQUIRE(at != std::string::npos);
    // Kept until the end: the refusal's subject is a view into it.
    return refusal(changed.replace(at, from.size(), to));
  };
  CHECK(with("multiply", "multiplied") ==
        "multiplied: the text of a graph names an unknown primitive");
  CHECK(with("input x", "input y") == "y: the text of a graph names an unknown input");
  CHECK(with("over [batch, classes]", "over [batch, rows]") ==
        "rows: the text of a graph names an unknown axis");
  CHECK(with("%0 %1 as", "%0 %7 as") == "multiply: an operand must come before its user");
  CHECK(with("= 0.5", "= half") == "half: the text of a graph has a bad number");
  CHECK(with("x [batch, classes]", "x batch").find("an input's axes stand in brackets") !=
        std::string::npos);
  CHECK(with("param s", "scalar s") ==
        "scalar: the text of a graph has a line that begins with an unknown word");
  CHECK(with("%2 =", "%2") != "no refusal");
  CHECK(with("%3 = sum", "%4 = sum") ==
        "sum: the text of a graph repeats a node or leaves one out");
  CHECK(with("result = %3", "result = 3") != "no refusal");
  CHECK(with("result = %3", "d_y = %3") == "y: the text of a graph names an unknown input");
  CHECK(with("classes] differentiable",
             "classes, classes, classes, classes, classes, classes] differentiable") ==
        "x: an input has at most six axes");
  CHECK(with("multiply %0 %1 as", "multiply %0 as") ==
        "multiply: a primitive has too few or too many operands");
  CHECK(with("multiply %0 %1 as", "exp %0 %1 as") ==
        "exp: a primitive has too few or too many operands");
  CHECK(with("multiply %0 %1 as", "at %0 %1 as") == ": a label of the graph is not a label input");
  CHECK(with("multiply %0 %1 as", "multiply %0 %1 %0 %1 as") ==
        "multiply: a primitive has at most three operands");
}

TEST_CASE("text cut off anywhere is refused or is a smaller graph") {
  const std::string text(small);
  for (std::size_t n = 0; n < text.size(); ++n) {
    const std::string cut = text.substr(0, n);
    std::string_view sentence = "a smaller graph";
    try {
      if (parse(cut).size() > parse(small).size()) sentence = {};
    } catch (const failure& f) {
      sentence = f.sentence;
    }
    INFO(cut);
    CHECK_FALSE(sentence.empty());
  }
}

TEST_CASE("gradients print as in textbooks") {
  constexpr auto bce = loss<"bce">(
      inputs(tensor<"logits">(batch), tensor<"target">(batch).constant().distribution()),
      [](auto z, auto y) { return -(y * log_sigmoid(z) + (1_c - y) * log_sigmoid(-z)); });
  CHECK(textbook_gradient(bce) == "d_result * (sigmoid(logits) - target)");
  constexpr auto cross_entropy = loss<"cross_entropy">(
      inputs(tensor<"logits">(batch, classes), label<"target">(batch, classes)),
      [](auto z, auto y) { return -at(log_softmax(z, classes), y); });
  CHECK(textbook_gradient(cross_entropy) == "d_result * (softmax(logits) - one_hot(target))");
  CHECK(textbook_gradient(losses::bce_with_logits) ==
        "d_result / (n_batch * n_outputs) * (sigmoid(logits) - target)");
}

TEST_CASE("formulas keep the parentheses that they need and no others") {
  constexpr auto abc =
      loss<"abc">(inputs(tensor<"a">(batch), tensor<"b">(batch), tensor<"c">(batch)),
                  [](auto a, auto, auto) { return a; });
  constexpr auto a = tensor<"a">(batch);
  constexpr auto b = tensor<"b">(batch);
  constexpr auto c = tensor<"c">(batch);
  const auto text = [&](auto e) {
    const graph g = lower_over(abc, e);
    return formula(g, g.outputs[0].value);
  };
  CHECK(text(a - (b - c)) == "a - (b - c)");
  CHECK(text(a - b - c) == "a - b - c");
  CHECK(text(a / (b * c)) == "a / (b * c)");
  CHECK(text((a + b) * c) == "(a + b) * c");
  CHECK(text(a + b * c) == "a + b * c");
  CHECK(text(-(a + b)) == "-(a + b)");
  CHECK(text(-a * b) == "-a * b");
  CHECK(text(exp(a + b)) == "exp(a + b)");
  CHECK(text(sum(a * b, batch)) == "sum(a * b, batch)");
  CHECK(text(where(a < b, a, b)) == "(a < b ? a : b)");
}
