// lossc plot --landscape: statistics and a picture of a loss over two entries of an input.
#pragma once

#include <lossc/program/plot_options.hpp>
#include <lossc/program/session.hpp>

namespace lossc::program {

void plot_landscape(const session& s, const plot_options& o);

}  // namespace lossc::program
