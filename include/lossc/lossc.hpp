// What a user includes to write losses: the language, nothing of the compiler.
#pragma once
#include <lossc/expr/loss.hpp>
