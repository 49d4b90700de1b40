// A line about long work, on stderr where that is a terminal; gone when the work is done.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <string>

namespace lossc::program {

class progress_line {
 public:
  explicit progress_line(const std::string& text) : shown_(isatty(STDERR_FILENO) == 1) {
    if (shown_) fmt::print(stderr, "{}", text);
  }
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;
  ~progress_line() {
    if (shown_) fmt::print(stderr, "\r\033[K");
  }

 private:
  bool shown_;
};

}  // namespace lossc::program
