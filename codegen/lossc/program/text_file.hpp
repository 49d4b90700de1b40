// Text files: read whole, written whole or not at all.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace lossc::program {

// Nothing where the file cannot be read.
std::optional<std::string> read_text(const std::filesystem::path& path);

// Leaves the file and its time alone if it holds this text already; returns whether it was written.
// Makes the folder. Throws input_error.
bool write_text_if_changed(const std::filesystem::path& path, std::string_view text);

// Throws input_error.
void make_folder(const std::filesystem::path& folder);

}  // namespace lossc::program
