// What `lossc plot` is asked for, by curves and landscapes alike.
#pragma once

#include <lossc/program/call_arguments.hpp>
#include <lossc/program/chart.hpp>

namespace lossc::program {

struct plot_options {
  std::string loss, out, input, start;
  std::vector<std::string> entries, parameters, sizes, inputs;
  std::vector<double> range;
  int points = 401, grid = 50, steps = 10;
  double lr = 0.01;
  bool landscape = false, as_json = false;
};

std::vector<named_array> arrays_of(const plot_options& o);
// Of one number R: -R to R. Throws input_error for an empty one.
extent range_of(const plot_options& o);
// As numpy.linspace: both ends belong to it.
std::vector<double> evenly(extent range, int points);

}  // namespace lossc::program
