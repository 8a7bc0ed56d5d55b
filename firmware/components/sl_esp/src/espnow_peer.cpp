#include "sl_esp/espnow_peer.hpp"

#include <string.h>

#include "esp_err.h"
#include "esp_now.h"
#include "sl_esp/wifi.hpp"

namespace sl::esp {

namespace {

constexpr uint8_t broadcast[ESP_NOW_ETH_ALEN] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
/// Encrypts the LMKs in the driver's memory and nothing on the air; the same in every board by ESP-NOW's design, no secret.
constexpr uint8_t pmk[ESP_NOW_KEY_LEN] = {'s', 'm', 'a', 'r', 't', '-', 'l', 'a', 't', 'c', 'h', '-', 'p', 'm', 'k', '1'};
/// ms of each interval in which a connected radio in modem sleep also listens for ESP-NOW; the maximum is always.
constexpr uint16_t listen_always = UINT16_MAX;
constexpr uint16_t listen_never = 0;

Inbox* inbox_of_callback = nullptr;

/// Runs in the Wi-Fi task.
void on_frame(const esp_now_recv_info_t* from, const uint8_t* data, int size) {
  if (size != static_cast<int>(limits::peer_frame_bytes)) return;
  Mail mail;
  mail.kind = MailKind::peer_frame;
  memcpy(mail.address, from->src_addr, sizeof mail.address);
  mail.broadcast = memcmp(from->des_addr, broadcast, sizeof broadcast) == 0;
  mail.bytes = {data, static_cast<size_t>(size)};
  inbox_of_callback->put(mail);
}

esp_now_peer_info_t peer_info(const uint8_t* address, const uint8_t* lmk) {
  esp_now_peer_info_t info = {};
  memcpy(info.peer_addr, address, sizeof info.peer_addr);
  info.channel = 0;  // the radio's own
  info.ifidx = WIFI_IF_STA;
  info.encrypt = lmk != nullptr;
  if (lmk) memcpy(info.lmk, lmk, sizeof info.lmk);
  return info;
}

}  // namespace

EspNowPeer::EspNowPeer(PeerRole role, ICrypto& crypto, Inbox& inbox) : role_(role), crypto_(crypto) {
  inbox_of_callback = &inbox;
  ESP_ERROR_CHECK(esp_now_init());
  ESP_ERROR_CHECK(esp_now_set_pmk(pmk));
  ESP_ERROR_CHECK(esp_now_register_recv_cb(on_frame));
  const esp_now_peer_info_t everybody = peer_info(broadcast, nullptr);
  ESP_ERROR_CHECK(esp_now_add_peer(&everybody));
  listen(role == PeerRole::answers);
}

bool EspNowPeer::send(Text peer, ByteView frame) {
  Known* const known = find(peer);
  if (known == nullptr) return false;
  const bool answers_all = role_ == PeerRole::answers && known->asked_by_broadcast;
  const bool direct = known->has_address && known->unanswered == 0 && !answers_all;
  if (known->unanswered < UINT8_MAX) ++known->unanswered;
  known->asked_counter = parse_peer(frame).value.counter;
  listen(true);
  return esp_now_send(direct ? known->address : broadcast, frame.data, frame.size) == ESP_OK;
}

void EspNowPeer::set_channel(uint8_t channel) {
  // Connected, the access point's channel is the only one, and leaving it would lose the connection.
  if (!wifi_is_up()) esp_wifi_set_channel(channel, WIFI_SECOND_CHAN_NONE);
}

void EspNowPeer::pair(const PeerKeys& keys) {
  for (size_t i = known_.size(); i-- > 0;) {
    const PeerKey* const key = find_peer(keys, known_[i].peer);
    if (key && key->epoch == known_[i].epoch) continue;
    remove_address(known_[i]);
    known_.remove(i);
  }
  for (const PeerKey& key : keys) {
    if (find(key.peer.text())) continue;
    Known known;
    known.peer = key.peer;
    known.epoch = key.epoch;
    // The LMK is the front of HMAC(peer key, "lmk"): it tells nothing about the key under which frames are authenticated.
    const ByteView label = Text("lmk").bytes();
    Hash derived;
    crypto_.hmac_sha256(key.key, &label, 1, derived);
    memcpy(known.lmk, derived.data, sizeof known.lmk);
    known_.add(known);
  }
}

void EspNowPeer::heard_answer(const Mail& mail, const PeerKeys& keys) {
  const Result<PeerFrame> frame = parse_peer(mail.bytes);
  if (!frame.ok() || frame.value.kind != PeerKind::ack) return;
  for (Known& known : known_) {
    // The frame does not name the camera: its key does.
    const PeerKey* const key = find_peer(keys, known.peer);
    const bool is_answer = key && frame.value.counter == known.asked_counter && verify_peer(crypto_, key->key, mail.bytes);
    if (is_answer) learn(known, mail);
  }
}

void EspNowPeer::heard_wake(const Mail& mail) {
  const Result<PeerFrame> frame = parse_peer(mail.bytes);
  Known* const known = frame.ok() ? find(frame.value.latch.text()) : nullptr;
  if (known) learn(*known, mail);
}

void EspNowPeer::learn(Known& known, const Mail& mail) {
  known.unanswered = 0;
  known.asked_by_broadcast = mail.broadcast;
  if (known.has_address && memcmp(known.address, mail.address, sizeof mail.address) == 0) return;
  remove_address(known);
  const esp_now_peer_info_t info = peer_info(mail.address, known.lmk);
  // ESP-NOW encrypts for a few peers only: one more stays in the clear, under its HMAC.
  if (esp_now_add_peer(&info) != ESP_OK) return;
  memcpy(known.address, mail.address, sizeof known.address);
  known.has_address = true;
}

void EspNowPeer::listen(bool awake) {
  if (awake == listening_) return;
  listening_ = esp_now_set_wake_window(awake ? listen_always : listen_never) == ESP_OK ? awake : listening_;
}

EspNowPeer::Known* EspNowPeer::find(Text peer) {
  for (Known& known : known_) {
    if (known.peer.text() == peer) return &known;
  }
  return nullptr;
}

void EspNowPeer::remove_address(Known& known) {
  if (known.has_address) esp_now_del_peer(known.address);
  known.has_address = false;
}

}  // namespace sl::esp
