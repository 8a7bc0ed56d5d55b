#include "atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace sl::linux_port {

namespace {

constexpr size_t file_bytes_max = 1024 * 1024;

[[noreturn]] void fail(const std::string& path, const char* what) {
  throw std::runtime_error(path + " " + what + ": " + std::strerror(errno));
}

class File {
 public:
  File(const std::string& path, int flags) : fd_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

bool write_whole(int fd, const std::string& text) {
  for (size_t done = 0; done < text.size();) {
    const ssize_t count = ::write(fd, text.data() + done, text.size() - done);
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) done += static_cast<size_t>(count);
  }
  return true;
}

}  // namespace

void open_state_folder(const std::string& folder) {
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) fail(folder, "cannot be made; is the folder above it there?");
  struct stat found = {};
  if (stat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode)) fail(folder, "is no folder");
  if ((found.st_mode & 077) != 0) throw std::runtime_error(folder + " is open to others: chmod 700 it, it holds the device's key");
}

void write_file(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  {
    const File file(fresh, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.ok() || !write_whole(file.fd(), text) || fsync(file.fd()) != 0) fail(fresh, "cannot be written");
  }
  if (rename(fresh.c_str(), path.c_str()) != 0) fail(path, "cannot be replaced");
  // The rename itself is on disk only when its folder is.
  const size_t slash = path.rfind('/');
  const File folder(slash == std::string::npos ? "." : path.substr(0, slash + 1), O_RDONLY | O_DIRECTORY);
  if (!folder.ok() || fsync(folder.fd()) != 0) fail(path, "cannot be kept");
}

std::optional<std::string> read_file(const std::string& path) {
  const File file(path, O_RDONLY);
  if (!file.ok() && errno == ENOENT) return std::nullopt;
  if (!file.ok()) fail(path, "cannot be read");
  std::string text;
  char part[4096];
  for (;;) {
    const ssize_t count = ::read(file.fd(), part, sizeof part);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path, "cannot be read");
    if (count == 0) return text;
    text.append(part, static_cast<size_t>(count));
    if (text.size() > file_bytes_max) throw std::runtime_error(path + " is longer than anything a device writes");
  }
}

}  // namespace sl::linux_port
