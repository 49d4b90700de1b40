// fail("sentence") is the one way code that may run at compile time reports an error.
#pragma once
#include <string_view>

namespace lossc {

/// What `fail` throws at run time; the program prints it as "subject: sentence".
struct failure {
  std::string_view sentence;
  std::string_view subject;
};

// Not constexpr on purpose: in a constant expression both g++ and clang stop here and show the
// source line that holds the sentence.
[[noreturn]] inline void fail(std::string_view sentence, std::string_view subject = {}) {
  throw failure{sentence, subject};
}

}  // namespace lossc
