#include "sl/camera/frame.hpp"

namespace sl {

ByteView seal_frame(ICrypto& crypto, const UplinkKey& key, const DeviceId& device, FrameHeader header, ByteView jpeg,
                    ByteSpan out) {
  crypto.sha256(jpeg, header.sha256);
  const ByteView payload = encode(header, out);
  const ByteView head = seal_uplink(crypto, key, device, Topic::face_frame, payload, out);
  if (head.empty() || jpeg.empty() || jpeg.size > out.size - head.size) return {};
  memcpy(out.data + head.size, jpeg.data, jpeg.size);
  return {out.data, head.size + jpeg.size};
}

}  // namespace sl
