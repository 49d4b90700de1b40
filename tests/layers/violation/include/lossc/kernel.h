// A C header that pulls in more than C99's sizes, and lossc itself: wrong twice.
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <lossc/base/text.hpp>
