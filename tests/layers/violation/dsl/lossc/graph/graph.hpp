// A graph that knows the user's types: wrong.
#include <lossc/expr/axis.hpp>
