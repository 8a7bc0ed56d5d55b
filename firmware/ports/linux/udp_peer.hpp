// IPeer on UDP: the boards of one machine as neighbours on loopback. It has no channels.
#pragma once
#include <netinet/in.h>

#include <map>
#include <optional>
#include <string>

#include "sl/peer/frame.hpp"

namespace sl::linux_port {

/// One that came in, and where to answer.
struct Datagram {
  /// A byte more than a frame has, so that one that is too long is seen to be.
  uint8_t memory[limits::peer_frame_bytes + 1] = {};
  size_t size = 0;
  sockaddr_in from{};

  ByteView bytes() const { return {memory, size}; }
};

class UdpPeer final : public IPeer {
 public:
  /// Listens on 127.0.0.1; 0 for any free port. Throws std::runtime_error when the port is taken.
  explicit UdpPeer(uint16_t port);
  ~UdpPeer();

  /// Readable when something came.
  int fd() const { return fd_; }
  uint16_t port() const { return port_; }
  /// From now on that device is reached at this port of loopback.
  void neighbour(const std::string& device, uint16_t port) { neighbours_[device] = port; }
  /// The next datagram that came; nothing when there is none. Never waits.
  std::optional<Datagram> receive();
  bool answer(const Datagram& to, ByteView frame) { return send_to(to.from, frame); }

  bool send(Text peer, ByteView frame) override;
  void set_channel(uint8_t) override {}

 private:
  bool send_to(const sockaddr_in& to, ByteView frame);

  int fd_ = -1;
  uint16_t port_ = 0;
  std::map<std::string, uint16_t> neighbours_;
};

}  // namespace sl::linux_port
