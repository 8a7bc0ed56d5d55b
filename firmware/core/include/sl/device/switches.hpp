// Bolt switches, door contact, exit button and tamper switch, without their bounce.
#pragma once
#include "sl/ports.hpp"

namespace sl {

class Switches {
 public:
  /// At power on what is read first counts at once.
  void start(const Inputs& now) { stable_ = raw_ = now; }

  /// Takes what the inputs say now; true when something that is stable changed, and then `before` is what was.
  bool read(Ms now_ms, const Inputs& now, Inputs& before);
  const Inputs& stable() const { return stable_; }
  /// `unknown` between its ends, and when both switches say that it is theirs.
  BoltPosition bolt() const;
  /// When a change that was seen counts; `never` when there is none.
  Ms next_deadline_ms() const { return settles_at_ms_; }
  void count_anew(Ms by) { sl::count_anew(settles_at_ms_, by); }

 private:
  Inputs stable_;
  Inputs raw_;
  Ms settles_at_ms_ = never;
};

}  // namespace sl
