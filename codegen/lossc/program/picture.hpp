// A canvas for lines, areas and text, in points from the upper left corner, which becomes an SVG or a PNG.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace lossc::program {

struct colour {
  double red, green, blue;
};
inline constexpr colour ink{0.13, 0.13, 0.15}, pale_ink{0.42, 0.42, 0.45}, grid_grey{0.90, 0.90, 0.92}, white{1, 1, 1};

enum class picture_format { svg, png };
// By the name's ending. Throws input_error for another than .svg and .png.
picture_format format_of(const std::filesystem::path& file);

enum class anchor { left, middle, right };

class picture {
 public:
  using point = std::pair<double, double>;

  picture(double width, double height, picture_format format);
  ~picture();
  picture(const picture&) = delete;
  picture& operator=(const picture&) = delete;

  void line(const std::vector<point>& through, colour c, double width, bool dashed = false);
  void rectangle(double x, double y, double width, double height, colour fill);
  void circle(double x, double y, double radius, colour fill, colour edge);
  // Vertically centred at y; `upwards` turns it by a quarter to the left.
  void text(double x, double y, const std::string& words, anchor at, double size, colour c = ink, bool upwards = false);
  double text_width(const std::string& words, double size);
  // Rows of columns pixels each, the first on top, stretched over the rectangle.
  void image(double x, double y, double width, double height, int columns, const std::vector<colour>& pixels);
  // Until it is lifted nothing is drawn outside the rectangle.
  void clip(double x, double y, double width, double height);
  void lift_clip();

  // The file's content. Nothing can be drawn after it. Every run of a program gives the same bytes; of two SVGs of one
  // run cairo numbers the parts on.
  std::string finish();

 private:
  struct surface;
  std::unique_ptr<surface> surface_;
};

}  // namespace lossc::program
