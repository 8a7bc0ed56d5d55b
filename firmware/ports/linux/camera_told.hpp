// What a camera does, as events at the rig's socket and as lines of the log.
#pragma once
#include "board.hpp"
#include "sl/device/camera_trace.hpp"

namespace sl::linux_port {

class CameraTold final : public CameraTrace {
 public:
  explicit CameraTold(Board& board) : board_(board) {}

  void connected(uint64_t connection) override;
  void dropped(Topic topic, ByteView bytes) override;
  void woken(const DeviceId& by, const Id16& nonce) override;
  void verified(Op op, const Id16& command_id) override;
  void refused(Op op, const Id16* command_id, Reason reason) override;
  void configuration_refused(Configured why) override;
  void result(Op op, const CaptureResult& result) override;
  void frame(const Id16& nonce, uint64_t sequence, size_t bytes) override;
  void poor(const Id16& nonce, const Measures& measures, PictureFault fault) override;
  void blind(const Id16& nonce) override;

 private:
  void tell(const char* name, const Json& fields) { board_.socket.tell(name, fields); }

  Board& board_;
};

}  // namespace sl::linux_port
