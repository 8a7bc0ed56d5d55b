// Any bytes as CBOR, as each message of the CDDL, and as an upward envelope. There is one encoding of each message only: what
// is read must be written as the very same bytes.
#include <vector>

#include "require.hpp"
#include "sl/codec/cose.hpp"

using namespace sl;
using sl::fuzz::require;

namespace {

void copy_item(CborReader& reader, CborWriter& writer) {
  switch (reader.peek()) {
    case CborType::uint:
    case CborType::negative:
      return writer.integer(reader.integer());
    case CborType::bytes:
      return writer.bytes(reader.bytes());
    case CborType::text:
      return writer.text(reader.text());
    case CborType::boolean:
      return writer.boolean(reader.boolean());
    case CborType::array: {
      const size_t items = reader.array();
      writer.array(items);
      for (size_t i = 0; i < items; ++i) copy_item(reader, writer);
      return;
    }
    case CborType::map: {
      const size_t pairs = reader.map();
      writer.map(pairs);
      for (size_t i = 0; i < 2 * pairs; ++i) copy_item(reader, writer);
      return;
    }
    case CborType::none:
      return reader.fail(Status::malformed);
  }
}

void read_as_item(ByteView input, ByteSpan memory) {
  if (check_deterministic(input) != Status::ok) return;
  CborReader reader(input);
  CborWriter writer(memory);
  copy_item(reader, writer);
  require(reader.finish() == Status::ok && writer.view() == input);
}

template <class Message>
void read_as(ByteView input, ByteSpan memory) {
  Message message;
  if (decode(input, message) != Status::ok) return;
  require(check_deterministic(input) == Status::ok);
  require(encode(message, memory) == input);
  // One byte less than it needs: nothing is written, and nothing behind the memory.
  require(encode(message, {memory.data, memory.size - 1}).empty());
}

bool lies_in(ByteView part, ByteView whole) { return part.begin() >= whole.begin() && part.end() <= whole.end(); }

void read_as_uplink(ByteView input) {
  const Result<Uplink> uplink = parse_uplink(input);
  if (!uplink.ok()) return;
  require(lies_in(uplink.value.payload, input) && lies_in(uplink.value.protected_bytes, input));
  require(uplink.value.mac.size == sizeof(Hash) && lies_in(uplink.value.mac, input));
  require(uplink.value.rest.end() == input.end());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  if (size == 0) return 0;
  const ByteView input{bytes, size};
  std::vector<uint8_t> room(size);  // exactly as much as it needs: the sanitizer sees a byte too many
  const ByteSpan memory{room.data(), room.size()};
  read_as_item(input, memory);
  read_as<TapMessage>(input, memory);
  read_as<FrameHeader>(input, memory);
  read_as<StateMessage>(input, memory);
  read_as<InfoMessage>(input, memory);
  read_as<ReportedMessage>(input, memory);
  read_as<ResultMessage>(input, memory);
  read_as<EventMessage>(input, memory);
  read_as<TelemetryMessage>(input, memory);
  read_as<LogLine>(input, memory);
  read_as<JobUpdate>(input, memory);
  read_as<Command>(input, memory);
  read_as<DesiredMessage>(input, memory);
  read_as_uplink(input);
  return 0;
}
