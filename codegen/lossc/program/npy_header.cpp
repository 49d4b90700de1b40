// Reads the dict literal of a .npy header, and no more of Python than that.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <lossc/program/array.hpp>
#include <lossc/program/npy_header.hpp>

namespace lossc::program {
namespace {

// "<f4" → "f4".
std::string parse_descr(const std::string& descr, const std::string& source) {
  char order = descr.empty() ? '\0' : descr[0];
  std::string dtype = descr.empty() ? "" : descr.substr(1);
  std::optional<std::size_t> bytes = element_bytes(dtype);
  if (dtype == "f2") {
    throw input_error(fmt::format(
        "{}: holds float16 numbers ('{}'), which are not read; convert them with x.astype('<f4').",
        source, descr));
  }
  if (!bytes) {
    throw input_error(fmt::format("{}: holds elements of type '{}'; expected little-endian {}.",
                                  source, descr, array_dtypes));
  }
  if (order != '<' && (order != '|' || *bytes > 1)) {
    throw input_error(
        fmt::format("{}: is {} ('{}'); convert it to little-endian with x.astype('<{}').", source,
                    order == '>' ? "big-endian" : "of unknown byte order", descr, dtype));
  }
  return dtype;
}

class parser {
 public:
  parser(std::string_view text, const std::string& source) : text_(text), source_(source) {}

  npy_header parse() {
    npy_header header;
    std::vector<std::string> keys;
    expect('{');
    while (!accept('}')) {
      std::string key = string();
      if (std::find(keys.begin(), keys.end(), key) != keys.end()) wrong("a key twice");
      expect(':');
      if (key == "descr") {
        header.dtype = parse_descr(descr(), source_);
      } else if (key == "fortran_order") {
        header.fortran_order = boolean();
      } else if (key == "shape") {
        header.shape = tuple();
      } else {
        wrong("an unknown key");
      }
      keys.push_back(std::move(key));
      if (!accept(',') && next() != '}') wrong("no comma");
    }
    next();
    if (position_ != text_.size()) wrong("something after the dict");
    if (keys.size() != 3) wrong("a missing key");
    return header;
  }

 private:
  [[noreturn]] void wrong(std::string_view what) const {
    throw input_error(
        fmt::format("{}: the header has {} at its byte {}; expected a dict literal such as "
                    "{{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }}.",
                    source_, what, position_));
  }

  // The next character that is not white space; '\0' at the end.
  char next() {
    while (position_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[position_]))) {
      ++position_;
    }
    return position_ < text_.size() ? text_[position_] : '\0';
  }

  bool accept(char wanted) {
    if (next() != wanted) return false;
    ++position_;
    return true;
  }

  void expect(char wanted) {
    if (!accept(wanted)) wrong(fmt::format("no '{}'", wanted));
  }

  std::string string() {
    char quote = next();
    if (quote != '\'' && quote != '"') wrong("no string");
    std::size_t end = text_.find(quote, position_ + 1);
    if (end == std::string_view::npos) wrong("an unfinished string");
    std::string content(text_.substr(position_ + 1, end - position_ - 1));
    bool printable = std::all_of(content.begin(), content.end(),
                                 [](unsigned char c) { return std::isprint(c); });
    if (!printable) wrong("an unprintable character in a string");  // it would end up in messages
    position_ = end + 1;
    return content;
  }

  std::string descr() {
    if (next() == '[') {
      throw input_error(
          fmt::format("{}: holds records with fields; expected plain {}.", source_, array_dtypes));
    }
    return string();
  }

  bool boolean() {
    next();
    for (std::string_view word : {"False", "True"}) {
      if (!text_.substr(position_).starts_with(word)) continue;
      position_ += word.size();
      return word == "True";
    }
    wrong("neither True nor False");
  }

  std::vector<std::int64_t> tuple() {
    std::vector<std::int64_t> sizes;
    expect('(');
    while (!accept(')')) {
      next();
      std::int64_t size = 0;
      auto [end, error] =
          std::from_chars(text_.data() + position_, text_.data() + text_.size(), size);
      if (error == std::errc::invalid_argument) wrong("no integer");
      if (error == std::errc::result_out_of_range) wrong("an integer beyond 64 bits");
      position_ = static_cast<std::size_t>(end - text_.data());
      sizes.push_back(size);
      bool comma = accept(',');
      if (!comma && (next() != ')' || sizes.size() == 1)) wrong("no comma");  // (3) is no tuple
    }
    return sizes;
  }

  std::string_view text_;
  const std::string& source_;
  std::size_t position_ = 0;
};

}  // namespace

npy_header parse_npy_header(std::string_view text, const std::string& source) {
  return parser(text, source).parse();
}

std::string npy_header_text(const npy_header& header) {
  char order = element_bytes(header.dtype) == 1 ? '|' : '<';
  return fmt::format("{{'descr': '{}{}', 'fortran_order': {}, 'shape': {}, }}", order, header.dtype,
                     header.fortran_order ? "True" : "False", shape_text(header.shape));
}

}  // namespace lossc::program
