// One line of the differential test as an event of the latch. Every field that the kind of event has must be there.
#pragma once
#include "sl/latch/state.hpp"
#include "sodium_crypto.hpp"
#include "support/vectors.hpp"

namespace sl::test {

template <class Enum>
Enum named_in(const Json& line, const char* field) {
  Enum value{};
  const std::string name = line.at(field);
  if (!find_named(text(name), value)) throw std::runtime_error("no " + std::string(field) + " is called " + name);
  return value;
}

inline Id16 id16_in(const Json& line, const char* field) {
  Id16 id;
  if (!id.assign(view(unhex(line.at(field))))) throw std::runtime_error(std::string(field) + " has not 16 bytes");
  return id;
}

class EventReader {
 public:
  /// Who the latch is and whose commands it believes.
  void be(const Json& line) {
    self_ = device_id(line.at("self"));
    keys_.clear();
    for (const auto& slot : line.at("keys")) {
      CommandKey key;
      key.kid.assign(view(unhex(slot.at("kid"))));
      key.public_key.assign(view(unhex(slot.at("publicKey"))));
      if (!keys_.add(key)) throw std::runtime_error("too many key slots");
    }
  }

  /// Good until the next call.
  LatchEvent read(const Json& line) {
    switch (named_in<LatchEventKind>(line, "is")) {
      case LatchEventKind::boot:
        return LatchEvent::booted(named_in<BoltPosition>(line, "bolt"), line.at("doorOpen"));
      case LatchEventKind::tap:
        read_tap(line);
        return LatchEvent::tapped(tap_);
      case LatchEventKind::no_server:
        nonce_ = id16_in(line, "nonce");
        return LatchEvent::no_server(nonce_);
      case LatchEventKind::command:
        read_command(line);
        return LatchEvent::commanded(command_);
      case LatchEventKind::bolt:
        return LatchEvent::bolt_at(named_in<BoltTarget>(line, "at"));
      case LatchEventKind::door:
        return LatchEvent::door(line.at("open"));
      case LatchEventKind::exit:
        return LatchEvent::exit_pressed();
      case LatchEventKind::tamper:
        return LatchEvent::tampered();
      case LatchEventKind::link:
        return LatchEvent::link(line.at("up"));
      case LatchEventKind::configured:
        waits_ = {line.at("autoRelockMs"), line.at("heldOpenMs")};
        return LatchEvent::configured(waits_);
      case LatchEventKind::tick:
        return LatchEvent::tick();
    }
    throw std::runtime_error("an event without a reader");
  }

 private:
  void read_tap(const Json& line) {
    const Memory uid = unhex(line.at("uid"));
    tap_.tap_id = id16_in(line, "tapId");
    tap_.nonce = id16_in(line, "nonce");
    tap_.credential.uid_size = static_cast<uint8_t>(uid.size());
    memcpy(tap_.credential.uid.data, uid.data(), uid.size());
  }

  void read_command(const Json& line) {
    command_.topic_op = named_in<Op>(line, "topicOp");
    command_.retained = line.at("retained");
    command_.fresh = id16_in(line, "fresh");
    if (line.contains("bytes")) {
      message_.assign(view(unhex(line.at("bytes"))));
      command_.opened = open_command(crypto_, keys_, self_, message_);
      return;
    }
    command_.opened = {};
    command_.opened.ok = !line.contains("reason");
    if (command_.opened.ok) command_.opened.message = opened(line.at("opened"));
    else command_.opened.reason = named_in<Reason>(line, "reason");
  }

  Command opened(const Json& line) const {
    Command command;
    command.op = named_in<Op>(line, "op");
    command.device = self_;
    command.command_id = id16_in(line, "commandId");
    command.ttl_ms = line.at("ttlMs");
    command.nonce_bound = line.contains("nonce");
    if (command.nonce_bound) {
      command.nonce = id16_in(line, "nonce");
    } else {
      command.boot = id16_in(line, "boot");
      command.counter = line.at("counter");
    }
    if (line.contains("display")) command.args.display = named_in<DenyDisplay>(line, "display");
    if (line.contains("countsForLockout")) command.args.counts_for_lockout = line.at("countsForLockout").get<bool>();
    return command;
  }

  linux_port::SodiumCrypto crypto_;
  DeviceId self_;
  CommandKeys keys_;
  Downlink message_;
  Id16 nonce_;
  Waits waits_;
  Presented tap_;
  Arrived command_;
};

}  // namespace sl::test
