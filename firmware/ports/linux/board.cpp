#include "board.hpp"

#include <poll.h>

#include <algorithm>

namespace sl::linux_port {

namespace {

constexpr FlashGeometry flash_geometry{4096, limits::journal_sectors + record_sectors};
constexpr ClockMs longest_wait_ms = 1'000;
constexpr ClockMs close_deadline_ms = 1'000;

volatile std::sig_atomic_t signalled = 0;

void listen_to_signals() {
  struct sigaction stop {};
  stop.sa_handler = [](int) { signalled = 1; };
  sigaction(SIGTERM, &stop, nullptr);
  sigaction(SIGINT, &stop, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

Identity identity_of_board(const StateFolder& folder, const WallClock& wall, const Arguments& arguments,
                           const std::string& kind) {
  if (const auto known = folder.load()) return *known;
  if (arguments.claim.empty()) {
    throw std::runtime_error("no device in " + arguments.state + ": give it the --claim that the app shows");
  }
  const Identity identity = enrol(parse_claim(arguments.claim), kind, folder.key(), {wall.judge_time()});
  folder.save(identity);
  return identity;
}

DeviceKeys keys_in(const Secrets& secrets) { return {secrets.command_keys, secrets.newest_uplink(), secrets.peers}; }

}  // namespace

bool stop_is_wanted() { return signalled != 0; }

Board::Board(const Arguments& arguments, const std::string& service, const std::string& kind)
    : log(service),
      folder(arguments.state),
      wall(arguments.state, arguments.build_time_s),
      identity(identity_of_board(folder, wall, arguments, kind)),
      flash(arguments.state + "/flash", flash_geometry),
      records(FlashArea(flash, limits::journal_sectors, record_sectors)),
      socket(arguments.socket),
      mqtt(identity, folder.key(), wall),
      link(mqtt, socket, identity.device),
      keys_(keys_in(identity.secrets)),
      upkeep_(folder, identity, wall, clock) {
  listen_to_signals();
  records.open();
}

void Board::wait(ClockMs until_ms, int fd) {
  std::vector<pollfd> waiting;
  mqtt.watch(waiting);
  socket.watch(waiting);
  upkeep_.watch(waiting);
  if (fd >= 0) waiting.push_back({fd, POLLIN, 0});
  const ClockMs left_ms = std::clamp(until_ms - clock.now_ms(), ClockMs{0}, longest_wait_ms);
  ::poll(waiting.data(), waiting.size(), static_cast<int>(left_ms));
  mqtt.poll();
}

bool Board::look_after_keys(bool wanted) {
  if (wanted) upkeep_.want_secrets();
  if (mqtt.certificate_refused()) upkeep_.want_certificate();
  const UpkeepNews news = upkeep_.poll();
  if (news.kind == UpkeepNews::Kind::failed) log.warn("the server was asked in vain", {{"problem", news.problem}});
  if (news.kind == UpkeepNews::Kind::certificate) log.info("the certificate was renewed");
  if (news.kind == UpkeepNews::Kind::secrets) keys_ = keys_in(identity.secrets);
  return news.kind == UpkeepNews::Kind::secrets || news.kind == UpkeepNews::Kind::failed;
}

void Board::tell_received(const LinkMail& mail) {
  const Result<Topic> row = parse_topic({mail.topic.data(), mail.topic.size()}, identity.device);
  if (!row.ok()) return;
  Json told = TracedLink::told(row.value, {mail.bytes.data(), mail.bytes.size()});
  told["retained"] = mail.retained;
  socket.tell("received", told);
}

void Board::say_ready() {
  if (said_ready_) return;
  said_ready_ = true;
  log.info("connected and ready", {{"ready", true}, {"device", identity.device_text()}});
}

void Board::close() {
  const ClockMs until_ms = clock.now_ms() + close_deadline_ms;
  while (!mqtt.closed() && clock.now_ms() < until_ms) wait(until_ms);
}

}  // namespace sl::linux_port
