// What a user includes to write losses: the language. Building a generator adds LOSSC_GENERATE.
#pragma once
#include <lossc/expr/loss.hpp>

// lossc_add_kernels() defines LOSSC_BUILDING_GENERATOR for the sources it is given; everywhere else
// the macro is empty, so that a file of losses may also be included and evaluated in process.
#ifdef LOSSC_BUILDING_GENERATOR
#include <lossc/generate.hpp>
#else
#define LOSSC_GENERATE(...)
#endif
