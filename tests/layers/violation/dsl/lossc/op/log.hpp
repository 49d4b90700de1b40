// A primitive that wants to know how it is used: wrong.
#include <cmath>  // std::log, any library header is fine
#include <lossc/base/text.hpp>
#include <lossc/graph/graph.hpp>
#include <lossc/op/facts.hpp>
