// .npy files: round trips, numpy's exact bytes, and the sentence for every malformed file.
#include <unistd.h>
#include <lossc/program/npy.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

using namespace lossc::program;
using Catch::Matchers::Contains;

namespace {

// A folder of this test's own, removed at its end.
struct folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("lossc-npy-" + std::to_string(getpid()));
  folder() { std::filesystem::create_directories(path); }
  ~folder() { std::filesystem::remove_all(path); }

  std::filesystem::path file(const std::string& bytes) const {
    std::ofstream(path / "x.npy", std::ios::binary) << bytes;
    return path / "x.npy";
  }
  auto entries() const { return std::distance(std::filesystem::directory_iterator(path), {}); }
};

std::string contents(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Version 1.0, with nothing that write_npy computes.
std::string npy(const std::string& header, const std::string& data) {
  auto length = static_cast<unsigned>(header.size());
  std::string bytes = "\x93NUMPY\x01";
  bytes += '\0';
  bytes += static_cast<char>(length & 0xff);
  bytes += static_cast<char>(length >> 8);
  return bytes + header + data;
}

std::string dict(const std::string& descr, const std::string& shape) {
  return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
}

std::string refusal(const std::filesystem::path& path) {
  try {
    read_npy(path);
  } catch (const input_error& error) {
    return error.what();
  }
  return "";
}

template <class F> std::string sentence(F run) {
  try {
    run();
  } catch (const input_error& error) {
    return error.what();
  }
  return "";
}

std::int64_t count(const std::vector<std::int64_t>& shape) {
  std::int64_t product = 1;
  for (std::int64_t size : shape) product *= size;
  return product;
}

}  // namespace

TEMPLATE_TEST_CASE("an array comes back as it was written", "[npy]", float, double, std::int32_t,
                   std::int64_t, std::uint8_t) {
  folder here;
  auto shape = GENERATE(values<std::vector<std::int64_t>>(
      {{}, {1}, {7}, {0}, {3, 4}, {3, 0, 2}, {2, 3, 4}, {1, 1, 1, 1, 5}}));
  std::vector<TestType> values(static_cast<std::size_t>(count(shape)));
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = static_cast<TestType>(3 * k + 1);

  write_npy(here.path / "x.npy", make_array<TestType>(shape, values));
  array read = read_npy(here.path / "x.npy");

  CHECK(read.dtype == dtype_of<TestType>());
  CHECK(read.shape == shape);
  CHECK(read.as_f64() == std::vector<double>(values.begin(), values.end()));
  CHECK(read.as_f32() == std::vector<float>(values.begin(), values.end()));
  CHECK(read.as_i64() == std::vector<std::int64_t>(values.begin(), values.end()));
  CHECK(read.as_i32() == std::vector<std::int32_t>(values.begin(), values.end()));
  CHECK(read.as_u8() == std::vector<std::uint8_t>(values.begin(), values.end()));
  CHECK(here.entries() == 1);
}

TEST_CASE("every bit of a float comes back", "[npy]") {
  folder here;
  std::vector<float> values = {-0.0f, std::numeric_limits<float>::denorm_min(),
                               -std::numeric_limits<float>::infinity(), 0.1f};
  array written = make_array<float>({4}, values);
  write_npy(here.path / "x.npy", written);
  CHECK(read_npy(here.path / "x.npy").data == written.data);
  written.data[2] ^= std::byte{1};  // the comparison notices a single bit
  CHECK(read_npy(here.path / "x.npy").data != written.data);
}

TEST_CASE("booleans are read as 0 and 1", "[npy]") {
  folder here;
  bool values[] = {true, false, true};
  write_npy(here.path / "x.npy", make_array<bool>({3}, values));
  CHECK(read_npy(here.path / "x.npy").dtype == "b1");
  CHECK(read_npy(here.path / "x.npy").as_f32() == std::vector<float>{1, 0, 1});
  CHECK(read_npy(here.file(npy(dict("|b1", "(2,)"), "\x02\x01"))).as_u8() ==
        std::vector<std::uint8_t>{1, 1});
}

