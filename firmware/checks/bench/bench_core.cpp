// Times of the core on this machine, for `pnpm bench firmware`: one JSON object, ms by name, a list of samples each.
#include <chrono>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>

#include "sl/latch/step.hpp"
#include "sodium_crypto.hpp"
#include "support/signed.hpp"

namespace {

using namespace sl;
using namespace sl::test;

constexpr int samples = 500;
constexpr int warm_up = 50;

linux_port::SodiumCrypto crypto;
Json results;

struct Work {
  const char* name;
  int batch;
  std::function<void()> once;
};

/// Each sample is the mean of a batch of calls, so that the clock itself weighs nothing. Several works take turns, so that
/// what disturbs the machine meets them alike.
void measure(const std::vector<Work>& works) {
  std::vector<std::vector<double>> all(works.size());
  for (int n = -warm_up; n < samples; ++n) {
    for (size_t w = 0; w < works.size(); ++w) {
      const auto began = std::chrono::steady_clock::now();
      for (int i = 0; i < works[w].batch; ++i) works[w].once();
      const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
      if (n >= 0) all[w].push_back(took.count() / works[w].batch);
    }
  }
  for (size_t w = 0; w < works.size(); ++w) results[works[w].name] = all[w];
}

/// Hears everything and does nothing.
class Nobody final : public LatchEffects {
 public:
  void publish_tap(const Presented&) override { ++heard; }
  void show(Shown) override { ++heard; }
  void drive(BoltTarget) override { ++heard; }
  void verified(Op, const Id16&, const Optional<Id16>&) override { ++heard; }
  void result(Op, const CommandResult&) override { ++heard; }
  void refused(Op, const Id16*, Reason) override { ++heard; }
  void event(Topic, EventKind, const Details&) override { ++heard; }
  void report() override { ++heard; }
  void reboot() override { ++heard; }
  long heard = 0;
};

/// Looks at the signature that the core asks about, so that it can be timed alone.
class Overheard final : public ICrypto {
 public:
  void sha256(ByteView data, Hash& hash) override { crypto.sha256(data, hash); }
  void hmac_sha256(ByteView secret, const ByteView* pieces, size_t count, Hash& mac) override {
    crypto.hmac_sha256(secret, pieces, count, mac);
  }
  bool ed25519_verify(const Bytes<32>& public_key, ByteView message, const Bytes<64>& signature) override {
    key = public_key;
    proof = signature;
    bytes.assign(message.begin(), message.end());
    return true;
  }
  Bytes<32> key;
  Bytes<64> proof;
  Memory bytes;
};

void verify_times(const Json& vector) {
  const Memory bytes = unhex(vector["bytes"]);
  const CommandKeys keys = keys_of(vector);
  const DeviceId self = device_id(vector["self"]);
  static Downlink message;
  Overheard overheard;
  message.assign(view(bytes));
  open_command(overheard, keys, self, message);
  const auto open = [&](ICrypto& with) {
    message.assign(view(bytes));
    if (!open_command(with, keys, self, message).ok) throw std::runtime_error("a valid command was refused");
  };
  measure({{"open.command", 1, [&] { open(crypto); }},
           {"open.without-ed25519", 20, [&] { open(overheard); }},
           {"bare.ed25519", 1,
            [&] { crypto.ed25519_verify(overheard.key, view(overheard.bytes), overheard.proof); }}});
}

void seal_times() {
  const Json& vector = read_vectors("uplink")["valid"][0];
  TapMessage tap;
  const Memory payload = unhex(vector["payload"]);
  if (decode(view(payload), tap) != Status::ok) throw std::runtime_error("uplink.json begins with a tap");
  const DeviceId device = device_id(vector["device"]);
  const UplinkKey key{vector["keyVersion"], fixed<32>(vector["key"])};
  uint8_t out[512];
  const Memory text(payload.size() + 64);
  Hash mac;
  const ByteView piece = view(text);
  measure({{"seal.tap", 20, [&] { seal_message(crypto, key, device, Topic::nfc_tap, tap, out); }},
           {"bare.hmac", 20, [&] { crypto.hmac_sha256(key.key, &piece, 1, mac); }}});
}

/// A tap, its unlock, the bolt's switch, and locked again: the steps of one opening, without the crypto around them.
void step_times(const Json& vector) {
  Nobody nobody;
  Presented tap;
  static Downlink message;
  const Memory bytes = unhex(vector["bytes"]);
  message.assign(view(bytes));
  Arrived arrived;
  arrived.opened = open_command(crypto, keys_of(vector), device_id(vector["self"]), message);
  arrived.topic_op = Op::unlock;
  Command& command = arrived.opened.message;
  LatchState state;
  step(state, 0, LatchEvent::booted(BoltPosition::locked, false), nobody);
  Ms now = 0;
  uint64_t count = 0;
  const auto next_number = [&](Id16& id) { memcpy(id.data, &count, sizeof count); };
  const auto open_and_lock = [&] {
    if (now > clock_turn_ms) {
      state.count_anew(now);
      now = 0;
    }
    ++count;
    next_number(tap.nonce);
    command.nonce = tap.nonce;
    next_number(command.command_id);
    step(state, now += 1, LatchEvent::tapped(tap), nobody);
    step(state, now += 1, LatchEvent::commanded(arrived), nobody);
    step(state, now += 1, LatchEvent::bolt_at(BoltTarget::unlocked), nobody);
    step(state, now += limits::auto_relock_ms, LatchEvent::tick(), nobody);
    step(state, now += 1, LatchEvent::bolt_at(BoltTarget::locked), nobody);
    if (state.phase != Phase::Locked) throw std::runtime_error("the door did not open and lock");
  };
  measure({{"step.opening", 20, open_and_lock},
           {"step.tick", 1000, [&] { step(state, now, LatchEvent::tick(), nobody); }}});
}

}  // namespace

int main() {
  const Json& unlock = read_vectors("commands")["valid"][0];
  verify_times(unlock);
  seal_times();
  step_times(unlock);
  std::printf("%s\n", results.dump().c_str());
  return 0;
}
