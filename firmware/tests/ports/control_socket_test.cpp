#include "control_socket.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <memory>

#include "ports/temporary_folder.hpp"

using sl::linux_port::ControlSocket;
using Json = nlohmann::json;

namespace {

/// Somebody at the rig.
class Client {
 public:
  explicit Client(const std::string& path) : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    REQUIRE(connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  ~Client() { close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void say(const std::string& text) const { REQUIRE(send(fd_, text.data(), text.size(), MSG_NOSIGNAL) > 0); }
  /// Every whole line that has come.
  std::vector<Json> heard() const {
    std::string in;
    char part[4096];
    for (ssize_t count = recv(fd_, part, sizeof part, 0); count > 0; count = recv(fd_, part, sizeof part, 0))
      in.append(part, static_cast<size_t>(count));
    std::vector<Json> lines;
    for (size_t at = 0, end = in.find('\n'); end != std::string::npos; at = end + 1, end = in.find('\n', at))
      lines.push_back(Json::parse(in.substr(at, end - at)));
    return lines;
  }
  bool is_cut_off() const {
    char byte;
    return recv(fd_, &byte, 1, 0) == 0;
  }

 private:
  int fd_;
};

struct World {
  void serve() {
    for (int round = 0; round < 40; ++round)
      board.serve([this](const Json& question) {
        asked.push_back(question);
        if (question["do"] == "exit") board.tell("shown", {{"what", "open"}});
        if (question["do"] == "lens") throw std::runtime_error("there is no lens");
      });
  }
  sl::test::TemporaryFolder folder;
  std::string path = folder.file("rig.sock");
  ControlSocket board{path};
  std::vector<Json> asked;
};

}  // namespace

TEST_CASE("lines are answered in their order, what was told before its answer") {
  World world;
  const Client client(world.path);
  client.say("{\"do\":\"exit\"}\n{\"do\":\"le");
  world.serve();
  client.say("ns\"}\n");
  world.serve();
  CHECK(world.asked == std::vector<Json>{{{"do", "exit"}}, {{"do", "lens"}}});
  const auto heard = client.heard();
  REQUIRE(heard.size() == 3);
  CHECK(heard[0]["event"] == "shown");
  CHECK(heard[0]["what"] == "open");
  CHECK(heard[0]["atMs"].is_number_unsigned());
  CHECK(heard[1] == Json{{"ok", true}});
  CHECK(heard[2] == Json{{"ok", false}, {"problem", "there is no lens"}});
}

TEST_CASE("what is no question is refused with what to do, and the next line is read") {
  World world;
  const Client client(world.path);
  client.say("nonsense\n[1]\n{\"do\":5}\n\n{\"do\":\"state\"}\n");
  world.serve();
  const auto heard = client.heard();
  REQUIRE(heard.size() == 4);
  CHECK(heard[0]["ok"] == false);
  CHECK(heard[2]["ok"] == false);
  CHECK(heard[3]["ok"] == true);
}

TEST_CASE("every client hears what is told") {
  World world;
  const Client one(world.path);
  const Client other(world.path);
  world.serve();
  world.board.tell("moved", {{"at", "locked"}});
  CHECK(one.heard().size() == 1);
  CHECK(other.heard().size() == 1);
}

TEST_CASE("a line without an end is cut off at its limit") {
  World world;
  const Client client(world.path);
  const std::string piece(sl::linux_port::control_line_bytes_max / 2, 'x');
  for (int i = 0; i < 3; ++i) {
    client.say(piece);
    world.serve();
  }
  const auto heard = client.heard();
  REQUIRE(heard.size() == 1);
  CHECK(heard[0]["ok"] == false);
  CHECK(client.is_cut_off());
}

TEST_CASE("who does not read is cut off, and the others are not") {
  World world;
  const Client lazy(world.path);
  const Client quick(world.path);
  world.serve();
  const std::string much(64 * 1024, 'x');
  size_t heard = 0;
  for (int i = 0; i < 100; ++i) {
    world.board.tell("published", {{"bytes", much}});
    world.serve();
    heard += quick.heard().size();
    CHECK(heard == static_cast<size_t>(i) + 1);
  }
  CHECK(lazy.heard().size() < 100);
  CHECK(lazy.is_cut_off());
}

TEST_CASE("more than the limit of clients wait outside until one leaves") {
  World world;
  std::vector<std::unique_ptr<Client>> clients;
  for (size_t i = 0; i <= sl::linux_port::control_clients_max; ++i) {
    clients.push_back(std::make_unique<Client>(world.path));
    clients.back()->say("{\"do\":\"state\"}\n");
  }
  world.serve();
  CHECK(clients.back()->heard().empty());
  clients.erase(clients.begin());
  world.serve();
  CHECK(clients.back()->heard().size() == 1);
}

TEST_CASE("the socket of a dead process is taken over, that of a living one is not") {
  World world;
  CHECK_THROWS_WITH(ControlSocket{world.path}, doctest::Contains("another process's"));
  const std::string dead = world.folder.file("dead.sock");
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, dead.data(), dead.size());
  REQUIRE(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  close(fd);
  const ControlSocket board(dead);
  const Client client(dead);
}

TEST_CASE("a path that is too long for a socket says so") {
  CHECK_THROWS_WITH(ControlSocket("/tmp/" + std::string(200, 'x')), doctest::Contains("shorter path"));
}
