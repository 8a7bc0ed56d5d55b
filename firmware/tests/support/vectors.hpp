// The files of packages/protocol/vectors, the very ones that the TypeScript tests read. See their README.md.
#pragma once
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "sl/codec/topic.hpp"

namespace sl::test {

using Json = nlohmann::json;
using Memory = std::vector<uint8_t>;

/// The file, read once.
inline const Json& read_vectors(const std::string& name) {
  static std::map<std::string, Json> files;
  if (const auto known = files.find(name); known != files.end()) return known->second;
  std::ifstream file(std::string(VECTORS_FOLDER) + "/" + name + ".json");
  if (!file) throw std::runtime_error("no vectors " + name);
  return files[name] = Json::parse(file);
}

inline Memory unhex(const std::string& text) {
  Memory bytes;
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<uint8_t>(std::stoi(text.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

inline std::string hex(ByteView bytes) {
  static const char digits[] = "0123456789abcdef";
  std::string text;
  for (const uint8_t byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

inline ByteView view(const Memory& memory) { return {memory.data(), memory.size()}; }
inline Text text(const std::string& characters) { return {characters.data(), characters.size()}; }
inline std::string str(Text text) { return {text.data, text.size}; }

inline DeviceId device_id(const std::string& characters) {
  DeviceId id;
  if (!id.assign(text(characters))) throw std::runtime_error("no device id: " + characters);
  return id;
}

/// Calls `refuses` with every copy of the bytes that has one bit flipped, and with every proper beginning of them.
template <class Refuses>
void each_spoilt(const Memory& good, Refuses refuses) {
  for (size_t bit = 0; bit < good.size() * 8; ++bit) {
    Memory flipped = good;
    flipped[bit / 8] = static_cast<uint8_t>(flipped[bit / 8] ^ (0x80 >> bit % 8));
    refuses(flipped);
  }
  for (size_t size = 0; size < good.size(); ++size) {
    refuses(Memory(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)));
  }
}

}  // namespace sl::test
