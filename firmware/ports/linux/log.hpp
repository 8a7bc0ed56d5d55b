// What a board says on its standard output, as the services do: one JSON object a line with level, time (epoch ms) and msg.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace sl::linux_port {

using Json = nlohmann::json;

enum class Level { debug, info, warn, error };

class Log {
 public:
  /// `service` stands in every line: latchd or camerad.
  explicit Log(std::string service, Level least = Level::info) : service_(std::move(service)), least_(least) {}

  void info(const std::string& message, const Json& more = Json::object()) { line(Level::info, message, more); }
  void warn(const std::string& message, const Json& more = Json::object()) { line(Level::warn, message, more); }
  void error(const std::string& message, const Json& more = Json::object()) { line(Level::error, message, more); }
  /// Writes and flushes. Keys, card numbers, frames and claims do not belong in `more`.
  void line(Level level, const std::string& message, const Json& more);

 private:
  std::string service_;
  Level least_;
};

}  // namespace sl::linux_port
