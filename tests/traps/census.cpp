// Every known trap is tested under its number, proved by a named test elsewhere, or listed with what it waits for.
#include "census.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

using namespace lossc::traps;

namespace {

/// The numbers in the names of test cases, "trap_T85: …".
std::vector<int> numbers_in(const std::vector<std::string>& names) {
  static const std::regex number("^trap_T([0-9]+):");
  std::vector<int> found;
  for (const auto& name : names)
    if (std::smatch m; std::regex_search(name, m, number)) found.push_back(std::stoi(m[1]));
  return found;
}

std::vector<std::string> names_of_test_cases() {
  std::vector<std::string> names;
  for (const auto& test : Catch::getAllTestCasesSorted(*Catch::getCurrentContext().getConfig()))
    names.push_back(test.name);
  return names;
}

bool has_test(const std::string& source, const std::string& test) {
  std::ifstream file(std::string(LOSSC_TESTS) + "/" + source);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str().find("TEST_CASE(\"" + test + "\"") != std::string::npos;
}

/// How often each number is accounted for: once is right.
std::map<int, int> accounts(const std::vector<int>& tested) {
  std::map<int, int> times;
  for (int n : numbers_of_traps) times[n] = 0;
  for (int n : tested) ++times[n];
  for (const auto& e : elsewhere) ++times[e.number];
  for (const auto& m : not_yet_right) ++times[m.number];
  for (const auto& m : not_yet_expressible) ++times[m.number];
  return times;
}

}  // namespace

TEST_CASE("every trap is tested, or it is said why not") {
  const auto tested = numbers_in(names_of_test_cases());
  for (const auto& [number, times] : accounts(tested)) {
    INFO("T" << number << " is accounted for " << times << " times");
    CHECK(times == 1);
  }
  for (const auto& e : elsewhere) {
    INFO("T" << e.number << ": tests/" << e.source << " has no test \"" << e.test << "\"");
    CHECK(has_test(e.source, e.test));
  }
  std::cout << numbers_of_traps.size() << " traps: " << tested.size() << " tested here, "
            << std::size(elsewhere) << " elsewhere, " << std::size(not_yet_right)
            << " not yet right, " << std::size(not_yet_expressible) << " not yet expressible:\n";
  for (const auto& m : not_yet_right) std::cout << "  T" << m.number << ": " << m.reason << '\n';
  for (const auto& m : not_yet_expressible)
    std::cout << "  T" << m.number << ": " << m.reason << '\n';
}

TEST_CASE("a trap without a test, and one that is listed and tested, are seen") {
  auto tested = numbers_in(names_of_test_cases());
  const int first = tested.front();
  tested.erase(tested.begin());
  CHECK(accounts(tested)[first] == 0);
  tested.push_back(not_yet_expressible[0].number);
  CHECK(accounts(tested)[not_yet_expressible[0].number] == 2);
  CHECK(accounts({999})[999] == 1);
  CHECK_FALSE(has_test("cuda/determinism.cpp", "no such test"));
}
