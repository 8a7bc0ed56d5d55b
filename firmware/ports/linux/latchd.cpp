// The latch as a Linux process: the core of the boards on a board of this folder, with the rig in place of servo, switches
// and reader. One thread, one round after the other; see README.md for the socket.
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "latch_told.hpp"
#include "rig.hpp"
#include "sl/device/latch_device.hpp"
#include "udp_peer.hpp"

namespace sl::linux_port {

namespace {

/// Somebody holds a card to the reader for so long, unless the line says otherwise.
constexpr ClockMs card_stays_ms = 400;
/// As after SIGKILL.
constexpr int power_cut_status = 137;

LatchTiming timing_of(const Arguments& arguments) {
  LatchTiming timing;
  timing.bolt_ms = static_cast<Ms>(arguments.travel_ms) + limits::bolt_slack_ms;
  return timing;
}

/// A reboot keeps the process and loses what was in RAM; it is done between two rounds.
class RebootWish final : public ISleep {
 public:
  void sleep_until(ClockMs) override {}
  void reboot() override { wanted_ = true; }
  bool take() {
    const bool was = wanted_;
    wanted_ = false;
    return was;
  }

 private:
  bool wanted_ = false;
};

class Latchd {
 public:
  explicit Latchd(const Arguments& arguments)
      : board_(arguments, "latchd", "latch"),
        rig_(board_.clock, arguments.travel_ms, arguments.state + "/rig.json"),
        device_(ports(), facts(), board_.keys(), timing_of(arguments)) {
    if (!journal_.open()) throw std::runtime_error("the flash in " + arguments.state + " is too small for a journal");
  }

  void run() {
    device_.boot();
    while (!stop_is_wanted()) round();
    device_.close();
    board_.close();
    rig_.remember();
  }

 private:
  void round() {
    const ClockMs next_ms = std::min(device_.next_deadline_ms(), rig_.next_change_ms());
    board_.wait(next_ms, peer_.fd());
    hear_broker();
    while (const auto datagram = peer_.receive()) device_.peer_frame(datagram->bytes());
    board_.socket.serve([this](const Json& question) { obey(question); });
    rig_.step();
    device_.tick();
    if (reboot_.take()) device_.boot();
    if (board_.look_after_keys(device_.wants_keys())) device_.use_keys(board_.keys());
  }

  void hear_broker() {
    while (const auto mail = board_.mqtt.take()) {
      switch (mail->kind) {
        case LinkMail::Kind::opened:
          break;  // the device sees that for itself
        case LinkMail::Kind::lost:
          board_.socket.tell("disconnected", {{"why", mail->why}});
          board_.log.warn("not connected", {{"why", mail->why}});
          break;
        case LinkMail::Kind::acked:
          board_.link.acked(mail->packet);
          device_.acked(mail->packet);
          break;
        case LinkMail::Kind::message:
          board_.tell_received(*mail);
          downlink_.assign({mail->bytes.data(), mail->bytes.size()});
          told_.command_arrived();
          device_.received({mail->topic.data(), mail->topic.size()}, downlink_, mail->retained);
          break;
      }
    }
  }

  /// One line of the rig's socket.
  void obey(const Json& question) {
    const std::string what = question.at("do");
    if (what == "present") return present(question);
    if (what == "resend") return board_.link.resend_tap(question.at("tapId"));
    if (what == "door") return rig_.door(question.at("open"));
    if (what == "exit") return rig_.press_exit();
    if (what == "tamper") return rig_.tamper(question.at("open"));
    if (what == "jam") return rig_.stick(question.at("stuck"));
    if (what == "neighbour") return peer_.neighbour(question.at("device"), question.at("peerPort"));
    if (what == "link") return board_.mqtt.wifi(question.at("up"));
    if (what == "power cut") return cut_power(question);
    if (what == "state") return tell_state();
    throw std::runtime_error("a latch knows present, resend, door, exit, tamper, jam, neighbour, link, power cut and state");
  }

  void present(const Json& question) {
    const ClockMs stay_ms = question.value("ms", card_stays_ms);
    rig_.present(question.contains("uid") ? card_with_uid(question["uid"]) : card_with_url(question.at("url")), stay_ms);
  }

  void cut_power(const Json& question) {
    if (question.contains("afterBytes")) {
      return board_.flash.power_cut_after(question["afterBytes"], [this] { rig_.remember(); });
    }
    rig_.remember();
    _exit(power_cut_status);
  }

  void tell_state() {
    const std::string phase = name_of(device_.state().phase).data;
    board_.socket.tell("state", {{"device", board_.identity.device_text()},
                                 {"phase", phase},
                                 {"link", device_.link().is_up()},
                                 {"connection", device_.link().connection()}});
  }

  LatchPorts ports() {
    return {board_.clock, board_.rng, board_.crypto, rig_.nfc, rig_,      rig_,  rig_,
            board_.link,  peer_,      reboot_,       journal_, settings_, wakes_, told_};
  }
  BoardFacts facts() const { return {board_.identity.device, "latchd", firmware_version, "power_on", NfcPower::mains}; }

  Board board_;
  Rig rig_;
  UdpPeer peer_{0};
  RebootWish reboot_;
  StoredCounter journal_floor_{board_.records, RecordKey::sequence_floor};
  Journal journal_{FlashArea(board_.flash, 0, limits::journal_sectors), board_.crypto, journal_floor_};
  Settings settings_{board_.crypto, board_.records, board_.identity.device, Party::latch};
  StoredCounter wake_store_{board_.records, RecordKey::counter};
  RisingCounter wakes_{wake_store_};
  LatchTold told_{board_};
  LatchDevice device_;
  Downlink downlink_;
};

}  // namespace

}  // namespace sl::linux_port

int main(int count, char** values) {
  try {
    sl::linux_port::Latchd(sl::linux_port::parse_arguments(count, values)).run();
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "latchd: %s\n", error.what());
    return 1;
  }
}
