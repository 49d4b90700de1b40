// The one file of the graph that may read expressions: right.
#include <lossc/expr/axis.hpp>
#include <lossc/graph/graph.hpp>
