// Writes beside the final names first and renames when every file is complete.
#include <fmt/format.h>
#include <unistd.h>

#include <lossc/program/npy.hpp>
#include <lossc/program/result_files.hpp>
#include <lossc/program/text_file.hpp>

namespace lossc::program {
namespace {

namespace fs = std::filesystem;

struct removed_at_end {
  fs::path path;
  ~removed_at_end() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

}  // namespace

void write_together(const fs::path& folder, const std::vector<result_file>& files) {
  for (const result_file& file : files) {
    // What a rename would refuse half-way is refused before.
    if (fs::is_directory(folder / file.name)) {
      throw input_error(fmt::format("{}: is a folder; expected the name of a file to write.",
                                    (folder / file.name).string()));
    }
  }
  make_folder(folder);
  const removed_at_end unfinished{folder / fmt::format(".lossc-{}", getpid())};
  make_folder(unfinished.path);
  for (const result_file& file : files) write_npy(unfinished.path / file.name, *file.values);
  for (const result_file& file : files) {
    std::error_code error;
    fs::rename(unfinished.path / file.name, folder / file.name, error);
    if (error)
      throw input_error(fmt::format("{}: cannot be written ({}).", (folder / file.name).string(),
                                    error.message()));
  }
}

}  // namespace lossc::program
