#include "sl/codec/cose.hpp"

namespace sl {

namespace {

constexpr uint8_t mac0_tag = 0xd1;   // CBOR tag 17
constexpr uint8_t sign1_tag = 0xd2;  // CBOR tag 18
constexpr uint64_t label_alg = 1;
constexpr uint64_t label_kid = 4;
constexpr int64_t alg_hmac_256 = 5;  // RFC 9053, 3.1
constexpr int64_t alg_eddsa = -8;    // RFC 9053, 2.2
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

/// `{1: alg, 4: kid}` and nothing else.
Status read_protected(ByteView bytes, int64_t alg, ByteView& kid) {
  CborReader reader(bytes);
  if (reader.map() != 2 || reader.uint() != label_alg || reader.integer() != alg || reader.uint() != label_kid) {
    reader.fail(Status::bad_shape);
  }
  kid = reader.bytes();
  return reader.finish();
}

Result<Envelope> read_envelope(ByteView data, uint8_t tag, int64_t alg, size_t proof_bytes) {
  if (data.empty() || data[0] != tag) return Status::malformed;
  CborReader reader(data.from(1));
  Envelope found;
  if (reader.array() != 4) reader.fail(Status::bad_shape);
  found.protected_bytes = reader.bytes();
  if (reader.map() != 0) reader.fail(Status::bad_shape);
  found.payload = reader.bytes();
  found.proof = reader.bytes();
  found.size = 1 + reader.position();
  const bool sizes_fit = found.protected_bytes.size <= protected_bytes_max &&
                         found.payload.size <= limits::control_message_bytes && found.proof.size == proof_bytes;
  if (!sizes_fit) reader.fail(Status::bad_shape);
  if (!reader.ok()) return reader.status();
  const Status header = read_protected(found.protected_bytes, alg, found.kid);
  if (header != Status::ok) return header;
  return found;
}

/// [context, protected, external_aad, payload] up to the first byte of the payload (RFC 9052, 4.4 and 6.3).
void write_structure(CborWriter& out, Text context, ByteView protected_bytes, ByteView aad, size_t payload_bytes) {
  out.array(4);
  out.text(context);
  out.bytes(protected_bytes);
  out.bytes(aad);
  out.bytes_head(payload_bytes);
}

// ---- upwards ----

Hash mac_of(ICrypto& crypto, const Bytes<32>& key, ByteView protected_bytes, const DeviceId& device, Text topic,
            ByteView payload) {
  uint8_t aad_memory[aad_bytes_max];
  CborWriter aad(aad_memory);
  aad.array(3);
  aad.text("sl1-up");
  aad.text(device.text());
  aad.text(topic);
  uint8_t structure_memory[structure_bytes_max];
  CborWriter structure(structure_memory);
  write_structure(structure, "MAC0", protected_bytes, aad.view(), payload.size);
  const ByteView pieces[] = {structure.view(), payload};
  Hash mac;
  crypto.hmac_sha256(key, pieces, 2, mac);
  return mac;
}

}  // namespace

ByteView seal_uplink(ICrypto& crypto, const UplinkKey& key, const DeviceId& device, Topic topic, ByteView payload,
                     ByteSpan out) {
  uint8_t protected_memory[8];
  CborWriter protected_header(protected_memory);
  protected_header.map(2);
  protected_header.uint(label_alg);
  protected_header.integer(alg_hmac_256);
  protected_header.uint(label_kid);
  protected_header.bytes({&key.version, 1});

  uint8_t front_memory[16];
  CborWriter front(front_memory);
  front.raw({&mac0_tag, 1});
  front.array(4);
  front.bytes(protected_header.view());
  front.map(0);
  front.bytes_head(payload.size);

  // The payload first: it may lie where the front will be.
  if (front.size() + payload.size > out.size) return {};
  if (!payload.empty()) memmove(out.data + front.size(), payload.data, payload.size);
  const ByteView moved{out.data + front.size(), payload.size};
  const Hash mac = mac_of(crypto, key.key, protected_header.view(), device, topic_of(device, topic).text(), moved);

  CborWriter sealed(out);
  sealed.raw(front.view());
  sealed.raw(moved);
  sealed.bytes(mac);
  return sealed.view();
}

Result<Uplink> parse_uplink(ByteView data) {
  const Result<Envelope> read = read_envelope(data, mac0_tag, alg_hmac_256, sizeof(Hash));
  if (!read.ok()) return read.status;
  const Envelope& found = read.value;
  if (found.kid.size != 1) return Status::bad_shape;
  return Uplink{found.kid[0], found.protected_bytes, found.payload, found.proof, data.from(found.size)};
}

bool verify_uplink(ICrypto& crypto, const Uplink& uplink, const Bytes<32>& key, const DeviceId& device, Text topic) {
  const Hash mac = mac_of(crypto, key, uplink.protected_bytes, device, topic, uplink.payload);
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
  uint8_t aad_memory[aad_bytes_max];
  CborWriter aad(aad_memory);
  aad.array(2);
  aad.text(context);
  aad.text(device.text());
  uint8_t structure_memory[structure_bytes_max];
  CborWriter structure(structure_memory);
  write_structure(structure, "Signature1", envelope.protected_bytes, aad.view(), envelope.payload.size);
  Bytes<64> signature;
  uint8_t* front = message.in_front_of(envelope.payload, structure.size());
  if (structure.overflowed() || front == nullptr || !signature.assign(envelope.proof)) return false;
  memcpy(front, structure.view().data, structure.size());
  return crypto.ed25519_verify(key.public_key, {front, structure.size() + envelope.payload.size}, signature);
}

template <class Message>
Opened<Message> open_signed(ICrypto& crypto, Text context, const CommandKeys& keys, const DeviceId& self,
                            Downlink& message) {
  Opened<Message> opened;
  const Result<Envelope> envelope = read_envelope(message.bytes(), sign1_tag, alg_eddsa, sizeof(Bytes<64>));
  // Nothing may follow, and `desired` and commands are never empty.
  if (!envelope.ok() || envelope.value.size != message.bytes().size || envelope.value.payload.empty()) return opened;
  const CommandKey* key = slot_of(keys, envelope.value.kid);
  if (key == nullptr) {
    opened.reason = Reason::unknown_key;
    return opened;
  }
  if (decode(envelope.value.payload, opened.message) != Status::ok) return opened;
  if (!is_signed(crypto, *key, context, opened.message.device, envelope.value, message)) return opened;
  opened.ok = opened.message.device.text() == self.text();
  if (!opened.ok) opened.reason = Reason::wrong_device;
  return opened;
}

}  // namespace

Opened<Command> open_command(ICrypto& crypto, const CommandKeys& keys, const DeviceId& self, Downlink& message) {
  return open_signed<Command>(crypto, "sl1-cmd", keys, self, message);
}

Opened<DesiredMessage> open_desired(ICrypto& crypto, const CommandKeys& keys, const DeviceId& self, Downlink& message) {
  return open_signed<DesiredMessage>(crypto, "sl1-cfg", keys, self, message);
}

}  // namespace sl
