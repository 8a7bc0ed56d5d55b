// The hands at a rig from the command line: asks one thing of a board's socket, prints what the board says.
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;
constexpr int answer_deadline_s = 5;

constexpr const char* help = R"(rigctl SOCKET WHAT

  present URL [MS]   hold an NTAG 424 to the reader, which says this URL   present https://door.example/t?k=1&p=...&c=...
  uid HEX [MS]       hold a card with a number alone to it                 uid 04a1b2c3d4e5f6
  resend TAPID       publish that tap's bytes once more
  door open|closed   the door contact
  exit               press the exit button
  tamper open|closed the tamper switch
  jam on|off         the bolt stands still and the motor stalls
  link up|down       the Wi-Fi
  power-cut [BYTES]  at once, or in the write that reaches so many more bytes
  lens [FILE]...     camera: what stands before it; nothing: a lens that gives nothing
  state              what the board is doing
  watch              everything that it tells, until Ctrl-C

Exit status: 0 when the board did it, 1 when it refused or is not there, 2 for a wrong word here.
)";

struct WrongWord : std::runtime_error {
  using std::runtime_error::runtime_error;
};

const std::string& word(const Words& words, size_t index) {
  if (index >= words.size()) throw WrongWord("something is missing behind " + words.back());
  return words[index];
}

bool one_of(const Words& words, const char* yes, const char* no) {
  const std::string& said = word(words, 1);
  if (said != yes && said != no) throw WrongWord(words[0] + " " + yes + " or " + no + ", not " + said);
  return said == yes;
}

unsigned long number(const std::string& text) {
  size_t used = 0;
  const unsigned long value = text.empty() || text[0] == '-' ? 0 : std::stoul(text, &used);
  if (used != text.size() || used == 0) throw WrongWord(text + " is no number");
  return value;
}

Json question_of(const Words& words) {
  const std::string& what = word(words, 0);
  if (what == "present" || what == "uid") {
    Json question = {{"do", "present"}, {what == "uid" ? "uid" : "url", word(words, 1)}};
    if (words.size() > 2) question["ms"] = number(words[2]);
    return question;
  }
  if (what == "resend") return {{"do", "resend"}, {"tapId", word(words, 1)}};
  if (what == "door" || what == "tamper") return {{"do", what}, {"open", one_of(words, "open", "closed")}};
  if (what == "jam") return {{"do", "jam"}, {"stuck", one_of(words, "on", "off")}};
  if (what == "link") return {{"do", "link"}, {"up", one_of(words, "up", "down")}};
  if (what == "exit" || what == "state") return {{"do", what}};
  if (what == "lens") return {{"do", "lens"}, {"files", Words(words.begin() + 1, words.end())}};
  if (what == "power-cut") {
    Json question = {{"do", "power cut"}};
    if (words.size() > 1) question["afterBytes"] = number(words[1]);
    return question;
  }
  throw WrongWord("no such thing: " + what);
}

int connect_to(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error(path + " is too long for a socket");
  std::memcpy(address.sun_path, path.data(), path.size());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("no board answers at " + path + ": " + std::strerror(errno));
  return fd;
}

/// Reads on until `enough` says so of a line. False when the board went away or said nothing in time.
template <class Enough>
bool read_lines(int fd, Enough enough) {
  std::string in;
  char part[4096];
  for (;;) {
    const ssize_t count = recv(fd, part, sizeof part, 0);
    if (count <= 0) return false;
    in.append(part, static_cast<size_t>(count));
    for (size_t end = in.find('\n'); end != std::string::npos; end = in.find('\n')) {
      const std::string line = in.substr(0, end);
      in.erase(0, end + 1);
      if (enough(line)) return true;
    }
  }
}

int ask(int fd, const Json& question) {
  const timeval deadline = {answer_deadline_s, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
  const std::string line = question.dump() + "\n";
  if (send(fd, line.data(), line.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.size())) return 1;
  Json answer;
  const bool answered = read_lines(fd, [&](const std::string& said) {
    const Json json = Json::parse(said, nullptr, false);
    if (json.is_object() && json.contains("event") && json["event"] == "state") std::puts(said.c_str());
    if (!json.is_object() || !json.contains("ok")) return false;
    answer = json;
    return true;
  });
  if (!answered && question["do"] == "power cut") return 0;  // that is what was asked for
  if (!answered) std::fputs("the board did not answer\n", stderr);
  if (answered && answer["ok"] != true) std::fprintf(stderr, "%s\n", answer.value("problem", "it does not say why").c_str());
  return answered && answer["ok"] == true ? 0 : 1;
}

int watch(int fd) {
  read_lines(fd, [](const std::string& line) {
    std::puts(line.c_str());
    std::fflush(stdout);
    return false;
  });
  return 1;
}

}  // namespace

int main(int count, char** given) {
  const Words words(given + 1, given + count);
  if (words.empty() || words[0] == "--help") return std::fputs(help, words.empty() ? stderr : stdout), words.empty() ? 2 : 0;
  try {
    const Words rest(words.begin() + 1, words.end());
    if (word(words, 1) == "watch") return watch(connect_to(words[0]));
    const Json question = question_of(rest);
    return ask(connect_to(words[0]), question);
  } catch (const WrongWord& error) {
    std::fprintf(stderr, "rigctl: %s; rigctl --help shows the words\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rigctl: %s\n", error.what());
    return 1;
  }
}
