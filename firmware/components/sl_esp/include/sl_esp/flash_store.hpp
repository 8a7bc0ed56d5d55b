// IStore on a partition of its own, as raw flash.
#pragma once
#include "esp_partition.h"
#include "sl/ports.hpp"

namespace sl::esp {

/**
 * The partition must not be marked `encrypted`: through flash encryption erased bytes do not read as 0xff, and a write is
 * whole blocks of 16. What lies there is no secret (no card number,
 * no picture, no key), and an event's MAC shows a change.
 */
class FlashStore final : public IStore {
 public:
  /// Stops the board when the partition table has no such partition: it is another board's table.
  explicit FlashStore(const char* partition_label);
  size_t sector_bytes() override;
  size_t sectors() override;
  bool read(size_t offset, ByteSpan into) override;
  bool write(size_t offset, ByteView bytes) override;
  bool erase(size_t sector) override;

 private:
  const esp_partition_t* partition_;
};

}  // namespace sl::esp
