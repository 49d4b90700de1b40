// Reads .npy files, believing no size before it is compared with the file's, and writes them whole.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <lossc/program/npy.hpp>
#include <lossc/program/npy_header.hpp>
#include <system_error>

namespace lossc::program {
namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t alignment = 64;      // of the data in the file
constexpr std::size_t growth_digits = 21;  // numpy leaves room for the first size to grow in place

template <class... Args>
[[noreturn]] void fail(const std::string& source, fmt::format_string<Args...> format,
                       Args&&... args) {
  throw input_error(source + ": " + fmt::format(format, std::forward<Args>(args)...) + ".");
}

std::string reason(int error) { return std::generic_category().message(error); }

// A file and how many of its bytes have not been read.
class remaining_file {
 public:
  explicit remaining_file(const std::filesystem::path& path) : name_(path.string()) {
    std::error_code error;
    auto status = std::filesystem::status(path, error);
    if (error) fail(name_, "cannot be read ({}); expected a .npy file", error.message());
    if (!std::filesystem::is_regular_file(status)) {
      fail(name_, "is not a regular file; expected a .npy file");
    }
    stream_.open(path, std::ios::binary);
    if (!stream_) fail(name_, "cannot be read ({}); expected a .npy file", reason(errno));
    left_ = std::filesystem::file_size(path, error);
    if (error) fail(name_, "cannot be read ({}); expected a .npy file", error.message());
  }

  const std::string& name() const { return name_; }
  std::uintmax_t left() const { return left_; }

  // Never more than left(), which the caller has looked at.
  void read(void* to, std::size_t bytes) {
    if (!stream_.read(static_cast<char*>(to), static_cast<std::streamsize>(bytes))) {
      fail(name_, "changed or failed while it was read; {} more bytes were expected", left_);
    }
    left_ -= bytes;
  }

  std::string read_text(std::size_t bytes) {
    std::string text(bytes, '\0');
    read(text.data(), bytes);
    return text;
  }

 private:
  std::string name_;
  std::ifstream stream_;
  std::uintmax_t left_ = 0;
};

npy_header read_header(remaining_file& file) {
  if (file.left() < magic.size() + 2 || file.read_text(magic.size()) != magic) {
    fail(file.name(), "does not begin as a .npy file does; expected what numpy.save writes");
  }
  std::string version = file.read_text(2);
  if (version[0] < 1 || version[0] > 3 || version[1] != 0) {
    fail(file.name(), "has version {}.{} of the .npy format; expected 1.0, 2.0 or 3.0",
         static_cast<unsigned char>(version[0]), static_cast<unsigned char>(version[1]));
  }
  std::size_t length_bytes = version[0] == 1 ? 2 : 4;
  if (file.left() < length_bytes) {
    fail(file.name(), "is cut short: expected {} bytes with the length of the header, found {}",
         length_bytes, file.left());
  }
  std::uint32_t length = 0;
  file.read(&length, length_bytes);
  if (file.left() < length) {
    fail(file.name(), "is cut short: expected a header of {} bytes, found {}", length, file.left());
  }
  return parse_npy_header(file.read_text(length), file.name());
}

// From the first axis varying fastest to the last.
std::vector<std::byte> c_order(const std::vector<std::byte>& from,
                               const std::vector<std::int64_t>& shape, std::size_t bytes) {
  std::vector<std::byte> to(from.size());
  std::vector<std::size_t> index(shape.size(), 0);
  for (std::size_t target = 0; target < to.size(); target += bytes) {
    std::size_t element = 0;
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      element = element * static_cast<std::size_t>(shape[axis]) + index[axis];
    }
    std::memcpy(&to[target], &from[element * bytes], bytes);
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      if (++index[axis] < static_cast<std::size_t>(shape[axis])) break;
      index[axis] = 0;
    }
  }
  return to;
}

// What precedes the data: always version 1.0, whose 64 KiB are enough for numpy's 64 axes.
std::string preamble(const array& values) {
  std::string text = npy_header_text({values.dtype, false, values.shape});
  if (!values.shape.empty()) {
    text.append(growth_digits - std::to_string(values.shape[0]).size(), ' ');
  }
  std::size_t used = magic.size() + 4 + text.size() + 1;
  text.append(alignment - used % alignment, ' ');
  text += '\n';
  auto length = static_cast<std::uint16_t>(text.size());
  std::string head = std::string(magic) + '\1' + '\0';
  head.append(reinterpret_cast<const char*>(&length), sizeof length);
  return head + text;
}

// A new file beside `path` that takes its place when it is complete and is removed when it is not.
class replacement {
 public:
  explicit replacement(const std::filesystem::path& path) : path_(path) {
    for (int attempt = 0; descriptor_ < 0; ++attempt) {
      temporary_ = path;
      temporary_.replace_filename(fmt::format(".lossc-{}-{}.tmp", getpid(), attempt));
      descriptor_ = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (descriptor_ < 0 && errno != EEXIST) wrong(errno);
    }
  }

  replacement(const replacement&) = delete;
  replacement& operator=(const replacement&) = delete;

  ~replacement() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!complete_) unlink(temporary_.c_str());
  }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) wrong(errno);
      if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void complete() {
    if (close(std::exchange(descriptor_, -1)) != 0) wrong(errno);
    if (rename(temporary_.c_str(), path_.c_str()) != 0) wrong(errno);
    complete_ = true;
  }

 private:
  [[noreturn]] void wrong(int error) const {
    fail(path_.string(), "cannot be written ({}); nothing was changed", reason(error));
  }

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  int descriptor_ = -1;
  bool complete_ = false;
};

}  // namespace

array read_npy(const std::filesystem::path& path) {
  remaining_file file(path);
  npy_header header = read_header(file);
  std::size_t element = *element_bytes(header.dtype);
  std::size_t bytes = shape_bytes(header.shape, element, file.name());
  if (file.left() != bytes) {
    fail(file.name(), "{}: shape {} of type {} takes {} bytes, but {} follow the header",
         file.left() < bytes ? "is cut short" : "goes on after its data", shape_text(header.shape),
         header.dtype, bytes, file.left());
  }
  array values{header.dtype, header.shape, std::vector<std::byte>(bytes), file.name()};
  file.read(values.data.data(), bytes);
  if (header.fortran_order) values.data = c_order(values.data, values.shape, element);
  return values;
}

void write_npy(const std::filesystem::path& path, const array& values) {
  std::optional<std::size_t> element = element_bytes(values.dtype);
  if (!element) {
    fail(path.string(), "elements of type '{}' cannot be written; expected {}", values.dtype,
         array_dtypes);
  }
  std::size_t bytes = shape_bytes(values.shape, *element, path.string());
  if (values.data.size() != bytes) {
    fail(path.string(), "shape {} of type {} takes {} bytes, but the array has {}",
         shape_text(values.shape), values.dtype, bytes, values.data.size());
  }
  std::error_code error;
  bool is_link = std::filesystem::is_symlink(path, error);  // it stays one, its target is replaced
  std::filesystem::path target = is_link ? std::filesystem::weakly_canonical(path) : path;
  auto status = std::filesystem::status(target, error);
  // A rename would put a file in the place of a device such as /dev/null.
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    fail(path.string(), "is not a regular file; expected the name of a file to write");
  }
  replacement file(target);
  file.write(preamble(values));
  file.write({reinterpret_cast<const char*>(values.data.data()), values.data.size()});
  file.complete();
}

}  // namespace lossc::program
