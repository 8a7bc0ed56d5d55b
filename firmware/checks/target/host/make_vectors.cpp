// Writes packages/protocol/vectors as C++ constants for machines that read no files: make_vectors OUT.cpp
#include <cstdio>
#include <fstream>

#include "cpp_text.hpp"
#include "sl/codec/cose.hpp"
#include "sodium_crypto.hpp"
#include "verdict.hpp"

namespace {

using namespace sl;
using namespace sl::target;
using sl::test::Json;
using sl::test::read_vectors;

/// libsodium, and the names of what it said yes to.
class Recording final : public ICrypto {
 public:
  void sha256(ByteView data, Hash& hash) override { real_.sha256(data, hash); }
  void hmac_sha256(ByteView key, const ByteView* pieces, size_t count, Hash& mac) override {
    real_.hmac_sha256(key, pieces, count, mac);
  }
  bool ed25519_verify(const Bytes<32>& public_key, ByteView message, const Bytes<64>& signature) override {
    const bool is_good = real_.ed25519_verify(public_key, message, signature);
    if (is_good) good.push_back(verdict_name(public_key, message, signature));
    return is_good;
  }
  std::vector<Hash> good;

 private:
  linux_port::SodiumCrypto real_;
};

CppText out;
Recording crypto;

template <class Row>
std::vector<std::string> rows_of(const Json& list, Row row) {
  std::vector<std::string> rows;
  for (const Json& vector : list) rows.push_back(row(vector));
  return rows;
}
std::vector<std::string> both(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
std::string flag(bool value) { return value ? "true" : "false"; }

std::string expected_of(const Json& vector) {
  const std::string error = vector.value("error", "good");
  return "Expected::" + (error == "good" || error == "bad_mac" || error == "hash_mismatch" ? error : "refused");
}

void write_codec() {
  const Json &cbor = read_vectors("cbor"), &messages = read_vectors("messages"), &topics = read_vectors("topics");
  const auto item = [](bool is_good) {
    return [=](const Json& v) { return out.hex(v, "bytes") + ", " + flag(is_good); };
  };
  out.table("CborVector", "cbor_vectors", both(rows_of(cbor["valid"], item(true)), rows_of(cbor["invalid"], item(false))));
  const auto message = [&](bool is_good) {
    return [=](const Json& v) { return out.text(v, "message") + ", " + item(is_good)(v); };
  };
  out.table("MessageVector", "message_vectors",
            both(rows_of(messages["valid"], message(true)), rows_of(messages["invalid"], message(false))));
  const std::string latch = read_vectors("device-id")["valid"][0]["id"];
  const auto topic = [&](const Json& v) {
    return out.text(v, "topic") + ", " + out.text(v.value("device", latch)) + ", " + out.text(v, "name");
  };
  out.table("TopicVector", "topic_vectors", both(rows_of(topics["valid"], topic), rows_of(topics["invalid"], topic)));
}

void write_uplinks() {
  std::vector<std::string> rows;
  for (const char* file : {"uplink", "frames"}) {
    for (const char* list : {"valid", "invalid"}) {
      const auto row = [&](const Json& v) {
        return out.text(v, "device") + ", " + out.text(v, "topic") + ", " + out.hex(v, "key") + ", " +
               std::to_string(v.value("keyVersion", 0)) + ", " + out.hex(v, "payload") + ", " + out.hex(v, "bytes") + ", " +
               expected_of(v) + ", " + flag(std::string(file) == "frames");
      };
      rows = both(rows, rows_of(read_vectors(file)[list], row));
    }
  }
  out.table("UplinkVector", "uplink_vectors", rows);
}

CommandKeys keys_of(const Json& object) {
  CommandKeys keys;
  for (const Json& slot : object["keys"]) {
    CommandKey key;
    if (!key.kid.assign(test::view(test::unhex(slot["kid"]))) ||
        !key.public_key.assign(test::view(test::unhex(slot["publicKey"]))) || !keys.add(key)) {
      throw std::runtime_error("no keys of two slots: " + object.dump());
    }
  }
  return keys;
}

std::string keys_text(const Json& object) {
  std::string rows;
  for (const Json& slot : object["keys"]) rows += "{" + out.hex(slot, "kid") + ", " + out.hex(slot, "publicKey") + "}, ";
  return "{" + rows + "}";
}

/// Asks libsodium, by way of the core, what the machine will ask.
void record(const Json& device, const test::Memory& bytes, bool is_command) {
  static Downlink message;
  message.assign(test::view(bytes));
  const DeviceId self = test::device_id(device["self"]);
  if (is_command) open_command(crypto, keys_of(device), self, message);
  else open_desired(crypto, keys_of(device), self, message);
}

void write_signed() {
  std::vector<std::string> rows;
  for (const char* file : {"commands", "desired"}) {
    const bool is_command = std::string(file) == "commands";
    for (const char* list : {"valid", "invalid"}) {
      const auto row = [&](const Json& v) {
        record(v, test::unhex(v["bytes"]), is_command);
        return out.text(v, "self") + ", " + keys_text(v) + ", " + out.hex(v, "bytes") + ", " + out.text(v, "reason") + ", " +
               flag(is_command);
      };
      rows = both(rows, rows_of(read_vectors(file)[list], row));
    }
  }
  out.table("SignedVector", "signed_vectors", rows);
}

void write_peer() {
  const Json& peer = read_vectors("peer");
  const auto row = [](const Json& v) { return out.hex(v, "key") + ", " + out.hex(v, "bytes") + ", " + expected_of(v); };
  out.table("PeerVector", "peer_vectors", both(rows_of(peer["valid"], row), rows_of(peer["invalid"], row)));
  std::vector<std::string> steps;
  const Json& window = peer["counters"][0];
  for (size_t i = 0; i < window["counter"].size(); ++i) {
    steps.push_back(window["counter"][i].dump() + ", " + window["accepted"][i].dump());
  }
  out.table("WindowStep", "window_steps", steps);
}

void write_guard(const char* name) {
  const Json& device = read_vectors("guard")[name];
  const auto step = [&](const Json& s) {
    if (s.contains("command")) record(device, test::unhex(s["command"]), true);
    return s["atMs"].dump() + ", " + out.hex(s, "tap") + ", " + out.hex(s, "command") + ", " + out.hex(s, "fresh") + ", " +
           out.text(s, "bolt") + ", " + flag(s.value("retained", false)) + ", " + flag(s.contains("moves")) + ", " +
           flag(s.value("moves", false)) + ", " + out.text(s, "result") + ", " + out.hex(s, "nonce");
  };
  const auto one = [&](const Json& c) {
    return out.text(c, "name") + ", " + out.list("GuardStep", rows_of(c["steps"], step));
  };
  const std::string cases = out.list("GuardCase", rows_of(device["cases"], one));
  const std::string paired = device.contains("pairedWith") ? device["pairedWith"][0].get<std::string>() : "";
  const std::string head = "{" + out.text(device, "self") + ", " + keys_text(device) + ", ";
  out.line("extern const GuardDevice guard_" + std::string(name) + head + out.hex(device, "boot") + ", " +
           out.text(paired) + ", " + cases + "};");
}

void write_verdicts() {
  std::vector<std::string> rows;
  for (const Hash& name : crypto.good) {
    const std::string bytes = out.bytes({name.data, name.data + sizeof name.data});
    rows.push_back(bytes.substr(1, bytes.size() - 2));
  }
  out.table("ByteView", "good_signatures", rows);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: make_vectors OUT.cpp\n");
    return 2;
  }
  write_codec();
  write_uplinks();
  write_signed();
  write_peer();
  write_guard("latch");
  write_guard("camera");
  write_verdicts();
  std::ofstream file(argv[1]);
  file << "// Made by make_vectors from packages/protocol/vectors.\n#include \"vectors.hpp\"\nnamespace sl::target {\n"
       << out.all() << "}  // namespace sl::target\n";
  return file.good() ? 0 : 1;
}
