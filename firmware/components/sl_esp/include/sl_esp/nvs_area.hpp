// Small values that survive a power cut: NVS, which the release settings encrypt (nvs_keys, sealed by flash encryption).
// A value is written whole or not at all; several values are not written together.
#pragma once
#include <string>

#include "nvs.h"

namespace sl::esp {

/// Opens the partition `nvs`; one that another version or key left unreadable is erased, and the board must enrol anew.
void start_nvs();

/// One namespace of NVS. Keys have at most 15 characters.
class NvsArea {
 public:
  explicit NvsArea(const char* name);
  ~NvsArea() { nvs_close(handle_); }
  NvsArea(const NvsArea&) = delete;
  NvsArea& operator=(const NvsArea&) = delete;

  uint64_t number(const char* key, uint64_t otherwise) const;
  bool set_number(const char* key, uint64_t value);
  /// Empty when there is none.
  std::string bytes(const char* key) const;
  bool set_bytes(const char* key, const std::string& value);
  bool erase(const char* key);
  bool erase_all();

 private:
  nvs_handle_t handle_ = 0;
};

}  // namespace sl::esp
