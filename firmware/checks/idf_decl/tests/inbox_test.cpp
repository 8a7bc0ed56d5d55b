#include "sl_esp/inbox.hpp"

#include <doctest/doctest.h>

#include <string>

#include "fake_idf.hpp"

using namespace sl;
using namespace sl::esp;
using namespace sl::test;

namespace {

/// Its views live as long as topic and bytes do.
Mail message(Text topic, Text bytes) {
  Mail mail;
  mail.topic = topic;
  mail.bytes = bytes.bytes();
  return mail;
}

}  // namespace

TEST_CASE("mail is taken in its order, whole, and wakes the reader") {
  idf = {};
  Inbox inbox;
  Mail first = message("sl/1/x/cmd/unlock", "signed");
  first.retained = true;
  Mail second;
  second.kind = MailKind::mqtt_acked;
  second.packet = 4711;
  Mail third = message({}, "frame");
  third.kind = MailKind::peer_frame;
  third.address[5] = 9;
  third.broadcast = true;
  for (const Mail* mail : {&first, &second, &third}) CHECK(inbox.put(*mail));
  CHECK(idf.notified == 3);
  Mail mail;
  REQUIRE(inbox.take(mail));
  CHECK(mail.retained);
  CHECK(mail.topic == Text("sl/1/x/cmd/unlock"));
  CHECK(mail.bytes == first.bytes);
  REQUIRE(inbox.take(mail));
  CHECK(mail.kind == MailKind::mqtt_acked);
  CHECK(mail.packet == 4711);
  CHECK(mail.bytes.empty());
  REQUIRE(inbox.take(mail));
  CHECK(mail.kind == MailKind::peer_frame);
  CHECK(mail.address[5] == 9);
  CHECK(mail.broadcast);
  CHECK_FALSE(inbox.take(mail));
}

TEST_CASE("the largest control message fits, a larger one does not, and a full inbox says so") {
  idf = {};
  Inbox inbox;
  const std::string t(limits::topic_chars, 't');
  const std::string b(limits::control_message_bytes + 1, 'b');
  const Text topic = {t.data(), t.size()};
  const Text large = {b.data(), limits::control_message_bytes};
  CHECK(inbox.put(message(topic, large)));
  CHECK_FALSE(inbox.put(message(topic, {b.data(), b.size()})));
  int small = 0;
  while (inbox.put(message("t", "a small one"))) ++small;
  CHECK(small > 10);
  Mail mail;
  REQUIRE(inbox.take(mail));
  CHECK(mail.bytes.size == large.size);
  CHECK(inbox.put(message(topic, large)));
}
