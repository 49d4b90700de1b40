// The document's inputs, the numbers that it prints, and a table of them beside those of lossc.
#pragma once

#include <lossc/program/npy.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// Arrays of the document by name: its random numbers, saved.
inline std::vector<float> numbers(const std::string& name) { return lossc::program::read_npy(COMPARISON_DATA "/" + name + ".npy").as_f32(); }
inline std::vector<int> labels(const std::string& name) { return lossc::program::read_npy(COMPARISON_DATA "/" + name + ".npy").as_i32(); }

class document {
 public:
  document() : printed_(nlohmann::json::parse(std::ifstream(COMPARISON_DATA "/expected.json"))) {}

  void section(const char* title) const { std::printf("\n%-34s %14s %14s  %s\n", title, "document", "lossc", "relative difference"); }

  /// A number of the document beside ours. Both are float32, added up in different orders.
  void compare(const std::string& what, const nlohmann::json& printed, double ours, double within = 2e-6) {
    const double theirs = printed.get<double>();
    const double off = ours == theirs ? 0 : std::abs(ours - theirs) / std::abs(theirs);
    const bool same = off <= within;
    std::printf("  %-32s %14.8g %14.8g  %.1e%s\n", what.c_str(), theirs, ours, off, same ? "" : "  differs");
    ++compared_;
    differing_ += !same;
  }
  /// Where the document has an infinity or a NaN.
  void instead(const char* what, const char* printed, double ours) const { std::printf("  %-32s %14s %14.8g\n", what, printed, ours); }

  const nlohmann::json& operator[](const std::string& key) const { return printed_.at(key); }

  int finish() const {
    std::printf("\n%d numbers compared, %d differ\n", compared_, differing_);
    return differing_ == 0 ? 0 : 1;
  }

 private:
  nlohmann::json printed_;
  int compared_ = 0, differing_ = 0;
};
