// cbor.json, messages.json, topics.json
#include "checks.hpp"
#include "report.hpp"

namespace sl::target {

namespace {

/// What is read is written again, and must be the same bytes: no field got lost on the way.
template <class Message>
Status read_and_write(ByteView bytes) {
  static Message message;
  message = Message{};
  const Status read = decode(bytes, message);
  static uint8_t memory[768];
  if (read == Status::ok && encode(message, memory) != bytes) return Status::failed;
  return read;
}

struct Rule {
  const char* message;
  Status (*read)(ByteView);
};
constexpr Rule rules[] = {
    {"tap", read_and_write<TapMessage>},           {"frame-header", read_and_write<FrameHeader>},
    {"state", read_and_write<StateMessage>},       {"info", read_and_write<InfoMessage>},
    {"reported", read_and_write<ReportedMessage>}, {"result", read_and_write<ResultMessage>},
    {"event", read_and_write<EventMessage>},       {"telemetry", read_and_write<TelemetryMessage>},
    {"log-line", read_and_write<LogLine>},         {"job-update", read_and_write<JobUpdate>},
    {"command", read_and_write<Command>},          {"desired", read_and_write<DesiredMessage>},
};

Status (*rule_of(Text message))(ByteView) {
  for (const Rule& rule : rules) {
    if (message == Text(rule.message)) return rule.read;
  }
  return nullptr;
}

void check_topics() {
  begin("topics.json");
  for (const TopicVector& vector : topic_vectors) {
    next();
    const DeviceId device = device_of(vector.device);
    const Result<Topic> parsed = parse_topic(vector.topic, device);
    check(parsed.ok() != vector.name.empty(), "parsed or refused");
    if (!parsed.ok()) continue;
    check(name_of(parsed.value) == vector.name, "the row");
    check(topic_of(device, parsed.value).text() == vector.topic, "built again");
  }
}

}  // namespace

void check_codec() {
  begin("cbor.json");
  for (const CborVector& vector : cbor_vectors) {
    next();
    check((check_deterministic(vector.bytes) == Status::ok) == vector.is_good, "read or refused");
  }
  begin("messages.json");
  for (const MessageVector& vector : message_vectors) {
    next();
    Status (*const read)(ByteView) = rule_of(vector.message);
    if (!check(read != nullptr, "a rule of the CDDL")) continue;
    check((read(vector.bytes) == Status::ok) == vector.is_good, "read and written again, or refused");
    for (size_t size = 0; vector.is_good && size < vector.bytes.size; ++size) {
      check(read(vector.bytes.from(0, size)) != Status::ok, "a beginning of it is refused");
    }
  }
  check_topics();
}

}  // namespace sl::target
