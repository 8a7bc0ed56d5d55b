// IStore on one file, with the rules of NOR flash: erased bytes are 0xff, and a write only takes bits from 1 to 0.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "sl/ports.hpp"

namespace sl::linux_port {

struct FlashGeometry {
  size_t sector_bytes = 4096;
  size_t sectors = 16;
};

class FileStore final : public IStore {
 public:
  /// Makes an erased one when there is none. Throws when the file cannot be opened or has another size.
  FileStore(const std::string& path, const FlashGeometry& geometry);
  ~FileStore();

  size_t sector_bytes() override { return geometry_.sector_bytes; }
  size_t sectors() override { return geometry_.sectors; }
  bool read(size_t offset, ByteSpan into) override;
  bool write(size_t offset, ByteView bytes) override;
  bool erase(size_t sector) override;

  /// The power fails in the write that reaches so many more bytes: those before are in flash, then the process is gone (137,
  /// as after SIGKILL). 0: at the beginning of the next write. An erase counts no bytes.
  /// `before_dark` is called last.
  void power_cut_after(uint64_t bytes, std::function<void()> before_dark = [] {}) {
    cut_after_ = bytes;
    before_dark_ = std::move(before_dark);
  }

 private:
  size_t size() const { return geometry_.sector_bytes * geometry_.sectors; }
  bool put(size_t offset, ByteView bytes);

  FlashGeometry geometry_;
  int fd_ = -1;
  std::optional<uint64_t> cut_after_;
  std::function<void()> before_dark_;
};

}  // namespace sl::linux_port
