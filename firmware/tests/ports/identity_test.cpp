#include "identity.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "atomic_file.hpp"
#include "ports/temporary_folder.hpp"
#include "ports/test_identity.hpp"
#include "wall_clock.hpp"

using namespace sl;
using namespace sl::linux_port;

using test::day_s;
using test::enrolled;
using test::now_s;

TEST_CASE("a new folder gets a key that nobody else may read, and keeps it") {
  const test::TemporaryFolder folder;
  const std::string path = folder.file("state");
  const StateFolder first(path);
  const StateFolder second(path);
  CHECK(first.key().id().text() == second.key().id().text());
  CHECK(is_device_id(first.key().id().text()));
  struct stat found = {};
  REQUIRE(stat(path.c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0700);
  REQUIRE(stat((path + "/device.key").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
  CHECK_FALSE(first.load());
}

TEST_CASE("a folder that others may look into is refused") {
  const test::TemporaryFolder folder;
  REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
  CHECK_THROWS_WITH(StateFolder{folder.path()}, doctest::Contains("chmod 700"));
}

TEST_CASE("an identity is read back as it was saved") {
  const test::TemporaryFolder folder;
  const StateFolder state(folder.path());
  const nlohmann::json given = enrolled(state.key());
  state.save(identity_of(given));
  const auto identity = state.load();
  REQUIRE(identity);
  CHECK(json_of(*identity) == given);
  CHECK(identity->broker_port == 1);
  CHECK(identity->secrets.newest_uplink().version == 4);
  CHECK(identity->secrets.peers[0].epoch == 7);
}

TEST_CASE("an identity that is spoiled, or another key's, says what to do") {
  const test::TemporaryFolder folder;
  const StateFolder state(folder.path());
  write_file(folder.file("identity.json"), "{");
  CHECK_THROWS_WITH(state.load(), doctest::Contains("delete the folder and enrol the device again"));
  state.save(identity_of(enrolled(DeviceKey::make())));
  CHECK_THROWS_WITH(state.load(), doctest::Contains("another key"));
}

TEST_CASE("what a server must not say is refused by its name") {
  const nlohmann::json given = enrolled(DeviceKey::make());
  const auto refuses = [&](const char* pointer, const nlohmann::json& value, const char* member) {
    nlohmann::json changed = given;
    changed[nlohmann::json::json_pointer(pointer)] = value;
    CHECK_THROWS_WITH(identity_of(changed), doctest::Contains(member));
  };
  refuses("/kind", "door", "kind");
  refuses("/device", "ABC", "device");
  refuses("/broker/port", 0, "broker/port");
  refuses("/broker/port", 65'536, "broker/port");
  refuses("/broker/host", "", "broker/host");
  refuses("/brokerCa", "none", "brokerCa");
  refuses("/commandKeys", nlohmann::json::array(), "commandKeys");
  refuses("/commandKeys/0/kid", "AAAA", "kid");
  refuses("/uplink/0/version", 256, "version");
  refuses("/uplink/0/key", "?", "key");
  refuses("/uplink", {given["uplink"][0], given["uplink"][0], given["uplink"][0]}, "uplink");
  refuses("/peers/0/epoch", -1, "epoch");
  refuses("/peers/0/peer", 5, "peer");
  refuses("/peers", nullptr, "peers");
}

TEST_CASE("a signing request proves the key, and a signature has the form of the protocol") {
  const DeviceKey key = DeviceKey::from_pem(DeviceKey::make().pem());
  const std::string pem = key.signing_request();
  const OwnedBio bio = bio_of(pem);
  const OwnedRequest request(PEM_read_bio_X509_REQ(bio.get(), nullptr, nullptr, nullptr));
  REQUIRE(request);
  EVP_PKEY* const proven = X509_REQ_get0_pubkey(request.get());
  CHECK(X509_REQ_verify(request.get(), proven) == 1);
  CHECK(device_id_of_key(proven).text() == key.id().text());
  CHECK(key.sign("sl1-device\nGET\n/v1/devices/self/secrets\nnonce").size() == 86);
}

TEST_CASE("only a key of P-256 is a device's key") {
  const OwnedKey other(EVP_EC_gen("P-384"));
  const OwnedBio bio(BIO_new(BIO_s_mem()));
  REQUIRE(PEM_write_bio_PrivateKey(bio.get(), other.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  CHECK_THROWS_WITH(DeviceKey::from_pem(text_of(bio.get())), doctest::Contains("P-256"));
  CHECK_THROWS(DeviceKey::from_pem("nothing"));
}

TEST_CASE("a certificate is to be renewed from day 60, and when it has ended") {
  const DeviceKey key = DeviceKey::make();
  const Certificate certificate = read_certificate(test::certificate_for(key, now_s, now_s + 90 * day_s));
  CHECK(certificate.device.text() == key.id().text());
  CHECK(certificate.not_before_s == now_s);
  CHECK_FALSE(renewal_is_due(certificate, now_s + 60 * day_s - 1));
  CHECK(renewal_is_due(certificate, now_s + 60 * day_s));
  CHECK(renewal_is_due(certificate, now_s + 400 * day_s));
}

TEST_CASE("a clock that was set back is not believed: the newest known time counts, and beginnings do not") {
  CHECK(WallClock::judge(now_s + 5, now_s).now_s == now_s + 5);
  CHECK(WallClock::judge(now_s + 5, now_s).not_before_counts);
  CHECK(WallClock::judge(now_s - 30 * 365 * day_s, now_s).now_s == now_s);
  CHECK_FALSE(WallClock::judge(now_s - 30 * 365 * day_s, now_s).not_before_counts);
}

TEST_CASE("the newest known time is kept, and never goes back") {
  const test::TemporaryFolder folder;
  const int64_t far = 4'000'000'000;
  {
    WallClock clock(folder.path(), now_s);
    clock.raise_floor(far);
    clock.raise_floor(now_s);
  }
  WallClock clock(folder.path(), 0);
  CHECK(clock.judge_time().now_s == far);
  CHECK_FALSE(clock.judge_time().not_before_counts);
}
