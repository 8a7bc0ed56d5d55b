// Writes the seeds of every fuzz target, from packages/protocol/vectors: make_corpus FOLDER
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "support/vectors.hpp"

namespace {

using sl::test::Json;
using sl::test::Memory;
using sl::test::read_vectors;
using sl::test::unhex;

std::filesystem::path root;

void seed(const std::string& target, const Memory& bytes) {
  static std::map<std::string, int> count;
  const auto folder = root / target;
  std::filesystem::create_directories(folder);
  std::ofstream file(folder / std::to_string(count[target]++), std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!file) throw std::runtime_error("cannot write " + folder.string());
}

template <class Each>
void each_vector(std::initializer_list<const char*> files, Each each) {
  for (const char* file : files) {
    for (const char* list : {"valid", "invalid"}) {
      for (const Json& vector : read_vectors(file)[list]) each(vector);
    }
  }
}

void seed_cbor() {
  each_vector({"cbor", "messages", "uplink", "frames"}, [](const Json& v) { seed("cbor", unhex(v["bytes"])); });
}

/// In front of each command the circumstances of cose_command.cpp: none, a tap, this boot.
void seed_commands() {
  const auto one = [](Memory bytes) {
    for (const uint8_t circumstances : Memory{0, 1, 32}) {
      Memory input = bytes;
      input.insert(input.begin(), circumstances);
      seed("cose_command", input);
    }
  };
  each_vector({"commands", "desired"}, [&](const Json& v) { one(unhex(v["bytes"])); });
  for (const Json& played : read_vectors("guard")["latch"]["cases"]) {
    for (const Json& step : played["steps"]) {
      if (step.contains("command")) one(unhex(step["command"]));
    }
  }
}

void seed_peer() {
  each_vector({"peer"}, [](const Json& v) { seed("peer_frame", unhex(v["bytes"])); });
}

/// Preamble, start code, length and its checksum, PN532 to host, checksum, postamble (UM0701-02, 6.2.1.1).
Memory answer(Memory data) {
  data.insert(data.begin(), 0xd5);
  const auto size = static_cast<uint8_t>(data.size());
  Memory frame = {0x00, 0x00, 0xff, size, static_cast<uint8_t>(0x100 - size)};
  uint8_t sum = 0;
  for (const uint8_t byte : data) sum = static_cast<uint8_t>(sum + byte);
  frame.insert(frame.end(), data.begin(), data.end());
  frame.push_back(static_cast<uint8_t>(0x100 - sum));
  frame.push_back(0x00);
  return frame;
}

/// A file of one URI record, in parts as read_as_file of pn532_frame.cpp takes them: a size, then so many bytes.
Memory file_read(const std::string& url) {
  Memory file = {0, static_cast<uint8_t>(url.size() + 5), 0xd1, 0x01, static_cast<uint8_t>(url.size() + 1), 0x55, 0x04};
  file.insert(file.end(), url.begin(), url.end());
  const Memory ok = {0x90, 0x00};
  Memory input;
  const auto part = [&](Memory data) {
    data.insert(data.end(), ok.begin(), ok.end());
    input.push_back(static_cast<uint8_t>(data.size()));
    input.insert(input.end(), data.begin(), data.end());
  };
  part({});
  part({});
  part({0x00, 0x17, 0x20, 0x01, 0x00, 0x00, 0xff, 0x04, 0x06, 0xe1, 0x04, 0x01, 0x00, 0x00, 0x00});
  part({});
  part({file.begin(), file.begin() + 2});
  for (size_t at = 2; at < file.size(); at += 59) {
    part({file.begin() + static_cast<std::ptrdiff_t>(at),
          file.begin() + static_cast<std::ptrdiff_t>(std::min(at + 59, file.size()))});
  }
  return input;
}

/// No vectors speak of the reader's chip: examples of the manual (UM0701-02, 6.2 and 7.3), and the tap URL of the protocol.
void seed_pn532() {
  const std::string digits = "884121c9ae6b602c2ae531308785c2ca", mac = "36e22142d8058874";
  for (const Memory& input :
       {Memory{0x00, 0x00, 0xff, 0x00, 0xff, 0x00}, Memory{0x00, 0x00, 0xff, 0xff, 0x00, 0x00},
        Memory{0x00, 0x00, 0xff, 0x01, 0xff, 0x7f, 0x81, 0x00}, answer({0x03, 0x32, 0x01, 0x06, 0x07}), answer({0x15}),
        answer({0x4b, 0x00}),
        answer({0x4b, 0x01, 0x01, 0x03, 0x44, 0x20, 0x07, 0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6, 0x06, 0x75, 0x77, 0x81,
                0x02, 0x80}),
        answer({0x41, 0x00, 0x90, 0x00}), answer({0x41, 0x01}), file_read("door.example/t?k=1&p=" + digits + "&c=" + mac)}) {
    seed("pn532_frame", input);
  }
}

/// Scripts of the journal's target, each cut at another place: appends of rising sizes, marks between them, a spoilt byte.
void seed_journal() {
  for (uint8_t how = 0; how < 9; ++how) {
    Memory script{how, static_cast<uint8_t>(how * 9), how};
    for (uint8_t i = 0; i < 60; ++i) {
      script.insert(script.end(), {static_cast<uint8_t>(i % 5 == 4 ? 2 : 0), static_cast<uint8_t>(i * 5 + how)});
    }
    script.insert(script.end(), {3, static_cast<uint8_t>(how * 20)});
    seed("journal_reopen", script);
  }
  // A flash whose first sector was opened: kind, version, size of the body, number; the target makes the CRCs right.
  Memory flash{1, 20, 7, 'S', 1, 48, 0, 9};
  flash.resize(3 + 68);
  flash.insert(flash.end(), {'E', 18, 60, 0, 9});
  flash.resize(3 + 68 + 80);
  seed("journal_reopen", flash);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: make_corpus FOLDER\n");
    return 2;
  }
  root = argv[1];
  std::filesystem::remove_all(root);
  seed_cbor();
  seed_commands();
  seed_peer();
  seed_pn532();
  seed_journal();
  return 0;
}
