// The configuration that the server wants (`desired`): signed, for this device, not older than the newest it has seen, and
// within what this kind of device can do. What was applied is in flash, so a reboot without a network works by it too.
#pragma once
#include "sl/codec/cose.hpp"
#include "sl/journal/flash_records.hpp"

namespace sl {

/// What became of a configuration. The first three are the Reasons of those names.
enum class Configured : uint8_t { applied, bad_signature, unknown_key, wrong_device, replayed, out_of_range, not_stored };
template <>
struct Names<Configured> {
  static constexpr char all[] =
      "applied\0" "bad_signature\0" "unknown_key\0" "wrong_device\0" "replayed\0" "out_of_range\0" "not_stored\0";
};

class Settings {
 public:
  /// `kind`: latch or camera; a camera has no bolt whose waits could be out of range.
  Settings(ICrypto& crypto, FlashRecords& records, const DeviceId& self, Party kind)
      : crypto_(crypto), records_(records), self_(self), kind_(kind) {}

  /// What was applied before the reboot; false when there is nothing. It was verified when it came: who can write this flash
  /// can also write the keys that would verify it again.
  bool load(DesiredMessage& desired);

  /// The bytes of `desired`. `applied`: it is in flash and in `wanted`. The same version again is no replay: it is retained.
  Configured take(const CommandKeys& keys, Downlink& message, DesiredMessage& wanted);

  /// Of the newest that was applied; 0 before the first.
  uint64_t version() const { return version_; }

 private:
  bool is_in_range(const DesiredMessage& wanted) const;

  ICrypto& crypto_;
  FlashRecords& records_;
  DeviceId self_;
  Party kind_;
  uint64_t version_ = 0;
};

}  // namespace sl
