#include "sl/codec/topic.hpp"

#include <doctest/doctest.h>
#include <sodium.h>

#include "support/vectors.hpp"

using namespace sl;
using namespace sl::test;

TEST_CASE("device-id.json: a device is named by its key") {
  for (const Json& vector : read_vectors("device-id")["valid"]) {
    const Memory spki = unhex(vector["spki"]);
    Hash hash;
    crypto_hash_sha256(hash.data, spki.data(), spki.size());
    CHECK(str(device_id_of(hash).text()) == vector["id"]);
    CHECK(is_device_id(device_id_of(hash).text()));
  }
}

TEST_CASE("device-id.json: base32") {
  for (const Json& vector : read_vectors("device-id")["base32"]) {
    const Memory bytes = unhex(vector["bytes"]);
    char characters[64];
    CHECK(std::string(characters, base32(view(bytes), characters)) == vector["text"]);
  }
}

TEST_CASE("device-id.json: what is no device id is refused") {
  for (const Json& vector : read_vectors("device-id")["invalid"]) {
    CAPTURE(vector.dump());
    const std::string id = vector["id"];
    DeviceId copy;
    CHECK_FALSE(copy.assign(text(id)));
  }
}

TEST_CASE("topics.json: every row is built and read") {
  for (const Json& vector : read_vectors("topics")["valid"]) {
    CAPTURE(vector.dump());
    const std::string topic = vector["topic"], device = vector["device"], name = vector["name"];
    Topic row{};
    REQUIRE(find_named(text(name), row));
    CHECK(str(topic_of(device_id(device), row).text()) == topic);
    const Result<Topic> parsed = parse_topic(text(topic), device_id(device));
    REQUIRE(parsed.ok());
    CHECK(parsed.value == row);
  }
}

TEST_CASE("topics.json: what is no row is refused") {
  for (const Json& vector : read_vectors("topics")["invalid"]) {
    CAPTURE(vector.dump());
    const std::string topic = vector["topic"];
    CHECK_FALSE(parse_topic(text(topic), device_id("m7vbuluf7aamru6izpc4eucdhu")).ok());
  }
}

TEST_CASE("the topic of another device is refused") {
  const TopicText other = topic_of(device_id("twlruwwp757ermsxxq67kdbmme"), Topic::cmd_unlock);
  CHECK_FALSE(parse_topic(other.text(), device_id("m7vbuluf7aamru6izpc4eucdhu")).ok());
}