TEST_CASE("a file has numpy's exact bytes", "[npy]") {
  folder here;
  // numpy.save("x.npy", numpy.array([[1, 2, 3]], "<f4")), numpy 2.4
  std::string expected = npy(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }" + std::string(58, ' ') + "\n",
      std::string("\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40", 12));
  REQUIRE(expected.size() == 128 + 12);
  write_npy(here.path / "x.npy", make_array<float>({1, 3}, std::vector<float>{1, 2, 3}));
  CHECK(contents(here.path / "x.npy") == expected);

  // numpy.save("x.npy", numpy.uint8(7))
  expected =
      npy("{'descr': '|u1', 'fortran_order': False, 'shape': (), }" + std::string(62, ' ') + "\n",
          "\x07");
  write_npy(here.path / "x.npy", make_array<std::uint8_t>({}, std::vector<std::uint8_t>{7}));
  CHECK(contents(here.path / "x.npy") == expected);
}

TEST_CASE("Fortran order becomes C order", "[npy]") {
  folder here;
  std::string header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n";
  CHECK(read_npy(here.file(npy(header, "\1\4\2\5\3\6"))).as_i64() ==
        std::vector<std::int64_t>{1, 2, 3, 4, 5, 6});

  std::string data;  // element [i, j, k] is 100 i + 10 j + k, the first index fastest
  for (int k = 0; k < 4; ++k) {
    for (int j = 0; j < 3; ++j) {
      for (int i = 0; i < 2; ++i) data += {static_cast<char>(100 * i + 10 * j + k), 0, 0, 0};
    }
  }
  header = "{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3, 4), }\n";
  std::vector<std::int32_t> read = read_npy(here.file(npy(header, data))).as_i32();
  REQUIRE(read.size() == 24);
  CHECK(read[0] == 0);
  CHECK(read[1] == 1);
  CHECK(read[4] == 10);
  CHECK(read[23] == 123);
}

TEST_CASE("versions 2 and 3 and any spelling of the dict are read", "[npy]") {
  folder here;
  for (char version : {'\2', '\3'}) {
    std::string header = "{\"shape\":(2,),\"descr\":\"|u1\",\n 'fortran_order' : False}";
    std::string bytes = "\x93NUMPY" + std::string{version, '\0'} +
                        static_cast<char>(header.size()) + std::string(3, '\0') + header + "\5\6";
    CHECK(read_npy(here.file(bytes)).as_i64() == std::vector<std::int64_t>{5, 6});
  }
}

