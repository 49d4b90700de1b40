// Results appear together or not at all, and generated text is left alone where it is the same.
#include <lossc/program/result_files.hpp>

#include <unistd.h>

#include <catch2/catch.hpp>
#include <iterator>

#include <lossc/program/npy.hpp>
#include <lossc/program/text_file.hpp>

using namespace lossc::program;
namespace fs = std::filesystem;

namespace {

// A folder of this test's own, removed at its end.
struct folder {
  fs::path path = fs::temp_directory_path() / ("lossc-results-" + std::to_string(getpid()));
  folder() { fs::create_directories(path); }
  ~folder() { fs::remove_all(path); }
};

auto entries(const fs::path& path) { return std::distance(fs::directory_iterator(path), {}); }

array number(double x) { return make_array<double>({}, std::span<const double>(&x, 1)); }

}  // namespace

TEST_CASE("the folder is made and holds the files, and nothing else") {
  folder here;
  const array a = number(1), b = number(2);
  write_together(here.path / "new/out", {{"value.npy", &a}, {"d_x.npy", &b}});
  CHECK(entries(here.path / "new/out") == 2);
  CHECK(read_npy(here.path / "new/out/d_x.npy").as_f64()[0] == 2);
}

TEST_CASE("when one array cannot be written, what was there before still is") {
  folder here;
  const array a = number(1), b = number(2);
  write_together(here.path, {{"value.npy", &a}});
  array wrong = b;
  wrong.shape = {7};  // more than it holds
  CHECK_THROWS_AS(write_together(here.path, {{"value.npy", &b}, {"d_x.npy", &wrong}}), input_error);
  fs::create_directory(here.path / "d_y.npy");
  CHECK_THROWS_AS(write_together(here.path, {{"value.npy", &b}, {"d_y.npy", &b}}), input_error);
  CHECK(read_npy(here.path / "value.npy").as_f64()[0] == 1);
  CHECK(entries(here.path) == 2);
}

TEST_CASE("text is written only where it changes") {
  folder here;
  const fs::path file = here.path / "a/kernel.cc";
  CHECK(write_text_if_changed(file, "int x;\n"));
  const auto old = fs::file_time_type::clock::now() - std::chrono::hours(1);
  fs::last_write_time(file, old);
  CHECK_FALSE(write_text_if_changed(file, "int x;\n"));
  CHECK(fs::last_write_time(file) == old);
  CHECK(write_text_if_changed(file, "int y;\n"));
  CHECK(read_text(file) == "int y;\n");
  CHECK(entries(here.path / "a") == 1);
}
