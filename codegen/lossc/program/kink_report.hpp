// The kink set of a loss, for people: each place, and the convention there.
#pragma once

#include <lossc/pipeline.hpp>
#include <string>

namespace lossc::program {

// One line for each place. Where inputs that lie on it are found and the value is smooth there, the
// line says so: it is no kink of the loss.
std::string kinks_text(const compiled& loss);

}  // namespace lossc::program
