#include "sl/codec/cose.hpp"

namespace sl {

namespace {

constexpr uint8_t mac0_tag = 0xd1;   // CBOR tag 17
constexpr uint8_t sign1_tag = 0xd2;  // CBOR tag 18
constexpr uint8_t label_alg = 1;
constexpr uint8_t label_kid = 4;
constexpr uint8_t alg_hmac_256 = 5;  // RFC 9053, 3.1
constexpr int8_t alg_eddsa = -8;   // RFC 9053, 2.2
constexpr Text mac0_context = "MAC0", sign1_context = "Signature1";
constexpr Text uplink_context = "sl1-up", command_context = "sl1-cmd", desired_context = "sl1-cfg";
constexpr size_t protected_bytes_max = 32;
/// A structure to be hashed, without its payload: context, protected header, external_aad and heads.
constexpr size_t structure_bytes_max = 12 + 2 + protected_bytes_max + 2 + 96 + 4;
constexpr size_t aad_bytes_max = 96;

/// The four parts of COSE_Mac0 and COSE_Sign1: [protected, {}, payload, tag or signature].
struct Envelope {
  ByteView protected_bytes;
  ByteView kid;
  ByteView payload;
  ByteView proof;
  size_t size = 0;
};

/// `{1: alg, 4: kid}` and nothing else: what stands in front of the kid is known.
Status read_protected(ByteView bytes, int8_t alg, ByteView& kid) {
  const auto coded_alg = static_cast<uint8_t>(alg < 0 ? 0x20 | (-1 - alg) : alg);
  const uint8_t front[] = {0xa2, label_alg, coded_alg, label_kid};
  if (bytes.size < sizeof front || memcmp(bytes.data, front, sizeof front) != 0) return Status::bad_shape;
  CborReader reader({bytes.data + sizeof front, bytes.size - sizeof front});
  kid = reader.bytes();
  return reader.finish();
}

Status read_envelope(ByteView data, uint8_t tag, int8_t alg, size_t proof_bytes, Envelope& found) {
  if (data.empty() || data[0] != tag) return Status::malformed;
  CborReader reader({data.data + 1, data.size - 1});
  if (reader.array() != 4) reader.fail(Status::bad_shape);
  found.protected_bytes = reader.bytes();
  if (reader.map() != 0) reader.fail(Status::bad_shape);
  found.payload = reader.bytes();
  found.proof = reader.bytes();
  found.size = 1 + reader.position();
  const bool sizes_fit = found.protected_bytes.size <= protected_bytes_max &&
                         found.payload.size <= limits::control_message_bytes && found.proof.size == proof_bytes;
  if (!sizes_fit) reader.fail(Status::bad_shape);
  return reader.ok() ? read_protected(found.protected_bytes, alg, found.kid) : reader.status();
}

/// Who an envelope is from or for, and by which rules: its external_aad. An empty topic is left out.
struct Audience {
  Text context;
  const DeviceId& device;
  Text topic;
};

/// [context, protected, external_aad, payload] up to the first byte of the payload (RFC 9052, 4.4 and 6.3).
ByteView write_structure(Text context, ByteView protected_bytes, const Audience& audience, size_t payload_bytes,
                         ByteSpan memory) {
  uint8_t aad_memory[aad_bytes_max];
  CborWriter aad(aad_memory);
  aad.array(audience.topic.empty() ? 2 : 3);
  aad.text(audience.context);
  aad.text(audience.device.text());
  if (!audience.topic.empty()) aad.text(audience.topic);
  CborWriter out(memory);
  out.array(4);
  out.text(context);
  out.bytes(protected_bytes);
  out.bytes(aad.view());
  out.bytes_head(payload_bytes);
  return out.view();
}

// ---- upwards ----

/// The front of a COSE_Mac0 up to the version of the key: tag, array of 4, 6 bytes of `{1: 5, 4: h'version'}`.
constexpr uint8_t mac0_front[] = {mac0_tag, 0x84, 0x46, 0xa2, label_alg, alg_hmac_256, label_kid, 0x41};
constexpr size_t mac0_protected_at = 3;
constexpr size_t mac0_protected_bytes = 6;

void mac_of(ICrypto& crypto, const Bytes<32>& key, ByteView protected_bytes, const DeviceId& device, Text topic,
            ByteView payload, Hash& mac) {
  uint8_t memory[structure_bytes_max];
  const ByteView structure = write_structure(mac0_context, protected_bytes, {uplink_context, device, topic}, payload.size, memory);
  const ByteView pieces[] = {structure, payload};
  crypto.hmac_sha256(key, pieces, 2, mac);
}

}  // namespace

ByteView seal_uplink(ICrypto& crypto, const UplinkKey& key, const DeviceId& device, Topic topic, ByteView payload,
                     ByteSpan out) {
  const size_t front = sizeof mac0_front + 2 + (payload.size < 24 ? 1 : payload.size < 256 ? 2 : 3);
  if (front + payload.size > out.size) return {};
  // The payload first: it may lie where the front will be.
  if (!payload.empty()) memmove(out.data + front, payload.data, payload.size);
  const ByteView moved{out.data + front, payload.size};
  CborWriter sealed(out);
  sealed.raw({mac0_front, sizeof mac0_front});
  sealed.raw({&key.version, 1});
  sealed.map(0);
  sealed.bytes(moved);
  Hash mac;
  mac_of(crypto, key.key, {out.data + mac0_protected_at, mac0_protected_bytes}, device, topic_of(device, topic).text(),
         moved, mac);
  sealed.bytes(mac);
  return sealed.view();
}

Result<Uplink> parse_uplink(ByteView data) {
  Envelope found;
  const Status read = read_envelope(data, mac0_tag, alg_hmac_256, sizeof(Hash), found);
  if (read != Status::ok) return read;
  if (found.kid.size != 1) return Status::bad_shape;
  return Uplink{found.kid[0], found.protected_bytes, found.payload, found.proof, data.from(found.size)};
}

bool verify_uplink(ICrypto& crypto, const Uplink& uplink, const Bytes<32>& key, const DeviceId& device, Text topic) {
  Hash mac;
  mac_of(crypto, key, uplink.protected_bytes, device, topic, uplink.payload, mac);
  return equal_in_constant_time(mac, uplink.mac);
}

// ---- downwards ----

void Downlink::assign(ByteView bytes) {
  size_ = bytes.size <= limits::downlink_bytes ? bytes.size : 0;
  if (size_ > 0) memcpy(memory_ + limits::sign1_room_bytes, bytes.data, size_);
}

uint8_t* Downlink::in_front_of(ByteView payload, size_t size) {
  const auto offset = static_cast<size_t>(payload.data - memory_);
  return size <= offset ? memory_ + offset - size : nullptr;
}

namespace {

const CommandKey* slot_of(const CommandKeys& keys, ByteView kid) {
  for (const CommandKey& slot : keys) {
    if (ByteView(slot.kid) == kid) return &slot;
  }
  return nullptr;
}

/// The Sig_structure replaces what stood in front of the payload; the payload itself is not copied.
bool is_signed(ICrypto& crypto, const CommandKey& key, Text context, const DeviceId& device, const Envelope& envelope,
               Downlink& message) {
  uint8_t memory[structure_bytes_max];
  const ByteView structure =
      write_structure(sign1_context, envelope.protected_bytes, {context, device, {}}, envelope.payload.size, memory);
  Bytes<64> signature;
  uint8_t* front = message.in_front_of(envelope.payload, structure.size);
  if (structure.empty() || front == nullptr || !signature.assign(envelope.proof)) return false;
  memcpy(front, structure.data, structure.size);
  return crypto.ed25519_verify(key.public_key, {front, structure.size + envelope.payload.size}, signature);
}

/// What the payload is read into, and where in it the device stands.
struct Target {
  const Field& field;
  void* message;
  const DeviceId& device;
  ByteView& payload;
};

/// False, and why, when it is refused.
bool believe(ICrypto& crypto, Text context, const CommandKeys& keys, const DeviceId& self, Downlink& message,
             const Target& target, Reason& why) {
  why = Reason::bad_signature;
  Envelope envelope;
  const Status read = read_envelope(message.bytes(), sign1_tag, alg_eddsa, sizeof(Bytes<64>), envelope);
  // Nothing may follow, and `desired` and commands are never empty.
  const bool is_whole = read == Status::ok && envelope.size == message.bytes().size && !envelope.payload.empty();
  if (!is_whole) return false;
  const CommandKey* key = slot_of(keys, envelope.kid);
  if (key == nullptr) {
    why = Reason::unknown_key;
    return false;
  }
  target.payload = envelope.payload;
  if (decode_fields(target.field, envelope.payload, target.message) != Status::ok) return false;
  if (!is_signed(crypto, *key, context, target.device, envelope, message)) return false;
  why = Reason::wrong_device;
  return target.device == self;
}

template <class Message>
Opened<Message> open_signed(ICrypto& crypto, Text context, const CommandKeys& keys, const DeviceId& self,
                            Downlink& message) {
  Opened<Message> opened;
  const Target target{ShapeOf<Message>::field, &opened.message, opened.message.device, opened.payload};
  opened.ok = believe(crypto, context, keys, self, message, target, opened.reason);
  return opened;
}

}  // namespace

Opened<Command> open_command(ICrypto& crypto, const CommandKeys& keys, const DeviceId& self, Downlink& message) {
  return open_signed<Command>(crypto, command_context, keys, self, message);
}

Opened<DesiredMessage> open_desired(ICrypto& crypto, const CommandKeys& keys, const DeviceId& self, Downlink& message) {
  return open_signed<DesiredMessage>(crypto, desired_context, keys, self, message);
}

}  // namespace sl
