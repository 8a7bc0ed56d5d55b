// Files that are whole after a power cut: what was there before, or what was written, never a part.
#pragma once
#include <optional>
#include <string>

namespace sl::linux_port {

/// Makes the folder (0700) if it is not there. Throws when it cannot, or when others may look into it.
void open_state_folder(const std::string& folder);
/// Mode 0600, by a rename, on disk when it returns. Throws std::runtime_error.
void write_file(const std::string& path, const std::string& text);
/// Nothing when there is no such file. Throws when there is one that cannot be read, or that is longer than 1 MiB.
std::optional<std::string> read_file(const std::string& path);

}  // namespace sl::linux_port
