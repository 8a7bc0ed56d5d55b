// The whole route against the real API is infra/local; here is what an impostor of the enrolment port gets to see.
#include "enrol.hpp"

#include <doctest/doctest.h>

#include "ports/https_server.hpp"
#include "ports/test_identity.hpp"

using namespace sl;
using namespace sl::linux_port;
using test::HttpsServer;

namespace {

const JudgeTime today = {test::now_s, true};

/// An enrolment port with its CA and a device before it.
struct World {
  explicit World(int64_t not_after_s = test::now_s + test::day_s)
      : server(server_key, test::certificate_of({server_key, ca_key, test::now_s - 60, not_after_s, true}),
               [this](const HttpsServer::Asked& asked) { return answer(asked); }) {}

  HttpsServer::Answer answer(const HttpsServer::Asked& asked) const {
    const auto is_for = [&](const char* start) { return asked.head.rfind(start, 0) == 0; };
    if (is_for("GET /v1/enrolments/ca ")) return {"200 OK", ca};
    if (is_for("POST /v1/enrolments/nonce ")) return {"200 OK", R"({"nonce":"AAAAAAAAAAAAAAAAAAAAAA"})"};
    if (is_for("POST /v1/enrolments/renew ")) return {"200 OK", nlohmann::json{{"certificate", renewed}}.dump()};
    if (is_for("GET /v1/devices/self/secrets ")) return {"200 OK", test::enrolled(key).dump()};
    return {status, answered};
  }
  Claim claim() const {
    return {server.url(), base64url(read_certificate(ca).spki_sha256), "abcdefghijklmnopqrstuv", "latch"};
  }
  Identity identity() const {
    Identity known = identity_of(test::enrolled(key));
    known.enrolment_url = server.url();
    known.enrolment_ca = ca;
    return known;
  }

  DeviceKey key = DeviceKey::make();
  DeviceKey ca_key = DeviceKey::make();
  DeviceKey server_key = DeviceKey::make();
  std::string ca = test::certificate_for(ca_key, test::now_s - 60, test::now_s + test::day_s);
  std::string status = "200 OK";
  std::string answered = test::enrolled(key).dump();
  std::string renewed = test::certificate_for(key, test::now_s, test::now_s + 90 * test::day_s);
  HttpsServer server;
};

}  // namespace

TEST_CASE("a device sends its request and the code to the CA of its claim, and is enrolled") {
  World world;
  const Identity identity = enrol(world.claim(), "latch", world.key, {today});
  CHECK(identity.device.text() == world.key.id().text());
  CHECK(identity.enrolment_url == world.server.url());
  CHECK(identity.enrolment_ca == world.ca);
  const auto asked = world.server.asked();
  REQUIRE(asked.size() == 2);
  const auto body = nlohmann::json::parse(asked[1].body);
  CHECK(body["code"] == "abcdefghijklmnopqrstuv");
  CHECK(body["kind"] == "latch");
  CHECK(body["csr"].get<std::string>().find("-----BEGIN CERTIFICATE REQUEST-----") == 0);
}

TEST_CASE("an impostor with a CA of its own gets neither code nor request") {
  World world;
  Claim claim = world.claim();
  claim.ca_spki_sha256 = std::string(43, 'A');
  CHECK_THROWS_WITH(enrol(claim, "latch", world.key, {today}), doctest::Contains("nothing was sent to it"));
  CHECK(world.server.asked().size() == 1);
}

TEST_CASE("an impostor that passes the right CA on, and has no certificate of it, gets neither") {
  World world;
  const World other;
  world.ca = other.ca;
  CHECK_THROWS_AS(enrol(world.claim(), "latch", world.key, {today}), HttpsError);
  CHECK(world.server.asked().size() == 1);
}

TEST_CASE("the server's certificate must not be over, and may begin later than a clock that is known to be behind") {
  World over(test::now_s - 1);
  CHECK_THROWS_WITH(enrol(over.claim(), "latch", over.key, {today}), doctest::Contains("expired"));
  World world;
  const JudgeTime early = {test::now_s - test::day_s, true};
  CHECK_THROWS_WITH(enrol(world.claim(), "latch", world.key, {early}), doctest::Contains("not yet valid"));
  const JudgeTime behind = {test::now_s - test::day_s, false};
  CHECK_NOTHROW(enrol(world.claim(), "latch", world.key, {behind}));
}

TEST_CASE("a claim for the other kind, a refusal, and an answer for another key say what they are") {
  World world;
  CHECK_THROWS_WITH(enrol(world.claim(), "camera", world.key, {today}), "the claim is for a latch, not for a camera");
  CHECK(world.server.asked().empty());
  CHECK_THROWS_WITH(enrol(world.claim(), "latch", DeviceKey::make(), {today}), doctest::Contains("for another key"));
  world.answered = "<html>";
  CHECK_THROWS_WITH(enrol(world.claim(), "latch", world.key, {today}), doctest::Contains("not JSON"));
  world.status = "410 Gone";
  world.answered = R"({"title":"It is over","detail":"make a new claim in the app"})";
  CHECK_THROWS_WITH(enrol(world.claim(), "latch", world.key, {today}),
                    doctest::Contains("410 It is over: make a new claim in the app"));
  world.answered = std::string(https_answer_bytes + 1, 'x');
  CHECK_THROWS_WITH(enrol(world.claim(), "latch", world.key, {today}), doctest::Contains("longer than"));
}

TEST_CASE("keys and certificate are asked for with a nonce that the device's key signed") {
  World world;
  const Identity identity = world.identity();
  CHECK(fetch_secrets(identity, world.key, {today}).newest_uplink().version == 4);
  CHECK(renew_certificate(identity, world.key, {today}) == world.renewed);
  const auto asked = world.server.asked();
  REQUIRE(asked.size() == 4);
  const std::string id(identity.device.characters, sizeof identity.device.characters);
  CHECK(asked[1].head.find("Authorization: SL-Device " + id + ":AAAAAAAAAAAAAAAAAAAAAA:") != std::string::npos);
  CHECK(nlohmann::json::parse(asked[3].body)["certificate"] == identity.certificate);
}

TEST_CASE("a renewed certificate for another key is not taken") {
  World world;
  world.renewed = test::certificate_for(DeviceKey::make(), test::now_s, test::now_s + test::day_s);
  CHECK_THROWS_WITH(renew_certificate(world.identity(), world.key, {today}), doctest::Contains("another key"));
}

TEST_CASE("a request that nobody wants any more ends, and so does one to nobody") {
  World world;
  const std::atomic<bool> cancelled{true};
  CHECK_THROWS_AS(fetch_secrets(world.identity(), world.key, {today, &cancelled}), HttpsError);
  Identity identity = world.identity();
  identity.enrolment_url = "https://127.0.0.1:1";
  CHECK_THROWS_WITH(fetch_secrets(identity, world.key, {today}), doctest::Contains("nothing listens there"));
}
