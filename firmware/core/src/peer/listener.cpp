#include "sl/peer/listener.hpp"

namespace sl {

bool PeerListener::take(const PeerKeys& keys, ByteView bytes, PeerFrame& wake, PeerBytes& ack) {
  const Result<PeerFrame> frame = parse_peer(bytes);
  if (!frame.ok() || frame.value.kind != PeerKind::wake) return false;
  const PeerKey* peer = find_peer(keys, frame.value.latch);
  if (peer == nullptr || peer->epoch != frame.value.epoch || !verify_peer(crypto_, peer->key, bytes)) return false;
  CounterWindow* window = window_of(keys, *peer);
  if (window == nullptr || !window->accept(frame.value.counter)) return false;
  wake = frame.value;
  PeerFrame answer = frame.value;
  answer.kind = PeerKind::ack;
  ack = seal_peer(crypto_, peer->key, answer);
  return true;
}

CounterWindow* PeerListener::window_of(const PeerKeys& keys, const PeerKey& peer) {
  for (Heard& heard : heard_) {
    if (heard.latch.text() != peer.peer.text()) continue;
    // Epochs only rise: what is recorded of an earlier one stays worthless should its key ever come back.
    if (peer.epoch < heard.epoch) return nullptr;
    if (peer.epoch > heard.epoch) heard = {peer.peer, peer.epoch, {}};
    return &heard.window;
  }
  if (heard_.size() == decltype(heard_)::limit) forget_strangers(keys);
  if (!heard_.add({peer.peer, peer.epoch, {}})) return nullptr;
  return &heard_[heard_.size() - 1].window;
}

void PeerListener::forget_strangers(const PeerKeys& keys) {
  for (size_t i = heard_.size(); i > 0; --i) {
    if (find_peer(keys, heard_[i - 1].latch) == nullptr) heard_.remove(i - 1);
  }
}

}  // namespace sl
