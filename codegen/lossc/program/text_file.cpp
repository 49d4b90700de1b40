// Writes a new file beside the old one and renames it, so that no reader sees half a text.
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <lossc/program/array.hpp>
#include <lossc/program/text_file.hpp>

namespace lossc::program {

std::optional<std::string> read_text(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) return std::nullopt;
  return text;
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!std::filesystem::is_directory(folder)) {
    throw input_error(fmt::format("{}: is not a folder and cannot be made one ({}).",
                                  folder.string(),
                                  error ? error.message() : "a file is in its place"));
  }
}

bool write_text_if_changed(const std::filesystem::path& path, std::string_view text) {
  if (read_text(path) == text) return false;
  if (path.has_parent_path()) make_folder(path.parent_path());
  std::filesystem::path temporary = path;
  temporary += fmt::format(".{}.tmp", getpid());
  std::error_code error;
  {
    std::ofstream stream(temporary, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) std::filesystem::rename(temporary, path, error);
  if (error) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw input_error(fmt::format("{}: cannot be written ({}).", path.string(), error.message()));
  }
  return true;
}

}  // namespace lossc::program
