// What a latch tells whoever watches it: a log, a test, the rig. Names are those of device-sim/src/trace.ts.
#pragma once
#include "sl/latch/state.hpp"
#include "sl/nfc/nfc_reader.hpp"
#include "sl/settings/settings.hpp"

namespace sl {

/// A watcher overrides what it wants to hear. It starts nothing from inside.
class LatchTrace : public Port {
 public:
  virtual void connected(uint64_t /*connection*/) {}
  /// Given up: too old, or pushed out of a full outbox.
  virtual void dropped(Topic, ByteView) {}
  /// The tap is on its way to the broker.
  virtual void tapped(const TapMessage&) {}
  /// Two cards were there, or one that could not be read.
  virtual void unread(NfcEventKind /*why*/) {}
  /// A card was read, and the latch was in no phase to ask about it.
  virtual void untapped(Phase) {}
  virtual void shown(Shown) {}
  virtual void moving(BoltTarget /*to*/) {}
  /// The bolt's switch says so.
  virtual void moved(BoltTarget /*at*/) {}
  virtual void verified(Op, const Id16& /*command_id*/, const Optional<Id16>& /*nonce*/) {}
  virtual void refused(Op, const Id16* /*command_id*/, Reason) {}
  virtual void configuration_refused(Configured) {}
  virtual void phase(Phase /*from*/, Phase /*to*/) {}
  virtual void result(Op, const CommandResult&) {}
  virtual void event(EventKind, uint64_t /*sequence*/) {}
};

}  // namespace sl
