#include "udp_peer.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace sl::linux_port {

namespace {

sockaddr_in loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

UdpPeer::UdpPeer(uint16_t port) : fd_(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = loopback(port);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (fd_ < 0 || bind(fd_, generic, size) != 0 || getsockname(fd_, generic, &size) != 0) {
    const std::string why = std::strerror(errno);
    if (fd_ >= 0) ::close(fd_);
    throw std::runtime_error("no peer link on 127.0.0.1:" + std::to_string(port) + ": " + why +
                             "; give another --peer-port, or 0 for any free one");
  }
  port_ = ntohs(address.sin_port);
}

UdpPeer::~UdpPeer() { ::close(fd_); }

std::optional<Datagram> UdpPeer::receive() {
  Datagram datagram;
  socklen_t size = sizeof datagram.from;
  const ssize_t count = recvfrom(fd_, datagram.memory, sizeof datagram.memory, 0,
                                 reinterpret_cast<sockaddr*>(&datagram.from), &size);
  if (count < 0) return std::nullopt;
  datagram.size = static_cast<size_t>(count);
  return datagram;
}

bool UdpPeer::send(Text peer, ByteView frame) {
  const auto known = neighbours_.find(std::string(peer.data, peer.size));
  return known != neighbours_.end() && send_to(loopback(known->second), frame);
}

bool UdpPeer::send_to(const sockaddr_in& to, ByteView frame) {
  const auto* address = reinterpret_cast<const sockaddr*>(&to);
  const ssize_t sent = sendto(fd_, frame.data, frame.size, MSG_NOSIGNAL, address, sizeof to);
  return sent == static_cast<ssize_t>(frame.size);
}

}  // namespace sl::linux_port
