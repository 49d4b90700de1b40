// Shows how far the training is: a bar on a terminal, ten plain lines anywhere else.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

class progress {
 public:
  progress(std::string title, int steps) : title_(std::move(title)), steps_(steps) {}

  void show(int done, float loss) const {
    if (isatty(STDERR_FILENO)) {
      constexpr int width = 30;
      auto filled = static_cast<std::size_t>(width * done / steps_);
      std::string bar = std::string(filled, '#') + std::string(width - filled, '.');
      std::fprintf(stderr, "\r%-13s [%s] epoch %d of %d, loss %.5f%s", title_.c_str(), bar.c_str(),
                   done, steps_, static_cast<double>(loss), done == steps_ ? "\n" : "");
    } else if (done % std::max(1, steps_ / 10) == 0) {
      std::fprintf(stderr, "%-13s epoch %d of %d, loss %.5f\n", title_.c_str(), done, steps_,
                   static_cast<double>(loss));
    }
  }

 private:
  std::string title_;
  int steps_;
};
