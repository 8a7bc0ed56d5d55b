#include "sl_esp/claim.hpp"

#include <doctest/doctest.h>

using namespace sl::esp;

namespace {

const std::string hash(43, 'h');
const std::string whole = "smartlatch://claim?u=https%3A%2F%2Fdoor.example%3A8443%2F&f=" + hash + "&c=abcdefghijklmnopqrst_-&k=latch";

bool parses(const std::string& uri) {
  Claim claim;
  return parse_claim(uri, claim);
}

}  // namespace

TEST_CASE("a claim says where to enrol, whom to trust and the code") {
  Claim claim;
  REQUIRE(parse_claim(whole, claim));
  CHECK(claim.enrolment_url == "https://door.example:8443");
  CHECK(claim.ca_spki_sha256 == hash);
  CHECK(claim.code == "abcdefghijklmnopqrst_-");
  CHECK(claim.kind == "latch");
}

TEST_CASE("a claim may have parameters that a newer server adds, and no kind") {
  Claim claim;
  REQUIRE(parse_claim("smartlatch://claim?x=1&u=https://a.example&f=" + hash + "&c=0123456789abcdef&y", claim));
  CHECK(claim.enrolment_url == "https://a.example");
  CHECK(claim.kind.empty());
}

TEST_CASE("what is not a whole claim is refused") {
  const std::string rest = "&f=" + hash + "&c=0123456789abcdef";
  CHECK_FALSE(parses(""));
  CHECK_FALSE(parses("https://door.example"));
  CHECK_FALSE(parses("smartlatch://claim?"));
  CHECK_FALSE(parses("smartlatch://claim?u=http://a.example" + rest));
  CHECK_FALSE(parses("smartlatch://claim?u=https://" + rest));
  CHECK_FALSE(parses("smartlatch://claim?u=https://a.example&u=https://b.example" + rest));
  CHECK_FALSE(parses("smartlatch://claim?u=https://a.example%0a" + rest));
  CHECK_FALSE(parses("smartlatch://claim?u=https://a.example%2" + rest));
  CHECK_FALSE(parses("smartlatch://claim?u=https://a.example&f=" + hash + "h&c=0123456789abcdef"));
  CHECK_FALSE(parses("smartlatch://claim?u=https://a.example&f=" + hash + "&c=short"));
  CHECK_FALSE(parses("smartlatch://claim?u=https://a.example" + rest + "&k=toaster"));
  CHECK_FALSE(parses("smartlatch://claim?u=https://" + std::string(600, 'a') + rest));
}
