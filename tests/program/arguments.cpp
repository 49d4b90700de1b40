// Arguments of the program: NAME=VALUE, and arrays that must fit the inputs and axes of a loss.
#include <catch2/catch.hpp>

#include <lossc/graph/lower.hpp>
#include <lossc/loss/focal.hpp>
#include <lossc/loss/regression.hpp>
#include <lossc/program/call_arguments.hpp>

using namespace lossc;
using namespace lossc::program;

namespace {

template <class F> std::string sentence(F run) {
  try {
    run();
  } catch (const input_error& error) {
    return error.what();
  }
  return "";
}

template <class T> array zeros(std::vector<std::int64_t> shape) {
  std::int64_t count = 1;
  for (auto size : shape) count *= size;
  const std::vector<T> values(static_cast<std::size_t>(count));
  array made = make_array<T>(std::move(shape), std::span<const T>(values));
  made.source = "x.npy";
  return made;
}

using sizes = std::vector<std::int64_t>;

call_arguments bind_focal(const sizes& logits, const sizes& target,
                          const std::vector<named_value>& parameters = {}) {
  std::vector<named_array> arrays{{"logits", zeros<float>(logits)},
                                  {"target", zeros<std::int64_t>(target)}};
  return bind_arguments(lower(losses::focal), std::move(arrays), parameters);
}

}  // namespace

TEST_CASE("NAME=VALUE is split at the first equals sign") {
  const auto parsed = parse_named_values("--in", {"a=b=c.npy", "gamma=2"});
  REQUIRE(parsed.size() == 2);
  CHECK(parsed[0].name == "a");
  CHECK(parsed[0].value == "b=c.npy");
  CHECK(parse_number("--param", parsed[1]) == 2);
  CHECK(parse_number("--param", {"x", "-1e-3"}) == -1e-3);
  CHECK(parse_integer("--size", {"x", "-100"}) == -100);
}

TEST_CASE("what is no NAME=VALUE is refused") {
  for (std::string text : {"logits", "=x.npy", "logits=", "="}) {
    CHECK(sentence([&] { parse_named_values("--in", {text}); }) ==
          "--in " + text + ": expected NAME=VALUE.");
  }
  CHECK(sentence([] {
          parse_named_values("--in", {"a=1", "b=2", "a=1"});
        }) == "--in a: is given twice.");
}

TEST_CASE("numbers are read whole or not at all") {
  for (std::string text : {"two", "2x", " 2", "2 ", "0x10", "1,5", "--1"}) {
    CHECK(sentence([&] {
            parse_number("--param", {"gamma", text});
          }) == "--param gamma: '" + text + "' is not a number.");
  }
  CHECK(sentence([] {
          parse_integer("--size", {"batch", "2.5"});
        }) == "--size batch: '2.5' is not a whole number.");
  CHECK(sentence([] {
          parse_integer("--size", {"batch", "9223372036854775808"});
        }) ==
        "--size batch: '9223372036854775808' is beyond the range of 64 bits; expected a whole "
        "number.");
}

TEST_CASE("shapes give the sizes of axes") {
  const auto bound = bind_focal({3, 4}, {3});
  CHECK(bound.sizes == sizes{3, 4});
  CHECK(bound.ignore_index == -100);
  CHECK(bound.arrays[2].as_f64() == std::vector<double>{2});  // gamma's default
}

TEST_CASE("trailing dimensions flatten into the last axis") {
  CHECK(bind_focal({3, 2, 5}, {3}).sizes == sizes{3, 10});
  CHECK(bind_focal({3, 4}, {3, 1}).sizes == sizes{3, 4});
  CHECK(bind_focal({3, 2, 0}, {3}).sizes == sizes{3, 0});
}

TEST_CASE("parameters and ignore_index") {
  const auto bound = bind_focal({3, 4}, {3}, {{"gamma", "0.5"}, {"ignore_index", "3"}});
  CHECK(bound.arrays[2].as_f64() == std::vector<double>{0.5});
  CHECK(bound.ignore_index == 3);
  CHECK(sentence([] {
          bind_focal({3, 4}, {3}, {{"alpha", "1"}});
        }) == "--param alpha: focal has no such parameter; its parameters: gamma, ignore_index.");
  CHECK(sentence([] {
          bind_focal({3, 4}, {3}, {{"logits", "1"}});
        }) == "--param logits: is an array; give it as --in logits=FILE.npy.");
  CHECK(sentence([] {
          bind_arguments(lower(losses::mse), {}, {{"ignore_index", "1"}});
        }) == "--param ignore_index: mse has no such parameter; its parameters: none.");
}

TEST_CASE("a size that two inputs see differently is refused, with both sizes") {
  CHECK(sentence([] {
          bind_focal({3, 4}, {5});
        }) == "target: axis batch has size 5 here and 3 in logits (the shape of x.npy is (5,)).");
  CHECK(sentence([] { bind_focal({3}, {3}); }) ==
        "logits: x.npy has the shape (3,), but logits has the 2 axes (batch, classes).");
}

TEST_CASE("missing, unknown and misplaced inputs are refused") {
  const graph focal = lower(losses::focal);
  const auto bind = [&](std::vector<named_array> arrays) {
    return sentence([&] { bind_arguments(focal, std::move(arrays), {}); });
  };
  CHECK(bind({{"logits", zeros<float>({3, 4})}}) ==
        "target: is missing; give it as --in target=FILE.npy.");
  CHECK(bind({{"labels", zeros<float>({3, 4})}}) ==
        "--in labels: focal has no such input; its inputs: logits, target.");
  CHECK(bind({{"gamma", zeros<float>({})}}) ==
        "--in gamma: is a parameter; give it as --param gamma=VALUE.");
  CHECK(bind({{"logits", zeros<float>({3, 4})}, {"target", zeros<float>({3})}}) ==
        "target: x.npy holds 'f4' elements, but labels are integers; convert them with "
        "x.astype('<i8').");
}

TEST_CASE("the upstream gradient has the shape of the value") {
  const graph mse = lower(losses::mse);
  const auto bind = [&](array upstream) {
    std::vector<named_array> arrays{{"prediction", zeros<float>({3, 4})},
                                    {"target", zeros<float>({3, 4})}};
    return sentence([&] { bind_arguments(mse, std::move(arrays), {}, std::move(upstream)); });
  };
  CHECK(bind(zeros<float>({})) == "");
  CHECK(bind(zeros<float>({1})) == "");
  CHECK(bind(zeros<float>({3})) ==
        "--upstream: x.npy has the shape (3,), but one number is expected.");
}

TEST_CASE("labels are looked at one by one") {
  auto bound = bind_focal({3, 4}, {3});
  const graph focal = lower(losses::focal);
  const std::vector<std::int64_t> labels{3, -100, 4};
  bound.arrays[1] = make_array<std::int64_t>({3}, std::span<const std::int64_t>(labels));
  CHECK(sentence([&] { check_labels(focal, bound); }) == "target: 4 at row 2 is outside [0, 4).");
  bound.ignore_index = 4;
  CHECK(sentence([&] { check_labels(focal, bound); }) ==
        "target: -100 at row 1 is outside [0, 4).");
}
