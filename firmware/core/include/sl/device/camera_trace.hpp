// What a camera tells whoever watches it: a log, a test, the rig. Names are those of device-sim/src/trace.ts.
#pragma once
#include "sl/camera/state.hpp"
#include "sl/settings/settings.hpp"

namespace sl {

/// A watcher overrides what it wants to hear. It starts nothing from inside.
class CameraTrace : public Port {
 public:
  virtual void connected(uint64_t /*connection*/) {}
  /// Given up: too old, or pushed out of a full outbox. Of a frame without its bytes.
  virtual void dropped(Topic, ByteView) {}
  virtual void woken(const DeviceId& /*by*/, const Id16& /*nonce*/) {}
  virtual void verified(Op, const Id16& /*command_id*/) {}
  virtual void refused(Op, const Id16* /*command_id*/, Reason) {}
  virtual void configuration_refused(Configured) {}
  virtual void result(Op, const CaptureResult&) {}
  /// Sealed and on its way to the broker.
  virtual void frame(const Id16& /*nonce*/, uint64_t /*sequence*/, size_t /*bytes*/) {}
  /// No picture was good enough: the best one's measures, and its fault.
  virtual void poor(const Id16& /*nonce*/, const Measures&, PictureFault) {}
  /// The lens gave nothing.
  virtual void blind(const Id16& /*nonce*/) {}
};

}  // namespace sl