TEST_CASE("a malformed file is refused with a sentence that names it", "[npy]") {
  folder here;
  std::string good = npy(dict("<f4", "(2,)"), std::string(8, '\0'));
  REQUIRE(refusal(here.file(good)) == "");  // the harness tells a good file from a bad one

  auto [bytes, expected] = GENERATE_COPY(table<std::string, std::string>({
      {"", "does not begin as a .npy file does; expected what numpy.save writes."},
      {"PK\x03\x04 an .npz file", "does not begin as a .npy file does"},
      {good.substr(0, 7), "does not begin as a .npy file does"},
      {"\x93NUMPY\x04" + std::string(8, '\0'), "has version 4.0 of the .npy format; expected 1.0"},
      {"\x93NUMPY\x01\x01xxxx", "has version 1.1"},
      {good.substr(0, 9), "is cut short: expected 2 bytes with the length of the header, found 1."},
      {good.substr(0, 20), "is cut short: expected a header of 58 bytes, found 10."},
      {"\x93NUMPY\x02" + std::string(1, '\0') + "\xff\xff\xff\xff{}",
       "expected a header of 4294967295 bytes, found 2."},
      {npy("", ""),
       "the header has no '{' at its byte 0; expected a dict literal such as {'descr'"},
      {npy("[1, 2]", ""), "no '{' at its byte 0"},
      {npy("{'descr': '<f4'", ""), "no comma at its byte 15"},
      {npy("{'descr': '<f4', ", ""), "no string at its byte 17"},
      {npy("{'descr': '<f4", ""), "an unfinished string at its byte 10"},
      {npy("{'descr' '<f4'}", ""), "no ':' at its byte 9"},
      {npy("{'de\x01scr': '<f4'}", ""), "an unprintable character in a string at its byte 1"},
      {npy("{'descr': '<f4', 'shape': (), }", ""), "a missing key"},
      {npy("{'descr': '<f4', 'descr': '<f4', }", ""), "a key twice"},
      {npy("{'dtype': '<f4', }", ""), "an unknown key"},
      {npy("{'fortran_order': 1, }", ""), "neither True nor False at its byte 18"},
      {npy(dict("<f4", "()") + "x", "1234"), "something after the dict"},
      {npy(dict("<f4", "()") + std::string(1, '\0'), "1234"), "something after the dict"},
      {npy(dict("<f4", "(3)"), ""), "no comma"},
      {npy(dict("<f4", "3"), ""), "no '('"},
      {npy(dict("<f4", "(a,)"), ""), "no integer"},
      {npy(dict("<f4", "(1.5,)"), ""), "no comma"},
      {npy(dict("<f4", "(9223372036854775808,)"), ""), "an integer beyond 64 bits"},
      {npy(dict("<f4", "(2, -3)"), ""),
       "the shape (2, -3) has a negative size; expected 0 or more."},
      {npy(dict("<f4", "(4294967296, 4294967296)"), ""), "has more bytes than 64 bits count"},
      {npy(dict("<f4", "(4611686018427387904,)"), ""), "has more bytes than 64 bits count"},
      {npy(dict("<f4", "(0, 4294967296, 4294967296)"), ""), "has more bytes than 64 bits count"},
      {npy(dict("<f4", "(1099511627776,)"), "1234"),
       "is cut short: shape (1099511627776,) of type f4 takes 4398046511104 bytes, but 4 follow"},
      {good.substr(0, good.size() - 1), "takes 8 bytes, but 7 follow the header."},
      {good + '\0', "goes on after its data: shape (2,) of type f4 takes 8 bytes, but 9 follow"},
      {npy(dict(">f4", "(2,)"), ""), "is big-endian ('>f4'); convert it to little-endian with "},
      {npy(dict("=f4", "(2,)"), ""), "is of unknown byte order ('=f4')"},
      {npy(dict("|f4", "(2,)"), ""), "is of unknown byte order ('|f4')"},
      {npy(dict("<f2", "(2,)"), ""), "float16 numbers ('<f2'), which are not read; convert them"},
      {npy(dict("<c8", "(2,)"), ""), "holds elements of type '<c8'; expected little-endian f4, f8"},
      {npy(dict("|O", "(2,)"), ""), "holds elements of type '|O'"},
      {npy(dict("", "(2,)"), ""), "holds elements of type ''"},
      {npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", ""),
       "holds records with fields; expected plain f4"},
  }));
  std::string said = refusal(here.file(bytes));
  CHECK_THAT(said, Contains(expected));
  CHECK(said.starts_with((here.path / "x.npy").string() + ": "));
  CHECK(said.ends_with("."));
}

TEST_CASE("more axes than numpy has are refused", "[npy]") {
  folder here;
  std::string shape = "(";
  for (int k = 0; k < 65; ++k) shape += "1,";
  CHECK_THAT(refusal(here.file(npy(dict("|u1", shape + ")"), "x"))),
             Contains("the shape has 65 axes; expected at most 64."));
}

TEST_CASE("what is not a file is refused", "[npy]") {
  folder here;
  CHECK_THAT(refusal(here.path / "absent.npy"),
             Contains("absent.npy: cannot be read (No such file or directory)"));
  CHECK_THAT(refusal(here.path), Contains("is not a regular file; expected a .npy file."));
}

