// peer.json
#include "checks.hpp"
#include "report.hpp"
#include "sl/peer/frame.hpp"
#include "sl/peer/window.hpp"
#include "software_crypto.hpp"

namespace sl::target {

namespace {

SoftwareCrypto crypto;

Expected judge(const Bytes<32>& key, ByteView bytes) {
  if (!parse_peer(bytes).ok()) return Expected::refused;
  return verify_peer(crypto, key, bytes) ? Expected::good : Expected::bad_mac;
}

}  // namespace

void check_peer() {
  begin("peer.json");
  for (const PeerVector& vector : peer_vectors) {
    next();
    Bytes<32> key;
    key.assign(vector.key);
    check(judge(key, vector.bytes) == vector.expected, "believed, or refused for its reason");
    if (vector.expected != Expected::good) continue;
    const Result<PeerFrame> frame = parse_peer(vector.bytes);
    check(ByteView(seal_peer(crypto, key, frame.value)) == vector.bytes, "sealed into the same bytes");
    check(each_spoilt_is(vector.bytes, [&](ByteView bad) { return judge(key, bad) != Expected::good; }),
          "no copy with another bit or length is believed");
  }
  CounterWindow window;
  for (const WindowStep& step : window_steps) {
    next();
    check(window.accept(step.counter) == step.is_accepted, "each counter once");
  }
}

}  // namespace sl::target
