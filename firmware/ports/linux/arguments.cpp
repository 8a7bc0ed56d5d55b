#include "arguments.hpp"

#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>

namespace sl::linux_port {

namespace {

constexpr const char* usage =
    "usage: latchd|camerad --state DIR --socket PATH [--claim 'smartlatch://...'] [--build-time EPOCH_S] "
    "[--travel-ms 250] [--peer-port 0]";

[[noreturn]] void refuse(const std::string& why) { throw std::runtime_error(why + "\n" + usage); }

int64_t whole(const std::string& name, const std::string& text, int64_t min, int64_t max) {
  char* end = nullptr;
  const long long value = std::strtoll(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0' || value < min || value > max) {
    refuse(name + " is a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  }
  return value;
}

}  // namespace

Arguments parse_arguments(int count, char** values) {
  Arguments given;
  given.build_time_s = SL_BUILD_TIME_S;
  const std::map<std::string, std::function<void(const std::string&)>> options = {
      {"--state", [&](const std::string& text) { given.state = text; }},
      {"--socket", [&](const std::string& text) { given.socket = text; }},
      {"--claim", [&](const std::string& text) { given.claim = text; }},
      {"--build-time", [&](const std::string& text) { given.build_time_s = whole("--build-time", text, 0, INT32_MAX); }},
      {"--travel-ms", [&](const std::string& text) { given.travel_ms = whole("--travel-ms", text, 1, 60'000); }},
      {"--peer-port",
       [&](const std::string& text) { given.peer_port = static_cast<uint16_t>(whole("--peer-port", text, 0, 65'535)); }},
  };
  for (int i = 1; i < count; i += 2) {
    const auto option = options.find(values[i]);
    if (option == options.end()) refuse(std::string("no such option: ") + values[i]);
    if (i + 1 == count) refuse(std::string(values[i]) + " has no value");
    option->second(values[i + 1]);
  }
  if (given.state.empty() || given.socket.empty()) refuse("--state and --socket are needed");
  return given;
}

}  // namespace sl::linux_port
