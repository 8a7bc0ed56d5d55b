#include "mqtt_link.hpp"

#include <signal.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "sl/link/subscriptions.hpp"
#include "tls_trust.hpp"

namespace sl::linux_port {

namespace {

/// Unread mail beyond which nothing more is read: the broker then waits.
constexpr size_t inbox_mails_max = 256;
constexpr int packets_a_round = 64;
constexpr int suback_refused = 0x80;
/// So that nothing waits inside libmosquitto, where the core could not take it back.
constexpr int in_flight_max = 65'535;

std::string text_of(Text text) { return {text.data, text.size}; }

std::string refusal_of(int connack) {
  if (connack == 4) return "the broker does not take this device's certificate: it is over, or not of this installation";
  if (connack == 5) return "the broker does not let this device in: it was revoked, or another device took its place";
  return std::string("the broker refused: ") + mosquitto_connack_string(connack);
}

void use_own_certificate(SSL_CTX* context, const std::string& pem, const DeviceKey& key) {
  const auto chain = certificates_of(pem);
  bool used = !chain.empty() && SSL_CTX_use_certificate(context, chain.front().get()) == 1 &&
              SSL_CTX_use_PrivateKey(context, key.get()) == 1;
  for (size_t i = 1; used && i < chain.size(); ++i) used = SSL_CTX_add1_chain_cert(context, chain[i].get()) == 1;
  if (!used) throw_openssl("the device's certificate and key cannot be used");
}

}  // namespace

MqttLink::MqttLink(const Identity& identity, const DeviceKey& key, const WallClock& clock)
    : identity_(identity), key_(key), clock_(clock) {
  mosquitto_lib_init();
  // OpenSSL writes without MSG_NOSIGNAL: a broker that is gone must not end the process.
  signal(SIGPIPE, SIG_IGN);
}

MqttLink::~MqttLink() { drop_client(); }

OwnedSslContext MqttLink::tls() const {
  OwnedSslContext context(SSL_CTX_new(TLS_client_method()));
  if (!context) throw_openssl("no TLS");
  trust_only(context.get(), identity_.broker_ca, clock_.judge_time());
  use_own_certificate(context.get(), identity_.certificate, key_);
  // libmosquitto compares the broker's name only in a context of its own.
  X509_VERIFY_PARAM* const judgement = SSL_CTX_get0_param(context.get());
  const char* const host = identity_.broker_host.c_str();
  if (X509_VERIFY_PARAM_set1_ip_asc(judgement, host) != 1 && X509_VERIFY_PARAM_set1_host(judgement, host, 0) != 1)
    throw_openssl("the broker's name cannot be checked");
  return context;
}

void MqttLink::connect(Text will_topic, ByteView will) {
  drop_client();
  connack_ = 0;
  last_words_.clear();
  if (!wifi_) return fail("there is no Wi-Fi");
  try {
    open(text_of(will_topic), will);
  } catch (const std::exception& error) {
    fail(error.what());
  }
}

void MqttLink::open(const std::string& will_topic, ByteView will) {
  client_.reset(mosquitto_new(identity_.device_text().c_str(), true, this));
  if (!client_) throw std::runtime_error("libmosquitto does not start");
  mosquitto* const client = client_.get();
  listen();
  mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V311);
  // Without it Nagle's algorithm and the delayed ACK hold small packets of a QoS 1 exchange for up to 40 ms each.
  mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
  mosquitto_int_option(client, MOSQ_OPT_SEND_MAXIMUM, in_flight_max);
  const OwnedSslContext context = tls();
  mosquitto_int_option(client, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
  mosquitto_void_option(client, MOSQ_OPT_SSL_CTX, context.get());
  mosquitto_will_set(client, will_topic.c_str(), static_cast<int>(will.size), will.data, 1, true);
  state_ = State::opening;
  errno = 0;
  const int code = mosquitto_connect_async(client, identity_.broker_host.c_str(), identity_.broker_port,
                                           static_cast<int>(limits::keepalive_s));
  // A neighbour may have refused already: whoever reads why, reads it away.
  if (errno == ECONNREFUSED) last_words_ = std::strerror(errno);
  if (code != MOSQ_ERR_SUCCESS) throw std::runtime_error(why(code));
}

/// Callbacks of the client that is now: they take notes; what follows from them is done in `poll` and by whoever takes mail.
void MqttLink::listen() {
  mosquitto* const client = client_.get();
  mosquitto_connect_callback_set(client, [](mosquitto*, void* self, int code) {
    auto& link = *static_cast<MqttLink*>(self);
    link.connack_ = code;
    if (code == 0) link.subscribe();
    else link.last_words_ = refusal_of(code);
  });
  mosquitto_subscribe_callback_set(client, [](mosquitto*, void* self, int, int count, const int* granted) {
    static_cast<MqttLink*>(self)->subscribed(granted, count);
  });
  mosquitto_message_callback_set(client, [](mosquitto*, void* self, const mosquitto_message* message) {
    const auto* const bytes = static_cast<const uint8_t*>(message->payload);
    LinkMail mail;
    mail.kind = LinkMail::Kind::message;
    mail.topic = message->topic;
    if (bytes) mail.bytes.assign(bytes, bytes + message->payloadlen);
    mail.retained = message->retain;
    static_cast<MqttLink*>(self)->put(std::move(mail));
  });
  mosquitto_publish_callback_set(client, [](mosquitto*, void* self, int packet) {
    LinkMail mail;
    mail.kind = LinkMail::Kind::acked;
    mail.packet = packet;
    static_cast<MqttLink*>(self)->put(std::move(mail));
  });
  mosquitto_log_callback_set(client, [](mosquitto*, void* self, int level, const char* words) {
    if (level == MOSQ_LOG_ERR) static_cast<MqttLink*>(self)->last_words_ = words;
  });
}

/// Subscriptions first, so that no command is missed once `ready` is said.
void MqttLink::subscribe() {
  std::string filters[subscriptions];
  char* pointers[subscriptions];
  for (size_t i = 0; i < subscriptions; ++i) {
    filters[i] = text_of(subscription_of(identity_.device, i).text());
    pointers[i] = filters[i].data();
  }
  mosquitto_subscribe_multiple(client_.get(), nullptr, static_cast<int>(subscriptions), pointers, 1, 0, nullptr);
}

void MqttLink::subscribed(const int* granted, int count) {
  if (state_ != State::opening) return;
  if (std::any_of(granted, granted + count, [](int qos) { return qos == suback_refused; })) {
    last_words_ = "the broker refused a subscription";
    mosquitto_disconnect(client_.get());
    return;
  }
  state_ = State::up;
  last_words_.clear();
  LinkMail mail;
  mail.kind = LinkMail::Kind::opened;
  put(std::move(mail));
}

int32_t MqttLink::publish(Text topic, ByteView bytes, uint8_t qos, bool retain) {
  if (state_ != State::up) return -1;
  int packet = 0;
  const int code = mosquitto_publish(client_.get(), &packet, text_of(topic).c_str(), static_cast<int>(bytes.size),
                                     bytes.data, qos, retain);
  if (code != MOSQ_ERR_SUCCESS) return -1;
  return qos == 0 ? 0 : packet;
}

void MqttLink::disconnect() {
  if (state_ == State::opening) return drop_client();
  if (state_ != State::up) return;
  state_ = State::closing;
  mosquitto_disconnect(client_.get());
}

void MqttLink::watch(std::vector<pollfd>& waiting) const {
  const int fd = client_ ? mosquitto_socket(client_.get()) : -1;
  if (fd < 0) return;
  const int reads = inbox_.size() < inbox_mails_max ? POLLIN : 0;
  const int writes = mosquitto_want_write(client_.get()) ? POLLOUT : 0;
  waiting.push_back({fd, static_cast<short>(reads | writes), 0});
}

void MqttLink::poll() {
  if (!client_) return;
  mosquitto* const client = client_.get();
  int code = mosquitto_socket(client) < 0 ? MOSQ_ERR_NO_CONN : MOSQ_ERR_SUCCESS;
  if (code == MOSQ_ERR_SUCCESS && state_ == State::opening) note_socket_error();
  if (code == MOSQ_ERR_SUCCESS) code = read_all();
  if (code == MOSQ_ERR_SUCCESS && state_ == State::opening && hung_up()) code = MOSQ_ERR_CONN_LOST;
  if (code == MOSQ_ERR_SUCCESS && mosquitto_want_write(client)) code = mosquitto_loop_write(client, 1);
  if (code == MOSQ_ERR_SUCCESS) code = mosquitto_loop_misc(client);
  if (code != MOSQ_ERR_SUCCESS) fail(state_ == State::closing ? "closed" : why(code));
}

int MqttLink::read_all() {
  for (int packet = 0; packet < packets_a_round && inbox_.size() < inbox_mails_max; ++packet) {
    const size_t before = inbox_.size();
    const int code = mosquitto_loop_read(client_.get(), 1);
    if (code != MOSQ_ERR_SUCCESS) return code;
    // What TLS has already taken out of the socket is not announced by poll(2) again.
    const auto* const ssl = static_cast<SSL*>(mosquitto_ssl_get(client_.get()));
    if (inbox_.size() == before && (!ssl || SSL_pending(ssl) == 0)) break;
  }
  return MOSQ_ERR_SUCCESS;
}

/// Why TCP failed can be read once, and TLS would only say that a pipe is broken.
void MqttLink::note_socket_error() {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(mosquitto_socket(client_.get()), SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error != 0)
    last_words_ = std::strerror(error);
}

/// libmosquitto 2.0 takes a connection that was refused, or that the broker closed in the middle of the TLS handshake, for one that
/// is still being opened, for ever (net__socket_connect_tls: SSL_ERROR_SYSCALL). A last word of the broker is read first.
bool MqttLink::hung_up() {
  pollfd look = {mosquitto_socket(client_.get()), POLLRDHUP, 0};
  if (look.fd < 0 || ::poll(&look, 1, 0) <= 0) return false;
  for (int i = 0; i < packets_a_round && state_ == State::opening; ++i) {
    if (mosquitto_loop_read(client_.get(), 1) != MOSQ_ERR_SUCCESS) break;
  }
  return true;
}

std::string MqttLink::why(int code) const {
  if (!last_words_.empty()) return last_words_;
  if (code == MOSQ_ERR_ERRNO) return std::strerror(errno);
  return mosquitto_strerror(code);
}

void MqttLink::fail(const std::string& why) {
  drop_client();
  LinkMail mail;
  mail.why = why;
  put(std::move(mail));
}

void MqttLink::drop_client() {
  // Of a connection that is gone nothing is acknowledged any more; what came on it still counts.
  const auto is_ack = [](const LinkMail& mail) { return mail.kind == LinkMail::Kind::acked; };
  inbox_.erase(std::remove_if(inbox_.begin(), inbox_.end(), is_ack), inbox_.end());
  state_ = State::down;
  client_.reset();
}

std::optional<LinkMail> MqttLink::take() {
  if (inbox_.empty()) return std::nullopt;
  LinkMail mail = std::move(inbox_.front());
  inbox_.pop_front();
  return mail;
}

void MqttLink::wifi(bool on) {
  wifi_ = on;
  if (on || !client_) return;
  // Neither DISCONNECT nor close_notify leaves a board whose radio is off.
  const int fd = mosquitto_socket(client_.get());
  if (fd >= 0) shutdown(fd, SHUT_RDWR);
  fail("there is no Wi-Fi");
}

}  // namespace sl::linux_port
