#include "control_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "system_ports.hpp"

namespace sl::linux_port {

namespace {

using Json = nlohmann::json;
constexpr int backlog = 16;

[[noreturn]] void fail(const std::string& path, const std::string& what) {
  throw std::runtime_error("the rig's socket " + path + " " + what);
}

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path)
    fail(path, "must have 1 to " + std::to_string(sizeof address.sun_path - 1) + " bytes: choose a shorter path");
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

/// A socket file outlives its process; one that nobody listens at may go.
void remove_dead(const std::string& path, const sockaddr_un& address) {
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int answer = connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const bool is_dead = answer != 0 && errno == ECONNREFUSED;
  close(probe);
  if (answer == 0) fail(path, "is another process's: stop that one, or choose another path");
  if (is_dead) unlink(path.c_str());
}

}  // namespace

ControlSocket::ControlSocket(const std::string& path) : path_(path) {
  const sockaddr_un address = address_of(path);
  remove_dead(path, address);
  fd_ = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const mode_t before = umask(0177);
  const int bound = bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  umask(before);
  if (bound == 0 && listen(fd_, backlog) == 0) return;
  const std::string reason = std::strerror(errno);
  close(fd_);
  fail(path, "cannot be opened: " + reason);
}

ControlSocket::~ControlSocket() {
  for (const Client& client : clients_) close(client.fd);
  close(fd_);
  unlink(path_.c_str());
}

void ControlSocket::watch(std::vector<pollfd>& waiting) const {
  if (clients_.size() < control_clients_max) waiting.push_back({fd_, POLLIN, 0});
  for (const Client& client : clients_) {
    const int writes = client.out.empty() ? 0 : POLLOUT;
    waiting.push_back({client.fd, static_cast<short>(POLLIN | writes), 0});
  }
}

void ControlSocket::serve(const Handler& handler) {
  accept_all();
  for (Client& client : clients_) read(client, handler);
  for (Client& client : clients_) send(client);
  drop_gone();
}

void ControlSocket::accept_all() {
  while (clients_.size() < control_clients_max) {
    const int fd = accept4(fd_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    clients_.emplace_back();
    clients_.back().fd = fd;
  }
}

void ControlSocket::read(Client& client, const Handler& handler) {
  char part[4096];
  const ssize_t count = recv(client.fd, part, sizeof part, 0);
  if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) client.gone = true;
  if (count <= 0) return;
  client.in.append(part, static_cast<size_t>(count));
  for (size_t end = client.in.find('\n'); end != std::string::npos; end = client.in.find('\n')) {
    const std::string line = client.in.substr(0, end);
    client.in.erase(0, end + 1);
    if (!line.empty()) answer(client, line, handler);
  }
  if (client.in.size() <= control_line_bytes_max) return;
  say(client, {{"ok", false}, {"problem", "a line has at most " + std::to_string(control_line_bytes_max) + " bytes"}});
  send(client);
  client.gone = true;
}

void ControlSocket::answer(Client& client, const std::string& line, const Handler& handler) {
  const Json question = Json::parse(line, nullptr, false);
  if (!question.is_object() || !question.contains("do") || !question["do"].is_string())
    return say(client, {{"ok", false}, {"problem", "say {\"do\":...} in one line of JSON; ports/linux/README.md lists them"}});
  try {
    handler(question);
    say(client, {{"ok", true}});
  } catch (const std::exception& error) {
    say(client, {{"ok", false}, {"problem", error.what()}});
  }
}

void ControlSocket::tell(const std::string& name, const Json& fields) {
  Json line = {{"event", name}, {"atMs", epoch_ms()}};
  line.update(fields);
  for (Client& client : clients_) {
    say(client, line);
    send(client);
  }
}

void ControlSocket::say(Client& client, const Json& line) {
  client.out += line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  if (client.out.size() > control_unread_bytes_max) client.gone = true;
}

void ControlSocket::send(Client& client) {
  while (!client.gone && !client.out.empty()) {
    const ssize_t count = ::send(client.fd, client.out.data(), client.out.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno != EAGAIN) client.gone = true;
    if (count <= 0) return;
    client.out.erase(0, static_cast<size_t>(count));
  }
}

void ControlSocket::drop_gone() {
  clients_.remove_if([](const Client& client) {
    if (client.gone) close(client.fd);
    return client.gone;
  });
}

}  // namespace sl::linux_port
