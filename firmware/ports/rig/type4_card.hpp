// A Type 4 tag as an NTAG 424 DNA is one: NDEF application, capability container E103, NDEF file E104 of 256 bytes. The file
// holds one URI, which the owner of the card gives anew for each reading, as secure dynamic messaging does.
#pragma once
#include <functional>

#include "card.hpp"

namespace sl::rig {

class Type4Card : public Card {
 public:
  using NextUrl = std::function<std::string()>;

  Type4Card(Octets number, NextUrl url);
  /// A card that says the same each time.
  Type4Card(Octets number, const std::string& url) : Type4Card(std::move(number), [url] { return url; }) {}

  void power_up() override;
  Octets answer(ByteView apdu) override;

  /// Bytes of the NDEF file; a test may make it another one.
  size_t file_bytes = 256;
  /// Takes the place of NLEN and the message: for cards that say something else than one URI.
  std::function<Octets()> next_file;

 private:
  Octets select(ByteView apdu);
  Octets read(ByteView apdu);

  NextUrl url_;
  enum class Selected { nothing, application, container, ndef } selected_ = Selected::nothing;
  /// The last command was a READ BINARY: this one goes on with the same message (NT4H2421Gx, 9.3.1).
  bool reading_ = false;
  Octets file_;
};

/// NLEN and an NDEF message of one short URI record; the longest known beginning becomes its identifier code.
Octets ndef_file_of(const std::string& url);

}  // namespace sl::rig
