// A relative path hides the layer: wrong.
#include "../graph/graph.hpp"
#include <lossc/expr/axis.hpp>
