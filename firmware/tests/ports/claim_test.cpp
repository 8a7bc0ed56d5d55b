// Twin: device-sim/src/claim.test.ts.
#include "claim.hpp"

#include <doctest/doctest.h>

using sl::linux_port::Claim;
using sl::linux_port::parse_claim;

namespace {

const std::string hash(43, 'A');
const std::string whole =
    "smartlatch://claim?u=https%3A%2F%2F127.0.0.1%3A8444&f=" + hash + "&c=abcdefghijklmnopqrstuv&k=latch";

std::string refusal(const std::string& uri) {
  try {
    parse_claim(uri);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}
bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a claim is read from the URI that the app shows") {
  const Claim claim = parse_claim(" " + whole + "\n");
  CHECK(claim.enrolment_url == "https://127.0.0.1:8444");
  CHECK(claim.ca_spki_sha256 == hash);
  CHECK(claim.code == "abcdefghijklmnopqrstuv");
  CHECK(claim.kind == "latch");
}

TEST_CASE("a claim without a kind is good for either, and a slash behind the URL does not matter") {
  const Claim claim = parse_claim("smartlatch://claim?u=https%3A%2F%2Fh%2F&f=" + hash + "&c=abcdefghijklmnop&later=1");
  CHECK(claim.kind.empty());
  CHECK(claim.enrolment_url == "https://h");
}

TEST_CASE("what is no whole claim is refused with what is wrong and what to do") {
  CHECK(says(refusal("https://example.org/?u=x"), "not a claim: copy the whole"));
  CHECK(says(refusal(""), "not a claim"));
  CHECK(says(refusal(std::string(3'000, 'x')), "not a claim"));
  CHECK(says(refusal("smartlatch://claim?u=http%3A%2F%2Fhost&f=x&c=short"), "enrolmentUrl must be an https:// address"));
  CHECK(says(refusal("smartlatch://claim?u=https%3A%2F%2F&f=x&c=short"), "enrolmentUrl"));
  CHECK(says(refusal("smartlatch://claim?u=https%3A%2F%2Fh&f=x&c=short"), "caSpkiSha256"));
  CHECK(says(refusal("smartlatch://claim?u=https%3A%2F%2Fh&f=" + hash), "code must be"));
  CHECK(says(refusal(whole + "s"), "kind must be latch or camera"));
  CHECK(says(refusal(whole + "&c=abcdefghijklmnopqrstuw"), "twice"));
  CHECK(says(refusal("smartlatch://claim?u=https%3A%2F%2Fh%0d%0aX"), "control character"));
  CHECK(says(refusal("smartlatch://claim?u=https%3A%2F%2Fh%4"), "% escape"));
}
