#include "sl/codec/messages.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "support/message_json.hpp"

using namespace sl;
using namespace sl::test;

namespace {

/// What a vector's bytes come to: the fields and the bytes made of them again, or nothing.
struct Read {
  Status status = Status::failed;
  Json fields;
  std::string again;
};

template <class Message>
Read read_as(ByteView bytes) {
  Message message;
  const Status status = decode(bytes, message);
  if (status != Status::ok) return {status, {}, {}};
  uint8_t memory[1024];
  return {status, json(message), hex(encode(message, memory))};
}

const std::map<std::string, std::function<Read(ByteView)>> rules = {
    {"tap", read_as<TapMessage>},           {"frame-header", read_as<FrameHeader>},
    {"state", read_as<StateMessage>},       {"info", read_as<InfoMessage>},
    {"reported", read_as<ReportedMessage>}, {"result", read_as<ResultMessage>},
    {"event", read_as<EventMessage>},       {"telemetry", read_as<TelemetryMessage>},
    {"log-line", read_as<LogLine>},         {"job-update", read_as<JobUpdate>},
    {"command", read_as<Command>},          {"desired", read_as<DesiredMessage>},
};

}  // namespace

TEST_CASE("messages.json: decode gives the fields, encode gives the bytes") {
  for (const Json& vector : read_vectors("messages")["valid"]) {
    CAPTURE(vector.dump());
    const Memory bytes = unhex(vector["bytes"]);
    const Read read = rules.at(vector["message"])(view(bytes));
    CHECK(read.status == Status::ok);
    CHECK(read.fields == vector["fields"]);
    CHECK(read.again == vector["bytes"]);
  }
}

TEST_CASE("messages.json: what is invalid is refused") {
  for (const Json& vector : read_vectors("messages")["invalid"]) {
    CAPTURE(vector.dump());
    const Memory bytes = unhex(vector["bytes"]);
    CHECK(rules.at(vector["message"])(view(bytes)).status != Status::ok);
  }
}

TEST_CASE("every beginning of a message is refused") {
  for (const Json& vector : read_vectors("messages")["valid"]) {
    CAPTURE(vector.dump());
    const Memory bytes = unhex(vector["bytes"]);
    for (size_t size = 0; size < bytes.size(); ++size) {
      CHECK(rules.at(vector["message"])({bytes.data(), size}).status != Status::ok);
    }
  }
}

TEST_CASE("a field beyond its limit is not written") {
  uint8_t memory[1024];
  LogLine line;
  CHECK(encode(line, memory).empty());  // an empty text
  line.text = "the bolt was slow";
  CHECK_FALSE(encode(line, memory).empty());
  uint8_t small[8];
  CHECK(encode(line, small).empty());
  ReportedMessage reported;
  reported.battery_percent = uint8_t{101};
  CHECK(encode(reported, memory).empty());
}
