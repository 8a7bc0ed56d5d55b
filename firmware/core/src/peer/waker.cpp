#include "sl/peer/waker.hpp"

namespace sl {

void PeerWaker::wake(Ms now, const PeerKeys& cameras, const Id16& nonce) {
  nonce_ = nonce;
  woken_ = false;
  ask(now, cameras, limits::peer_ack_ms);
}

void PeerWaker::ask(Ms now, const PeerKeys& cameras, Ms patience_ms) {
  asked_.clear();
  until_ms_ = now + patience_ms;
  peer_.set_channel(channel_.current());
  for (const PeerKey& camera : cameras) {
    if (asked_.full()) return;
    // A counter that flash did not keep could come again after a power cut.
    const uint32_t counter = counter_.take();
    if (counter == 0) return;
    const PeerFrame frame{PeerKind::wake, static_cast<uint32_t>(camera.epoch), counter, self_, nonce_};
    if (peer_.send(camera.peer.text(), seal_peer(crypto_, camera.key, frame))) asked_.add({camera.peer, counter});
  }
}

void PeerWaker::on_frame(const PeerKeys& cameras, ByteView bytes) {
  const Result<PeerFrame> frame = parse_peer(bytes);
  if (!frame.ok() || frame.value.kind != PeerKind::ack) return;
  for (const Asked& asked : asked_) {
    const PeerKey* camera = find_peer(cameras, asked.camera);
    const bool is_answer = camera != nullptr && frame.value.counter == asked.counter &&
                           frame.value.nonce == nonce_ && verify_peer(crypto_, camera->key, bytes);
    if (!is_answer) continue;
    // One camera that looks is enough for the tap to say so.
    woken_ = true;
    channel_.answered();
    asked_.clear();
    return;
  }
}

void PeerWaker::tick(Ms now, const PeerKeys& cameras) {
  if (!waiting() || now < until_ms_) return;
  if (channel_.next(now)) return ask(now, cameras, limits::peer_hop_ms);
  peer_.set_channel(channel_.current());
  asked_.clear();
}

}  // namespace sl
