// The lowest layer looking up, behind an indent and a space: wrong.
  #  include <lossc/op/log.hpp>
// #include <lossc/expr/axis.hpp> in a comment does not count.
