// What a latch does, as events at the rig's socket and as lines of the log.
#pragma once
#include <chrono>

#include "board.hpp"
#include "sl/device/latch_trace.hpp"

namespace sl::linux_port {

class LatchTold final : public LatchTrace {
 public:
  explicit LatchTold(Board& board) : board_(board) {}

  /// A command is about to be opened: its verification is timed from here.
  void command_arrived() { arrived_ = std::chrono::steady_clock::now(); }

  void connected(uint64_t connection) override;
  void dropped(Topic topic, ByteView bytes) override;
  void tapped(const TapMessage& tap) override;
  void unread(NfcEventKind why) override;
  void untapped(Phase phase) override;
  void shown(Shown what) override;
  void moving(BoltTarget to) override;
  void moved(BoltTarget at) override;
  void verified(Op op, const Id16& command_id, const Optional<Id16>& nonce) override;
  void refused(Op op, const Id16* command_id, Reason reason) override;
  void configuration_refused(Configured why) override;
  void phase(Phase from, Phase to) override;
  void result(Op op, const CommandResult& result) override;
  void event(EventKind kind, uint64_t sequence) override;

 private:
  void tell(const char* name, const Json& fields) { board_.socket.tell(name, fields); }

  Board& board_;
  std::chrono::steady_clock::time_point arrived_;
};

}  // namespace sl::linux_port