TEST_CASE("a failed write leaves what was there", "[npy]") {
  folder here;
  std::filesystem::path path = here.file("before");
  array value = make_array<float>({2}, std::vector<float>{1, 2});

  array wrong = value;
  wrong.shape = {3};
  CHECK_THAT(sentence([&] { write_npy(path, wrong); }),
             Contains("shape (3,) of type f4 takes 12 bytes, but the array has 8."));
  wrong.dtype = "f2";
  CHECK_THAT(sentence([&] { write_npy(path, wrong); }), Contains("type 'f2' cannot be written"));
  CHECK(contents(path) == "before");

  CHECK_THAT(
      sentence([&] { write_npy(here.path / "absent" / "x.npy", value); }),
      Contains("x.npy: cannot be written (No such file or directory); nothing was changed."));
  CHECK_THAT(sentence([&] { write_npy(here.path, value); }), Contains("is not a regular file"));
  CHECK_THAT(sentence([&] { write_npy("/dev/null", value); }), Contains("is not a regular file"));
  CHECK(here.entries() == 1);

  write_npy(path, value);
  CHECK(read_npy(path).as_f32() == std::vector<float>{1, 2});
}

TEST_CASE("a link to a file stays a link", "[npy]") {
  folder here;
  std::filesystem::path target = here.file("before");
  std::filesystem::create_symlink("x.npy", here.path / "link.npy");
  write_npy(here.path / "link.npy", make_array<float>({1}, std::vector<float>{4}));
  CHECK(std::filesystem::is_symlink(here.path / "link.npy"));
  CHECK(read_npy(target).as_f32() == std::vector<float>{4});
}

TEST_CASE("a conversion that would lose a value is refused", "[npy]") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  auto f8 = [](std::vector<double> values) { return make_array<double>({2, 2}, values); };

  CHECK(sentence([&] {
          f8({1, 2, 0.5, 4}).as_i64();
        }) == "array: the element at [1, 0] is 0.5; expected integers that int64 can hold.");
  CHECK_THAT(sentence([&] { f8({1, 2, 3, nan}).as_i32(); }), Contains("at [1, 1] is nan;"));
  CHECK_THAT(sentence([&] { f8({1, infinity, 3, 4}).as_i64(); }), Contains("at [0, 1] is inf;"));
  CHECK_THAT(sentence([&] { f8({0x1p63, 0, 0, 0}).as_i64(); }), Contains("at [0, 0]"));
  CHECK_THAT(sentence([&] { f8({0x1p31, 0, 0, 0}).as_i32(); }), Contains("at [0, 0]"));
  CHECK_THAT(sentence([&] { f8({0, 256, 0, 0}).as_u8(); }), Contains("integers from 0 to 255"));
  CHECK_THAT(sentence([&] { f8({0, 0, -1, 0}).as_u8(); }), Contains("at [1, 0] is -1;"));
  CHECK_THAT(sentence([&] {
               f8({0, 0, 0, 1e300}).as_f32();
             }),
             Contains("at [1, 1] is 1e+300; expected numbers that float32 can hold."));
  CHECK(f8({-0x1p63, 0, 0, 0}).as_i64()[0] == std::numeric_limits<std::int64_t>::min());
  CHECK(std::isnan(f8({nan, 0, 0, 0}).as_f32()[0]));
  CHECK(f8({infinity, 0, 0, 0}).as_f32()[0] == std::numeric_limits<float>::infinity());

  auto i8 = make_array<std::int64_t>({}, std::vector<std::int64_t>{1LL << 40});
  CHECK(sentence([&] { i8.as_i32(); }) ==
        "array: the element at [] is 1099511627776; expected integers that int32 can hold.");
  CHECK_THAT(sentence([] { array{"f2", {}, {}}.as_f32(); }), Contains("holds 'f2' elements"));
}
