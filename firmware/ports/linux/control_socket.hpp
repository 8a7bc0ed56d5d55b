// The rig's Unix socket: several clients, JSON lines both ways, all bounded. Nobody at it can hold the board up.
#pragma once
#include <poll.h>

#include <functional>
#include <list>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace sl::linux_port {

inline constexpr size_t control_clients_max = 16;
inline constexpr size_t control_line_bytes_max = 64 * 1024;
/// Told and not yet read: a client that is further behind is cut off.
inline constexpr size_t control_unread_bytes_max = 4 * 1024 * 1024;

class ControlSocket {
 public:
  /// Does what a line asks for; whatever it throws (std::exception) is said as its problem.
  using Handler = std::function<void(const nlohmann::json& question)>;

  /// Listens there, for this user alone; a socket that a dead process left behind is taken over. Throws when somebody listens
  /// there already, or the path does not fit.
  explicit ControlSocket(const std::string& path);
  ~ControlSocket();
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;

  /// Adds what to wait for with poll(2).
  void watch(std::vector<pollfd>& waiting) const;
  /// Takes in clients and lines, answers each in its order with {"ok":true} or {"ok":false,"problem":"..."}, sends what is due.
  /// Never waits.
  void serve(const Handler& handler);
  /// Tells every client: {"event":name,"atMs":now, and what `fields` has}.
  void tell(const std::string& name, const nlohmann::json& fields = nlohmann::json::object());

 private:
  struct Client {
    int fd = -1;
    std::string in;
    std::string out;
    bool gone = false;
  };

  void accept_all();
  void read(Client& client, const Handler& handler);
  void answer(Client& client, const std::string& line, const Handler& handler);
  static void say(Client& client, const nlohmann::json& line);
  static void send(Client& client);
  void drop_gone();

  std::string path_;
  int fd_ = -1;
  std::list<Client> clients_;
};

}  // namespace sl::linux_port
