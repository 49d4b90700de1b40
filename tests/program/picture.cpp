// Pictures: their formats, that the same drawing has the same bytes, ticks at round numbers, and interrupted curves.
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <lossc/program/array.hpp>
#include <lossc/program/chart.hpp>

using namespace lossc::program;

namespace {

std::string drawn(picture_format format, const std::vector<double>& y) {
  picture p(300, 200, format);
  chart c(p, {40, 20, 240, 140}, {0, 4}, {-1, 1});
  c.axes("title", "x", "y");
  c.curve({0, 1, 2, 3, 4}, y, curve_colour(0));
  c.mark(1, 0, ink);
  p.image(50, 30, 20, 20, 2, {ink, white, white, ink});
  return p.finish();
}
std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}
std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
  std::uint32_t x = 0;
  for (std::size_t k = at; k < at + 4; ++k) x = x << 8 | static_cast<unsigned char>(bytes[k]);
  return x;
}
const std::vector<double> smooth{0, 0.5, 1, 0.5, 0};

}  // namespace

TEST_CASE("a PNG has two pixels per point, an SVG its size in points") {
  const auto png = drawn(picture_format::png, smooth), svg = drawn(picture_format::svg, smooth);
  REQUIRE(png.substr(0, 8) == "\x89PNG\r\n\x1a\n");
  CHECK(big_endian(png, 16) == 600);
  CHECK(big_endian(png, 20) == 400);
  CHECK(svg.substr(0, 5) == "<?xml");
  CHECK(svg.find("viewBox=\"0 0 300 200\"") != svg.npos);
  CHECK(svg.find("</svg>") != svg.npos);
}

TEST_CASE("the same drawing has the same bytes, another has others") {
  CHECK(drawn(picture_format::png, smooth) == drawn(picture_format::png, smooth));
  CHECK(drawn(picture_format::png, smooth) != drawn(picture_format::png, {0, 0.5, 0.9, 0.5, 0}));
}

TEST_CASE("a curve is interrupted where it has no number") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto whole = drawn(picture_format::svg, smooth), broken = drawn(picture_format::svg, {0, 0.5, nan, 0.5, 0});
  CHECK(count(broken, "<path") == count(whole, "<path") + 1);
}

TEST_CASE("ticks are round numbers inside") {
  CHECK(ticks_of({0, 1}, 5) == std::vector<double>{0, 0.2, 0.2 * 2, 0.2 * 3, 0.2 * 4, 1});
  CHECK(ticks_of({-3, 3}, 6) == std::vector<double>{-3, -2, -1, 0, 1, 2, 3});
  CHECK(tick_text(-2, {-3, 3}) == "−2");
  CHECK(tick_text(0.4, {0, 1}) == "0.4");
  CHECK(tick_text(2.5e6, {0, 5e6}) == "2.5e+06");
}

TEST_CASE("an extent leaves out what is no number, and is never empty") {
  const double infinite = std::numeric_limits<double>::infinity();
  const auto e = extent_of({1, infinite, 3, std::nan("")});
  CHECK(e.low == 1);
  CHECK(e.high == 3);
  CHECK(extent_of({2, 2}).low < extent_of({2, 2}).high);
  CHECK(extent_of({infinite}).low == 0);
}

TEST_CASE("a format is told by the name's ending") {
  CHECK(format_of("a/b.svg") == picture_format::svg);
  CHECK(format_of("b.png") == picture_format::png);
  CHECK_THROWS_WITH(format_of("b.gif"), "--out b.gif: pictures are .svg or .png.");
}
