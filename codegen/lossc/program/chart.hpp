// A frame with two axes inside a picture: ticks at round numbers, their labels, and curves.
#pragma once

#include <lossc/program/picture.hpp>
#include <string>
#include <vector>

namespace lossc::program {

struct extent {
  double low, high;
};
// Of the finite numbers, widened where they are all the same.
extent extent_of(const std::vector<double>& values);
extent joined(extent a, extent b);

// Round numbers inside, about `count` of them.
std::vector<double> ticks_of(extent e, int count);
std::string tick_text(double tick, extent e);

struct rectangle {
  double x, y, width, height;
};

class chart {
 public:
  chart(picture& p, rectangle frame, extent x, extent y);

  // Ticks and grid; names of the axes where they are not empty.
  void axes(const std::string& title, const std::string& x_name, const std::string& y_name, bool grid = true);
  // Interrupted where a number is not finite; what is outside the frame is cut off.
  void curve(const std::vector<double>& x, const std::vector<double>& y, colour c, double width = 1.8);
  void mark(double x, double y, colour fill);

 private:
  double place_x(double x) const { return frame_.x + (x - x_.low) / (x_.high - x_.low) * frame_.width; }
  double place_y(double y) const { return frame_.y + frame_.height - (y - y_.low) / (y_.high - y_.low) * frame_.height; }

  picture& picture_;
  rectangle frame_;
  extent x_, y_;
};

// Of several curves, told apart also where colours are not seen: from dark to light.
colour curve_colour(std::size_t curve);
// From dark violet over green to yellow, equally bright steps: 0 to 1. Nuñez, Anderton and Renslow 2018 (cividis's parent, viridis).
colour colour_of_level(double level);

}  // namespace lossc::program
