// The camera as a Linux process: the core of the boards on a board of this folder, with files in place of a sensor. One
// thread, one round after the other; see README.md for the socket.
#include <unistd.h>

#include <cstdio>

#include "camera_told.hpp"
#include "lens.hpp"
#include "sl/device/camera_device.hpp"
#include "udp_peer.hpp"

namespace sl::linux_port {

namespace {

/// As after SIGKILL.
constexpr int power_cut_status = 137;

class Camerad {
 public:
  explicit Camerad(const Arguments& arguments)
      : board_(arguments, "camerad", "camera"),
        peer_(arguments.peer_port),
        device_(ports(), facts(), board_.keys(), {frame_memory_.data(), frame_memory_.size()}) {
    if (!journal_.open()) throw std::runtime_error("the flash in " + arguments.state + " is too small for a journal");
  }

  void run() {
    device_.boot();
    while (!stop_is_wanted()) round();
    device_.close();
    board_.close();
  }

 private:
  void round() {
    board_.wait(device_.next_deadline_ms(), peer_.fd());
    hear_broker();
    hear_latches();
    board_.socket.serve([this](const Json& question) { obey(question); });
    device_.tick();
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
          device_.received({mail->topic.data(), mail->topic.size()}, downlink_, mail->retained);
          break;
      }
    }
  }

  void hear_latches() {
    PeerBytes answer;
    while (const auto datagram = peer_.receive()) {
      if (device_.peer_frame(datagram->bytes(), answer)) peer_.answer(*datagram, answer);
    }
  }

  /// One line of the rig's socket.
  void obey(const Json& question) {
    const std::string what = question.at("do");
    if (what == "lens") return show(question);
    if (what == "link") return board_.mqtt.wifi(question.at("up"));
    if (what == "power cut") return cut_power(question);
    if (what == "state") return tell_state();
    throw std::runtime_error("a camera knows lens, link, power cut and state");
  }

  void show(const Json& question) {
    if (question.value("silent", false)) return lens_.show({});
    lens_.show(question.at("files").get<std::vector<std::string>>());
  }

  void cut_power(const Json& question) {
    if (!question.contains("afterBytes")) _exit(power_cut_status);
    board_.flash.power_cut_after(question["afterBytes"]);
  }

  void tell_state() {
    const std::string phase = name_of(device_.state().phase).data;
    board_.socket.tell("state", {{"device", board_.identity.device_text()},
                                 {"phase", phase},
                                 {"link", device_.link().is_up()},
                                 {"connection", device_.link().connection()},
                                 {"peerPort", peer_.port()}});
  }

  CameraPorts ports() {
    return {board_.clock, board_.rng, board_.crypto, lens_, board_.link, journal_, settings_, sequence_, told_};
  }
  BoardFacts facts() const {
    return {board_.identity.device, "camerad", firmware_version, "power_on", NfcPower::mains};
  }

  Board board_;
  Lens lens_{board_.clock};
  UdpPeer peer_;
  StoredCounter journal_floor_{board_.records, RecordKey::sequence_floor};
  Journal journal_{FlashArea(board_.flash, 0, limits::journal_sectors), board_.crypto, journal_floor_};
  Settings settings_{board_.crypto, board_.records, board_.identity.device, Party::camera};
  StoredCounter sequence_store_{board_.records, RecordKey::counter};
  RisingCounter sequence_{sequence_store_};
  CameraTold told_{board_};
  std::vector<uint8_t> frame_memory_ = std::vector<uint8_t>(limits::frame_bytes);
  CameraDevice device_;
  Downlink downlink_;
};

}  // namespace

}  // namespace sl::linux_port

int main(int count, char** values) {
  try {
    sl::linux_port::Camerad(sl::linux_port::parse_arguments(count, values)).run();
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "camerad: %s\n", error.what());
    return 1;
  }
}
