#include "file_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace sl::linux_port {

namespace {

constexpr int killed_by_power_cut = 137;
constexpr uint8_t erased = 0xff;

bool write_whole(int fd, const uint8_t* data, size_t size, size_t offset) {
  while (size > 0) {
    const ssize_t count = pwrite(fd, data, size, static_cast<off_t>(offset));
    if (count < 0 && errno != EINTR) return false;
    if (count <= 0) continue;
    data += count;
    size -= static_cast<size_t>(count);
    offset += static_cast<size_t>(count);
  }
  return true;
}

}  // namespace

FileStore::FileStore(const std::string& path, const FlashGeometry& geometry)
    : geometry_(geometry), fd_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  struct stat found = {};
  if (fd_ < 0 || fstat(fd_, &found) != 0)
    throw std::runtime_error(path + " cannot be opened: " + std::strerror(errno));
  // A file that a power cut left short is flash that was never used: nothing is written before all of it is there.
  const std::vector<uint8_t> blank(size(), erased);
  const auto found_bytes = static_cast<size_t>(found.st_size);
  if (found_bytes > size()) throw std::runtime_error(path + " is larger than this flash: it is another board's");
  if (found_bytes < size() && !write_whole(fd_, blank.data(), size() - found_bytes, found_bytes))
    throw std::runtime_error(path + " cannot be written: " + std::strerror(errno));
}

FileStore::~FileStore() { close(fd_); }

bool FileStore::read(size_t offset, ByteSpan into) {
  if (offset > size() || into.size > size() - offset) return false;
  for (size_t done = 0; done < into.size;) {
    const ssize_t count = pread(fd_, into.data + done, into.size - done, static_cast<off_t>(offset + done));
    if (count == 0 || (count < 0 && errno != EINTR)) return false;
    if (count > 0) done += static_cast<size_t>(count);
  }
  return true;
}

bool FileStore::write(size_t offset, ByteView bytes) {
  if (offset > size() || bytes.size > size() - offset) return false;
  std::vector<uint8_t> after(bytes.size);
  if (!read(offset, ByteSpan(after.data(), after.size()))) return false;
  for (size_t i = 0; i < bytes.size; ++i) after[i] = static_cast<uint8_t>(after[i] & bytes[i]);
  return put(offset, ByteView(after.data(), after.size()));
}

bool FileStore::put(size_t offset, ByteView bytes) {
  if (cut_after_ && *cut_after_ < bytes.size) {
    write_whole(fd_, bytes.data, static_cast<size_t>(*cut_after_), offset);
    before_dark_();
    // No sync: the kernel keeps what a process wrote, and this one is all that loses its power.
    _exit(killed_by_power_cut);
  }
  if (cut_after_) *cut_after_ -= bytes.size;
  return write_whole(fd_, bytes.data, bytes.size, offset);
}

bool FileStore::erase(size_t sector) {
  if (sector >= geometry_.sectors) return false;
  const std::vector<uint8_t> blank(geometry_.sector_bytes, erased);
  return write_whole(fd_, blank.data(), blank.size(), sector * geometry_.sector_bytes);
}

}  // namespace sl::linux_port
