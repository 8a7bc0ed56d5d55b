#include "log.hpp"

#include <cstdio>

#include "system_ports.hpp"

namespace sl::linux_port {

void Log::line(Level level, const std::string& message, const Json& more) {
  if (level < least_) return;
  static constexpr const char* names[] = {"debug", "info", "warn", "error"};
  // Ordered: whoever reads along finds level and time at the beginning.
  nlohmann::ordered_json line = {{"level", names[static_cast<int>(level)]}, {"time", epoch_ms()}, {"service", service_}};
  for (const auto& [name, value] : more.items()) line[name] = value;
  line["msg"] = message;
  // Text from outside (a broker's or a server's words) may be no UTF-8: it must not end the process.
  const std::string text = line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace sl::linux_port
