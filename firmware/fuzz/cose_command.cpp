// Any bytes as a signed command to a latch. The fuzzer cannot forge a signature, so every signature counts as good here: what
// is left is all that stands behind it. The first byte says what the latch knows and how the command comes.
#include "require.hpp"
#include "sl/latch/step.hpp"

using namespace sl;
using sl::fuzz::require;

namespace {

/// Says yes, and remembers what it was asked.
class Agreeing final : public ICrypto {
 public:
  void sha256(ByteView, Hash&) override { abort(); }
  void hmac_sha256(ByteView, const ByteView*, size_t, Hash&) override { abort(); }
  bool ed25519_verify(const Bytes<32>&, ByteView message, const Bytes<64>&) override {
    ++asked;
    signed_bytes = message;
    return true;
  }
  int asked = 0;
  ByteView signed_bytes;
};

class Watched final : public LatchEffects {
 public:
  void publish_tap(const Presented&) override {}
  void show(Shown) override {}
  void drive(BoltTarget to) override { opened = opened || to == BoltTarget::unlocked; }
  void verified(Op, const Id16&, const Optional<Id16>&) override { ++accepted; }
  void result(Op, const CommandResult& result) override { require(result.ok || result.ended != Ended::done); }
  void refused(Op, const Id16*, Reason) override { ++refusals; }
  void event(Topic, EventKind, const Details&) override {}
  void report() override {}
  void reboot() override {}
  bool opened = false;
  int accepted = 0;
  int refusals = 0;
};

/// The keys and names of packages/protocol/vectors/commands.json, whose commands are the seeds.
constexpr const char* self_text = "m7vbuluf7aamru6izpc4eucdhu";
constexpr uint8_t kids[2][8] = {{0x17, 0x18, 0xb5, 0xa0, 0x03, 0x22, 0xfe, 0xdc},
                                {0xac, 0xea, 0xda, 0xef, 0x19, 0x18, 0xfe, 0xa6}};

CommandKeys keys() {
  CommandKeys slots;
  for (const auto& kid : kids) {
    CommandKey slot;
    slot.kid.assign({kid, sizeof kid});
    slots.add(slot);
  }
  return slots;
}

template <class Message>
void check_opened(const Opened<Message>& opened, const Agreeing& crypto, const DeviceId& self) {
  require(crypto.asked <= 1);
  if (!opened.ok) return require(opened.reason != Reason::wrong_device || crypto.asked == 1);
  require(crypto.asked == 1 && opened.message.device.text() == self.text());
  // What was signed ends with the message: there is one encoding of it only.
  uint8_t memory[1024];
  const ByteView again = encode(opened.message, memory);
  require(!again.empty() && again.size < crypto.signed_bytes.size);
  require(crypto.signed_bytes.from(crypto.signed_bytes.size - again.size) == again);
}

enum Circumstance : uint8_t { tapped = 1, late = 2, retained = 4, used = 8, jammed = 16, this_boot = 32, other_topic = 64 };

void arrive(LatchState& state, Ms now, const Arrived& arrived, Watched& watched) {
  step(state, now, LatchEvent::commanded(arrived), watched);
}

void obey(const Opened<Command>& opened, uint8_t circumstances) {
  LatchState state;
  Watched before;
  const Command& command = opened.message;
  if (circumstances & this_boot) state.boot = command.boot;
  step(state, 0, LatchEvent::booted(circumstances & jammed ? BoltPosition::unknown : BoltPosition::locked, false), before);
  Presented tap;
  tap.nonce = command.nonce;
  if (circumstances & tapped) step(state, 10, LatchEvent::tapped(tap), before);
  Arrived arrived;
  arrived.opened = opened;
  arrived.retained = circumstances & retained;
  arrived.topic_op = circumstances & other_topic ? Op::lock : command.op;
  const Ms now = circumstances & late ? 10 + limits::await_decision_ms + 1 : 20;
  if (circumstances & used) arrive(state, now, arrived, before);
  Watched watched;
  arrive(state, now, arrived, watched);
  const bool may_open = opened.ok && command.op == Op::unlock && command.nonce_bound && (circumstances & tapped) &&
                        !(circumstances & (late | retained | used));
  require(may_open || !watched.opened);
  require(opened.ok || (watched.accepted == 0 && watched.refusals <= 1));
  require(next_deadline_ms(state) >= now);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  if (size == 0) return 0;
  const ByteView input = ByteView{bytes, size}.from(1);
  DeviceId self;
  require(self.assign(self_text));
  static Downlink message;
  {
    Agreeing crypto;
    message.assign(input);
    check_opened(open_desired(crypto, keys(), self, message), crypto, self);
  }
  Agreeing crypto;
  message.assign(input);
  const Opened<Command> opened = open_command(crypto, keys(), self, message);
  check_opened(opened, crypto, self);
  obey(opened, bytes[0]);
  return 0;
}
